"""Static pods as a kubelet makes them of manifests, and their mirror pods."""

from imagesim.rules.api.objects import Container, Pod, PodSpec, Toleration
from imagesim.rules.pods.static_pods import is_mirror, mirror_annotations, static_pod, static_pod_uid

SPEC = PodSpec(containers=(Container(name="app", image="a", image_pull_policy="Always"),), service_account_name="proxy")
PROXY = Pod(namespace="kube-system", name="proxy", annotations=(("a", "b"),), spec=SPEC)


def test_a_pod_gets_the_nodes_name_and_nobody_else_has_a_say() -> None:
    made = static_pod(PROXY, "Node-1")
    assert (made.namespace, made.name, made.spec.node_name) == ("kube-system", "proxy-node-1", "Node-1")
    assert made.spec.service_account_name == ""
    assert made.spec.tolerations == (Toleration(operator="Exists", effect="NoExecute"),)
    assert made.spec.containers == SPEC.containers


def test_its_uid_stays_as_long_as_the_manifest_does() -> None:
    one, other = static_pod(PROXY, "n1"), static_pod(PROXY, "n2")
    assert static_pod_uid(one, "n1") == static_pod_uid(static_pod(PROXY, "n1"), "n1")
    assert static_pod_uid(one, "n1") != static_pod_uid(other, "n2")
    assert len(static_pod_uid(one, "n1")) == 32


def test_a_mirror_pod_is_known_by_its_annotations() -> None:
    notes = mirror_annotations(PROXY, "abc", "2000-01-01T00:00:00Z")
    assert dict(notes) == {
        "a": "b",
        "kubernetes.io/config.hash": "abc",
        "kubernetes.io/config.mirror": "abc",
        "kubernetes.io/config.seen": "2000-01-01T00:00:00Z",
        "kubernetes.io/config.source": "file",
    }
    assert is_mirror(notes)
    assert not is_mirror(PROXY.annotations)
