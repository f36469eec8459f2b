import pytest

from imagesim.rules.admission.pull_policy import (
    adds_an_image,
    always_pull_images,
    always_pull_images_admission,
    always_pull_images_problems,
    default_pull_policy,
    default_volume_pull_policy,
    updated_pull_policy,
)
from imagesim.rules.api.objects import Container, ImageVolume, PodSpec

SHA = "@sha256:" + "a" * 64


def container(image, policy="IfNotPresent"):
    return Container(name="c", image=image, image_pull_policy=policy)


@pytest.mark.parametrize(
    ("image", "policy"),
    [
        ("nginx", "Always"),
        ("nginx:latest", "Always"),
        ("nginx:latest" + SHA, "Always"),
        ("nginx:1.27", "IfNotPresent"),
        ("nginx" + SHA, "IfNotPresent"),
        ("nginx:LATEST", "IfNotPresent"),
        ("localhost:5000/latest", "Always"),
        ("Not A Name", "IfNotPresent"),
        ("", "IfNotPresent"),
    ],
)
def test_the_tag_decides_what_is_filled_in(image, policy):
    assert default_pull_policy(image) == policy


@pytest.mark.parametrize("preset", ["Never", "IfNotPresent", "Sometimes"])
def test_a_policy_that_is_set_is_left_alone(preset):
    assert default_pull_policy("nginx:latest", preset) == preset


def test_an_image_volume_gets_a_policy_only_where_image_volumes_are_on():
    assert default_volume_pull_policy("models", image_volumes=True) == "Always"
    assert default_volume_pull_policy("models", image_volumes=False) == ""


def test_always_pull_images_changes_every_policy_and_nothing_else():
    spec = PodSpec(
        containers=(container("app:v1"), container("log:v1", "Never")),
        init_containers=(container("init:v1"),),
        node_name="node-0",
    )
    forced = always_pull_images(spec)
    assert [c.image_pull_policy for c in (*forced.init_containers, *forced.containers)] == ["Always"] * 3
    assert [c.image for c in forced.containers] == ["app:v1", "log:v1"]
    assert forced.node_name == "node-0"


@pytest.mark.parametrize(
    ("old", "new", "adds"),
    [
        (("a:1", "b:1"), ("b:1", "a:1"), False),
        (("a:1", "b:1"), ("a:1", "a:1"), False),
        (("a:1", "b:1"), ("a:1", "b:2"), True),
        (("a", "b:1"), ("a:latest", "b:1"), True),
    ],
)
def test_an_update_counts_only_if_it_names_a_new_text(old, new, adds):
    specs = [PodSpec(containers=tuple(container(image) for image in images)) for images in (old, new)]
    assert adds_an_image(*specs) is adds


@pytest.mark.parametrize(
    ("how", "sent", "policy"),
    [
        ("kubectl set image", None, "Always"),
        ("kubectl replace without the field", "", "IfNotPresent"),
        ("kubectl replace with the field", "Always", "Always"),
    ],
)
def test_only_an_update_without_the_field_fills_it_in_again(how, sent, policy):
    assert updated_pull_policy("Always", "nginx:1.27", sent) == policy, how


def test_the_plugin_leaves_subresources_and_updates_without_a_new_image_alone():
    old = PodSpec(containers=(container("app:v1", "Never"),))
    new = PodSpec(containers=(container("app:v2", "Never"),))
    assert always_pull_images_admission(new, operation="UPDATE", old=old) == always_pull_images(new)
    assert always_pull_images_admission(old, operation="UPDATE", old=old) == old
    assert always_pull_images_admission(new, subresource="ephemeralcontainers") == new


def test_the_validating_half_objects_to_every_policy_that_is_not_always():
    spec = PodSpec(
        containers=(container("a", "Never"), container("b", "Always")),
        init_containers=(container("i", ""),),
        ephemeral_containers=(container("d"),),
        image_volumes=(ImageVolume(name="v", reference="m", pull_policy="Never"),),
    )
    supported = 'supported values: "Always"'
    assert always_pull_images_problems(spec) == [
        f'spec.initContainers[0].imagePullPolicy: Unsupported value: "": {supported}',
        f'spec.containers[0].imagePullPolicy: Unsupported value: "Never": {supported}',
        f'spec.ephemeralContainers[0].imagePullPolicy: Unsupported value: "IfNotPresent": {supported}',
        f'spec.volumes[0].image.pullPolicy: Unsupported value: "Never": {supported}',
    ]
    assert always_pull_images_problems(spec, operation="UPDATE", old=spec) == []
    assert always_pull_images_problems(spec, subresource="status") == []
    assert always_pull_images_problems(spec, operation="DELETE") == []
