import copy

import pytest

from imagesim.scenarios.reading.kustomize.images import ImageChange, split, with_images

OLD = "sha256:" + 64 * "1"
NEW = "sha256:" + 64 * "2"

# Those without a comment are the examples of kustomize's own test, api/filters/imagetag/imagetag_test.go.
CHANGED = [
    ({"new_tag": "v2"}, "nginx:1.7.9", "nginx:v2"),
    ({"new_tag": "v2"}, "nginx", "nginx:v2"),
    ({"new_tag": "v2"}, f"nginx@{OLD}", "nginx:v2"),
    ({"new_tag": "v2"}, "foobar:1", "foobar:1"),
    ({"new_name": "busybox"}, "nginx:1.7.9", "busybox:1.7.9"),
    ({"new_name": "busybox"}, f"nginx@{OLD}", f"busybox@{OLD}"),
    ({"new_name": "busybox"}, f"nginx:1.2.1@{OLD}", f"busybox:1.2.1@{OLD}"),
    ({"new_name": "busybox", "new_tag": "v3"}, f"nginx:1.2.1@{OLD}", "busybox:v3"),
    ({"digest": NEW}, "nginx:1.7.9", f"nginx@{NEW}"),
    ({"digest": NEW}, f"nginx@{OLD}", f"nginx@{NEW}"),
    ({"new_tag": "v2", "digest": NEW}, "nginx:1.7.9", f"nginx:v2@{NEW}"),
    ({"new_tag": "v2"}, "nginx:{GENERATED_TAG}", "nginx:v2"),
    # The text counts, not what it means; and all of it.
    ({"new_tag": "v2"}, "docker.io/library/nginx:1", "docker.io/library/nginx:1"),
    ({"new_tag": "v2"}, "nginx-extra:1", "nginx-extra:1"),
    ({"new_tag": "v2"}, "nginx:1\n", "nginx:1\n"),
    ({}, "nginx:1", "nginx:1"),
    ({"new_tag": "v2"}, None, None),
]


@pytest.mark.parametrize(("given", "image", "expected"), CHANGED)
def test_an_image_is_written_as_kustomize_writes_it(given: dict[str, str], image: object, expected: object) -> None:
    assert ImageChange(name="nginx", **given).changed(image) == expected


def test_a_dot_in_a_name_stands_for_any_character() -> None:
    change = ImageChange(name="registry.k8s.io/pause", new_tag="3.10")
    assert change.changed("registry.k8s.io/pause:3.9") == "registry.k8s.io/pause:3.10"
    assert change.changed("registry-k8s-io/pause:3.9") == "registry-k8s-io/pause:3.10"
    assert change.changed("registry.k8s.io:443/pause:3.9") == "registry.k8s.io:443/pause:3.9"


SPLIT = [
    ("nginx", ("nginx", "", "")),
    ("nginx:1", ("nginx", "1", "")),
    ("nginx@sha256:0", ("nginx", "", "sha256:0")),
    ("localhost:5000/a/b", ("localhost:5000/a/b", "", "")),
    ("localhost:5000/a/b:1@sha256:0", ("localhost:5000/a/b", "1", "sha256:0")),
]


@pytest.mark.parametrize(("image", "parts"), SPLIT)
def test_a_port_is_no_tag(image: str, parts: tuple[str, str, str]) -> None:
    assert split(image) == parts


def pod_spec(image: str) -> dict[str, object]:
    container = {"name": "a", "image": image}
    volumes = [{"name": "v", "image": {"reference": image}}, {"name": "e", "emptyDir": {}}]
    return {"initContainers": [container], "containers": [container, {"name": "b"}], "volumes": volumes}


def changed(value: dict[str, object], *changes: ImageChange) -> dict[str, object]:
    before = copy.deepcopy(value)
    found = with_images(value, changes or (ImageChange(name="nginx", new_tag="2"),))
    assert value == before
    return found


def test_containers_are_found_at_any_depth_and_in_any_kind() -> None:
    for kind in ("Deployment", "Prometheus"):
        found = changed({"kind": kind, "spec": {"deep": [{"template": {"containers": [{"image": "nginx:1"}]}}]}})
        assert found == {"kind": kind, "spec": {"deep": [{"template": {"containers": [{"image": "nginx:2"}]}}]}}


def test_a_pod_and_a_template_are_changed_whole() -> None:
    assert changed({"kind": "Pod", "spec": pod_spec("nginx:1")}) == {"kind": "Pod", "spec": pod_spec("nginx:2")}
    template = {"spec": {"template": {"spec": pod_spec("nginx:1")}}}
    assert changed(template) == {"spec": {"template": {"spec": pod_spec("nginx:2")}}}


def test_a_cron_job_keeps_its_image_volumes() -> None:
    job = {"kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": pod_spec("nginx:1")}}}}}
    expected = {**pod_spec("nginx:2"), "volumes": pod_spec("nginx:1")["volumes"]}
    found = changed(job)
    assert found == {"kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": expected}}}}}


UNTOUCHED = [
    {"kind": "CustomResourceDefinition", "spec": pod_spec("nginx:1")},
    {"kind": "Pod", "spec": {"ephemeralContainers": [{"image": "nginx:1"}], "containers": "nginx:1"}},
    {"kind": "Pod", "spec": {"containers": None, "volumes": [None, "nginx:1", {"image": "nginx:1"}]}},
    {"kind": "Foo", "image": "nginx:1", "spec": None},
]


@pytest.mark.parametrize("value", UNTOUCHED)
def test_other_places_stay_as_they_are(value: dict[str, object]) -> None:
    assert changed(value) == value


def test_one_entry_sees_what_the_one_before_wrote() -> None:
    chain = (ImageChange(name="nginx", new_name="mirror/nginx"), ImageChange(name="mirror/nginx", digest=NEW))
    pod = {"kind": "Pod", "spec": {"containers": [{"image": "nginx:1"}]}}
    assert changed(pod, *chain) == {"kind": "Pod", "spec": {"containers": [{"image": f"mirror/nginx@{NEW}"}]}}
