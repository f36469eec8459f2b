"""Why a pod is where it is: the steps of its story."""

import base64
import json

import pytest

from imagesim.results.explorers.story import explain_pod
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError

HEAD = {"apiVersion": "imagesim/v1"}
REGISTRY = {
    **HEAD,
    "kind": "Registry",
    "metadata": {"name": "registry.example"},
    "spec": {
        "auth": "basic",
        "users": [{"name": "alice", "password": "right"}],
        "access": [{"repository": "team/*", "users": ["alice"]}],
        "repositories": {"team/app": {"tags": {"v1": "app"}}, "tool": {"tags": {"v1": "app", "latest": "app"}}},
    },
}
IMAGE = {**HEAD, "kind": "Image", "metadata": {"name": "app"}, "spec": {"layers": ["30Mi"]}}


def pod(image, *, policy=None, secrets=(), init=None, name="web", more=(), **spec):
    """A Pod manifest; *more* are further containers, *init* the image of an init container."""
    container = {"name": "web", "image": image} | ({"imagePullPolicy": policy} if policy else {})
    spec = {"containers": [container, *more], "imagePullSecrets": [{"name": each} for each in secrets], **spec}
    if init:
        spec["initContainers"] = [{"name": "init", "image": init}]
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": spec}


def secret(name, user="alice", password="right", key="registry.example", **fields):
    document = json.dumps({"auths": {key: {"username": user, "password": password, **fields}}})
    data = {".dockerconfigjson": base64.b64encode(document.encode()).decode()}
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name},
        "type": "kubernetes.io/dockerconfigjson",
        "data": data,
    }


def story(*documents, at="1m", name="web", **simulation):
    simulation = {**HEAD, "kind": "Simulation", "metadata": {"name": "s"}, "spec": {"duration": at, **simulation}}
    nodes = {**HEAD, "kind": "NodePool", "metadata": {"name": "node"}, "spec": {"count": 1}}
    if any(document["kind"] == "NodePool" for document in documents):
        nodes = {}
    world = [document for document in (simulation, nodes, REGISTRY, IMAGE) if document]
    result = simulate(load(*documents, *world))
    return explain_pod(result.scenario, result.records, name)


def steps(told, container="web"):
    return {title: said for name, title, said, _ in told.rows() if name == container}


@pytest.mark.parametrize(
    ("image", "policy", "said"),
    [
        ("registry.example/tool:v1", None, "IfNotPresent: the manifest has none, and the tag is v1, not latest"),
        ("registry.example/tool:latest", None, "Always: the manifest has none, and the tag is latest"),
        ("registry.example/tool", None, "Always: the manifest has none, and no tag means latest"),
        ("registry.example/tool@sha256:" + "a" * 64, None,
         "IfNotPresent: the manifest has none, and there is a digest and no tag"),
        ("Registry/Tool", None, "IfNotPresent: the manifest has none, and a name that is not valid gets IfNotPresent"),
        ("registry.example/tool:v1", "Always", "Always: the manifest says so"),
    ],
)  # fmt: skip
def test_says_who_chose_the_policy(image, policy, said):
    assert steps(story(pod(image, policy=policy)))["policy"] == said


def test_says_that_admission_overruled_the_manifest():
    told = story(pod("registry.example/tool:v1", policy="Never"), admission=["AlwaysPullImages"])
    assert steps(told)["policy"] == "Always: the admission plugin set it, whatever was there"
    assert steps(told)["next"].endswith("then the kubelet asks the registry again")


@pytest.mark.parametrize("webhook", ["PinDigests", "PinPodDigests"])
def test_a_pinned_digest_is_told_as_the_webhook_s_and_not_as_a_change_of_the_image(webhook):
    told = steps(story(pod("registry.example/tool:latest"), admission=[webhook]))
    digest = told["name"].rpartition("@")[2]
    assert told["name"] == f"valid; the node asks registry.example for registry.example/tool@{digest}"
    assert digest.startswith("sha256:")
    assert told["pinned"].startswith(
        f"asked for was registry.example/tool:latest; the webhook {webhook} put the digest"
    )
    assert told["policy"] == "Always: the manifest has none, and the tag is latest"


def test_a_pod_without_a_node_has_the_digest_that_its_spec_was_given():
    nodes = {**HEAD, "kind": "NodePool", "metadata": {"name": "node"}, "spec": {"count": 1, "platform": "linux/amd64"}}
    nowhere = pod("registry.example/tool:v1", nodeSelector={"nobody": "has"})
    told = story(nowhere, nodes, admission=["PinDigests"])
    assert told.node == ""
    assert told.containers[0].image.startswith("registry.example/tool:v1@sha256:")
    assert steps(told)["next"] == "the pod has no node yet; a scheduler has to find one"
    assert "pinned" not in steps(story(nowhere, nodes))


def test_a_pod_that_its_kubelet_did_not_take_has_failed_for_good():
    told = story(pod("registry.example/tool:v1", os={"name": "windows"}))
    assert steps(told)["next"] == "nothing: the pod has Failed (PodOSNotSupported), and that is final"


def test_pods_of_one_template_have_the_digests_that_their_tag_had_when_each_was_created():
    result = simulate(load("moved-tag", values={"Simulation/moved-tag:spec.admission": ["PinPodDigests"]}))
    created = {row.pod: row.created_s for row in result.records.pods}
    images = {name: explain_pod(result.scenario, result.records, name).containers[0].image for name in created}
    early = {images[name] for name, time in created.items() if time < 300}
    late = {images[name] for name, time in created.items() if time > 300}
    assert len(early) == len(late) == 1
    assert early != late


def test_a_digest_that_the_template_was_given_is_told_as_the_webhook_s():
    result = simulate(load("moved-tag", values={"Simulation/moved-tag:spec.admission": ["PinDigests"]}))
    told = [explain_pod(result.scenario, result.records, row.pod) for row in result.records.pods]
    assert len({each.containers[0].image for each in told}) == 1
    assert {steps(each)["pinned"] for each in told} == {
        "the template was written with registry.example/shop/web:v1; the webhook PinDigests put the digest behind it"
    }
    assert {steps(each)["policy"] for each in told} == {
        "IfNotPresent: the manifest has none, and the tag is v1, not latest"
    }


def test_a_policy_stays_when_the_image_changes():
    result = simulate(load("mistyped-tag"))
    told = explain_pod(result.scenario, result.records, "web-9cc8b4bb7-")
    assert "That was registry.example/shop/web:v1, the image when the object was created" in steps(told)["policy"]
    assert told.containers[0].image == "registry.example/shop/web:v22"


def test_a_pod_in_trouble_is_told_rather_than_one_that_runs():
    result = simulate(load("mistyped-tag"))
    told = explain_pod(result.scenario, result.records, "web-")
    assert told.status == "ImagePullBackOff"
    assert told.pod not in told.others
    assert len(told.others) == 12
    text = told.text()
    assert "12 more pods have names that begin so: " in text
    assert max(len(line) for line in text.splitlines() if "pods have names" not in line) <= 110


def test_tells_a_failed_pull_its_back_off_and_the_next_attempt():
    told = steps(story(pod("registry.example/tool:v9"), at="30s"))
    assert told["name"] == "valid; the node asks registry.example for registry.example/tool:v9"
    assert told["on the node?"] == "no"
    assert told["credentials"] == "none fits: one anonymous pull"
    assert told["pull"].startswith("attempt 2 at 1")
    assert "registry.example/tool:v9: not found\nBefore that it failed once, first at 0s." in told["pull"]
    assert told["back-off"].startswith("20 s from 1")
    assert told["back-off"].endswith("_registry.example/tool:v9")
    assert told["next"].startswith("an attempt between 3")


def test_a_running_container_was_pulled_and_is_left_alone():
    told = steps(story(pod("registry.example/tool:v1")))
    assert told["pull"].startswith("attempt 1 at 0s worked in 1.")
    assert "anonymous: 31.5 MB fetched, 0.0 MB reused" in told["pull"]
    assert told["API shows"].startswith("Running, since ")
    assert told["next"] == "nothing, until the container starts again; then the kubelet looks on the node first"
    assert "back-off" not in told


def test_an_image_that_is_there_needs_no_credentials():
    nodes = {
        **HEAD,
        "kind": "NodePool",
        "metadata": {"name": "node"},
        "spec": {"prepulled": ["registry.example/tool:v1"]},
    }
    told = steps(story(pod("registry.example/tool:v1"), nodes))
    assert told["on the node?"] == "yes, at 0s, and used without asking a registry"
    assert not {"credentials", "pull", "back-off"} & told.keys()


def test_a_name_that_is_not_valid_ends_the_path():
    told = steps(story(pod("Registry/Tool")))
    assert told["name"].startswith('not valid. The node says: Failed to apply default image tag "Registry/Tool"')
    assert list(told) == ["name", "policy", "API shows", "next"]
    assert told["next"] == "the same at every sync, 10 to 16 s apart; there is no back-off"


def test_never_does_not_pull():
    told = steps(story(pod("registry.example/tool:v1", policy="Never")))
    assert told["on the node?"] == "no"
    assert told["API shows"].startswith("Waiting, ErrImageNeverPull, since ")
    assert "credentials" not in told


def test_a_container_waits_for_its_init_container():
    told = story(pod("registry.example/tool:v1", init="registry.example/tool:v9"))
    assert [each.container for each in told.containers] == ["init", "web"]
    assert steps(told)["turn"] == "not yet come: an init container has not completed"
    assert "not found" in steps(told, "init")["pull"]


def test_credentials_stand_in_the_order_in_which_they_are_tried():
    documents = [
        secret("short", user="bob", password="hunter2"),
        secret("long", key="registry.example/team", email="a@b"),
        pod("registry.example/team/app:v1", secrets=("short", "nowhere", "long", "")),
    ]
    told = story(*documents)
    assert steps(told)["credentials"].splitlines() == [
        "tried in this order, each as a pull of its own:",
        "1. user alice, key registry.example/team, of Secret default/long",
        "2. user bob, key registry.example, of Secret default/short",
        "Not in namespace default, and passed over: nowhere.",
    ]
    assert "worked in" in steps(told)["pull"]
    assert "Secret default/long: " in steps(told)["pull"]
    assert not any(word in told.text() + repr(told) for word in ("hunter2", "right,", "'right'"))


def test_a_refused_login_is_told_in_the_runtime_s_words():
    told = story(secret("s", password="wrong"), pod("registry.example/team/app:v1", secrets=("s",)))
    assert "401 Unauthorized" in steps(told)["pull"]


def test_a_secret_that_cannot_be_decoded_stops_the_pull():
    broken = secret("s") | {"data": {".dockerconfigjson": base64.b64encode(b'{"auths": []}').decode()}}
    told = steps(story(broken, pod("registry.example/team/app:v1", secrets=("s",))))
    assert told["credentials"].startswith("a Secret cannot be decoded, so nothing is pulled: json: cannot unmarshal")
    assert told["next"] == "another look at the next sync"


def test_secrets_of_the_service_account_count_for_a_pod_that_lists_none():
    account = {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": "default"},
        "imagePullSecrets": [{"name": "s"}],
    }
    told = steps(story(account, secret("s"), pod("registry.example/team/app:v1")))
    assert "1. user alice, key registry.example, of Secret default/s" in told["credentials"]
    assert "worked in" in told["pull"]


def test_a_secret_that_comes_later_is_told_from_then_on():
    late = {"at": "40s", "createSecret": secret("s")}
    timeline = {**HEAD, "kind": "Timeline", "metadata": {"name": "t"}, "spec": {"events": [late]}}
    web = pod("registry.example/team/app:v1", secrets=("s",))
    assert "passed over: s" in steps(story(timeline, web, at="30s"))["credentials"]
    assert "of Secret default/s" in steps(story(timeline, web, at="5m"))["credentials"]


def test_another_tenant_s_image_is_not_for_this_pod_from_135_on():
    owner = pod("registry.example/team/app:v1", name="aowner", secrets=("s",))
    stranger = pod("registry.example/team/app:v1", init="registry.example/tool:v1")
    documents = (secret("s"), owner, stranger)
    new, old = (steps(story(*documents, kubernetesVersion=version)) for version in ("1.36", "1.34"))
    assert new["on the node?"] == (
        "not for this pod: the node pulled it with Secret default/s, and who cannot show that has to pull"
    )
    assert "no basic auth credentials" in new["pull"]
    assert old["on the node?"].startswith("yes, at ")


def test_a_pull_that_is_not_over_is_what_comes_next():
    slow = {**HEAD, "kind": "NodePool", "metadata": {"name": "node"}, "spec": {"network": "1Mbit/s"}}
    for version, found in (("1.34", "no, at 0s"), ("1.36", "no, or not for this pod, at 0s")):
        told = steps(story(pod("registry.example/tool:v1"), slow, kubernetesVersion=version))
        assert told["next"] == "the end of the pull that began at 0s; the pod's worker waits for it"
        assert told["on the node?"] == found


def test_a_pod_without_a_node_says_so():
    told = story(pod("registry.example/tool:v1", nodeSelector={"disk": "fast"}))
    assert "without a node" in told.text()
    assert steps(told)["next"] == "the pod has no node yet; a scheduler has to find one"


def test_the_node_s_own_credentials_come_after_the_pod_s():
    config = {"auths": {"registry.example": {"username": "alice", "password": "right"}}}
    nodes = {**HEAD, "kind": "NodePool", "metadata": {"name": "node"}, "spec": {"credentials": {"config": config}}}
    wrong = secret("s", user="bob", key="registry.example")
    told = steps(story(nodes, wrong, pod("registry.example/team/app:v1", secrets=("s",))))
    assert told["credentials"].splitlines()[1:] == [
        "1. user bob, key registry.example, of Secret default/s",
        "2. user alice, key registry.example, of the node's docker config",
    ]


def test_every_step_has_a_rule_with_its_source():
    told = story(pod("registry.example/tool:v9"))
    assert told.rows()
    assert all(rule.endswith(").") and ("pkg/" in rule or ".go" in rule) for *_, rule in told.rows())


def test_an_unknown_pod_is_a_mistake():
    with pytest.raises(ScenarioError, match='pods "wob" not found; did you mean web'):
        story(pod("registry.example/tool:v1"), name="wob")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"imagesim/starts-in.web": "never"}, "not started: the startup probe has not succeeded"),
        ({"imagesim/ready-after.web": "never"}, "not ready: the readiness probe does not succeed"),
        ({}, "ready, since "),
    ],
)
def test_what_its_probes_have_come_to_is_told_of_a_container_that_runs(said, told):
    probes = {name: {"httpGet": {"port": 80}, "failureThreshold": 99} for name in ("startupProbe", "readinessProbe")}
    manifest = pod("registry.example/tool:v1")
    manifest["metadata"]["annotations"] = said
    manifest["spec"]["containers"][0] |= probes
    assert steps(story(manifest, at="60s"))["probes"].startswith(told)


def test_a_container_without_probes_has_no_such_step():
    assert "probes" not in steps(story(pod("registry.example/tool:v1")))
