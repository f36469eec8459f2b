import pytest

from imagesim.scenarios.reading.kustomize.namespace import CLUSTER_SCOPED, with_namespace

METADATA = [
    ("Deployment", {"name": "a"}, {"name": "a", "namespace": "shop"}),
    ("Deployment", {"name": "a", "namespace": "other"}, {"name": "a", "namespace": "shop"}),
    ("SomethingOfSomebody", {"name": "a"}, {"name": "a", "namespace": "shop"}),
    ("Namespace", {"name": "other", "labels": {"a": "b"}}, {"name": "shop", "labels": {"a": "b"}}),
    ("ClusterRole", {"name": "a"}, {"name": "a"}),
    ("Pod", None, {"namespace": "shop"}),
    ("Pod", ["a"], ["a"]),
]


@pytest.mark.parametrize(("kind", "given", "expected"), METADATA)
def test_an_object_is_in_the_namespace(kind: str, given: object, expected: object) -> None:
    value: dict[str, object] = {"kind": kind, "metadata": given, "spec": {}}
    assert with_namespace(value, "shop") == {"kind": kind, "metadata": expected, "spec": {}}
    assert value["metadata"] is given


def test_what_runs_pods_is_in_a_namespace() -> None:
    assert not CLUSTER_SCOPED & {"Pod", "Deployment", "DaemonSet", "StatefulSet", "Job", "Secret", "ServiceAccount"}
