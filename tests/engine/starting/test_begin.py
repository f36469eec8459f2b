"""A run that finds a cluster: its objects and pods are as they were, and nobody makes them twice."""

from imagesim import load, simulate
from imagesim.engine.records import Records
from imagesim.results.api.objects import ApiObjects
from imagesim.results.measures.version_mix import version_mix
from imagesim.rules.api.kinds import BY_NAME
from imagesim.rules.calendar import Calendar
from tests.scenarios.importers.cluster.dumps import (
    EARLIER,
    IMAGE,
    NEW,
    NOW,
    OLD,
    Document,
    dump,
    listed,
    node,
    pod,
    running,
    waiting,
)  # fmt: skip

LABELS = {"app": "web", "pod-template-hash": "5d9c"}


def deployment(replicas: int) -> list[Document]:
    """A Deployment with its ReplicaSet, as a cluster has them."""
    container = {"name": "web", "image": f"{IMAGE}:v1", "imagePullPolicy": "IfNotPresent"}
    counts = {"replicas": replicas, "readyReplicas": replicas, "availableReplicas": replicas, "observedGeneration": 1}
    names = {"namespace": "shop", "creationTimestamp": EARLIER, "generation": 1}
    revision = {"deployment.kubernetes.io/revision": "4"}

    def spec(labels: Document) -> Document:
        template = {"metadata": {"labels": labels}, "spec": {"containers": [container]}}
        return {"replicas": replicas, "selector": {"matchLabels": labels}, "template": template}

    owner = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web", "controller": True}
    rs_names = {"name": "web-5d9c", "annotations": revision, "labels": LABELS, "ownerReferences": [owner]}
    return [
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {**names, "name": "web", "annotations": revision},
         "spec": spec({"app": "web"}), "status": {**counts, "updatedReplicas": replicas}},
        {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": {**names, **rs_names},
         "spec": spec(LABELS), "status": counts},
    ]  # fmt: skip


def pods(*digests: str) -> list[Document]:
    owned = {"owner": "ReplicaSet/web-5d9c", "metadata": {"labels": LABELS}}
    return [pod(f"web-5d9c-{n}", f"n-{n}", running(each), **owned) for n, each in enumerate(digests)]


def nodes(count: int) -> list[Document]:
    return [node(f"n-{n}", images=[listed("v1", (OLD, NEW)[n % 2])]) for n in range(count)]


def timeline(*events: Document, duration: str = "10m") -> list[Document]:
    return [
        {"apiVersion": "imagesim/v1", "kind": "Timeline", "metadata": {"name": "t"}, "spec": {"events": list(events)}},
        {"apiVersion": "imagesim/v1", "kind": "Simulation", "metadata": {"name": "s"}, "spec": {"duration": duration}},
    ]


def verbs(records: Records, kind: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in records.objects:
        if row.kind == kind:
            found.setdefault(row.name, []).append(row.verb)
    return found


def test_where_all_is_well_nothing_happens() -> None:
    records = simulate(load(dump(*nodes(2), *deployment(2), *pods(OLD, NEW)))).records
    assert [(each.pod, each.node, each.phase) for each in records.pods] == [
        ("web-5d9c-0", "n-0", "Running"), ("web-5d9c-1", "n-1", "Running"),
    ]  # fmt: skip
    assert (list(records.pulls), list(records.requests), list(records.events)) == ([], [], [])
    assert list(verbs(records, "ReplicaSet")) == ["web-5d9c"]


def test_the_mix_that_there_is_is_the_mix_at_the_beginning() -> None:
    records = simulate(load(dump(*nodes(2), *deployment(2), *pods(OLD, NEW)))).records
    rows = [(row.time_s, str(row.workload), row.digest, row.pods) for row in version_mix(records)]
    assert rows == [(0.0, "Deployment/web", OLD, 1), (0.0, "Deployment/web", NEW, 1)]


def test_what_was_there_is_as_old_as_it_is() -> None:
    scenario = load(dump(*nodes(2), *deployment(2), *pods(OLD, NEW)))
    objects = ApiObjects(simulate(scenario).records, Calendar(scenario.start))
    for kind in ("Pod", "Deployment", "ReplicaSet", "Node"):
        dates = {each["metadata"]["creationTimestamp"] for each in objects.list_of(BY_NAME[kind])}
        assert dates == {EARLIER}


def test_what_becomes_of_it_goes_on_from_there() -> None:
    more = timeline({"at": "1m", "scale": {"workload": "Deployment/shop/web", "replicas": 3}})
    records = simulate(load(dump(*nodes(2), *deployment(2), *pods(OLD, NEW)), *more)).records
    assert len(records.pods) == 3
    new = records.pods[2]
    assert new.pod.startswith("web-5d9c-")
    assert new.created_s == 60.0
    assert [(pull.outcome, pull.digest in (OLD, NEW)) for pull in records.pulls] == [("AlreadyPresent", True)]


def test_a_pull_by_a_tag_gets_what_runs_under_it() -> None:
    more = timeline({"at": "1m", "delete": {"target": "Pod/shop/web-5d9c-0"}})
    empty = [node("n-0"), node("n-1", spec={"unschedulable": True}), node("n-2")]
    there = [pod("web-5d9c-0", "n-1", running(OLD), owner="ReplicaSet/web-5d9c", metadata={"labels": LABELS})]
    records = simulate(load(dump(*empty, *deployment(1), *there), *more)).records
    assert [(pull.outcome, pull.digest, pull.node != "n-1") for pull in records.pulls] == [("Pulled", OLD, True)]


def test_a_restart_takes_the_image_that_has_the_name_on_the_node_now() -> None:
    more = timeline({"at": "1m", "restart": {"target": "Pod/shop/web"}})
    items = node("n", images=[listed("", OLD), listed("v1", NEW)]), pod("web", "n", running(OLD))
    records = simulate(load(dump(*items), *more)).records
    assert [(row.digest, row.started_s) for row in records.running] == [(OLD, 0.0), (NEW, records.running[1].started_s)]
    assert records.pods[0].restarts == 1


def test_a_pod_in_back_off_is_shown_as_it_was_and_pulls_when_that_is_over() -> None:
    message = f'Back-off pulling image "{IMAGE}:v1": ErrImagePull: not found'
    records = simulate(load(dump(node("n"), pod("web", "n", waiting("ImagePullBackOff", message))))).records
    shown = [row for row in records.states if row.started_s == 0.0]
    assert [(row.state, row.reason, row.message) for row in shown] == [("Waiting", "ImagePullBackOff", message)]
    (pull,) = records.pulls
    assert pull.outcome == "Pulled"
    assert 0.0 < pull.queued_s <= 316.0
    assert pull.attempt > 5
    assert records.pods[0].ready_s is not None


def test_a_node_that_is_not_ready_stays_so_and_its_pods_are_moved_in_time() -> None:
    owned = {"owner": "ReplicaSet/web-5d9c", "metadata": {"labels": LABELS}}
    items = [node("n-0", ready="Unknown"), node("n-1"), *deployment(1), pod("web-5d9c-0", "n-0", running(OLD), **owned)]
    records = simulate(load(dump(*items), *timeline())).records
    assert not [row for row in records.pulls if row.node == "n-0"]
    ready = {row.name: dict(row.change)["status"].conditions[-1].status for row in records.objects if row.kind == "Node"
             and row.verb == "create"}  # fmt: skip
    assert ready["n-0"] == "Unknown"
    assert records.pods[0].deletion_s is not None
    assert {pod.node for pod in records.pods[1:]} == {"n-1"}


def test_a_pod_that_is_being_deleted_goes_and_one_that_has_ended_stays() -> None:
    going = {"deletionTimestamp": NOW}
    ended = {"phase": "Succeeded", "conditions": []}
    items = node("n"), pod("going", "n", running(OLD), metadata=going), pod("done", "n", ended)
    records = simulate(load(dump(*items))).records
    gone = {each.pod: each.deleted_s for each in records.pods}
    assert gone["done"] is None
    assert 0.0 < (gone["going"] or 0.0) < 5.0
    assert {each.pod: each.phase for each in records.pods}["done"] == "Succeeded"


def test_a_dump_gives_the_same_records_twice() -> None:
    items = node("n"), pod("web", "n", waiting("ImagePullBackOff"))
    assert simulate(load(dump(*items)), seed=3).records == simulate(load(dump(*items)), seed=3).records
