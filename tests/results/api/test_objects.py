"""The objects of a run as the API serves them."""

import pytest

from imagesim.results.api.objects import ApiObjects
from imagesim.results.api.workload_status import status_document
from imagesim.results.result import simulate
from imagesim.rules.api.kinds import (
    BY_NAME,
    CRON_JOB,
    DEPLOYMENT,
    EVENT,
    JOB,
    KINDS,
    NAMESPACE,
    NODE,
    POD,
    REPLICA_SET,
    SECRET,
)
from imagesim.rules.api.names import ObjectName
from imagesim.scenarios.loading import load
from tests.results.kubectl.runs import every_kind


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_object_says_what_it_is_and_stands_in_the_order_of_etcd(kind) -> None:
    found = every_kind().list_of(kind)
    for document in found:
        assert (document["apiVersion"], document["kind"]) == (kind.api_version, kind.name)
        metadata = document["metadata"]
        assert metadata["uid"]
        assert metadata["creationTimestamp"].startswith("2000-01-01T00:")
        assert ("namespace" in metadata) is kind.namespaced
        assert every_kind().get(kind, metadata.get("namespace", ""), metadata["name"]) == document
    names = [(each["metadata"].get("namespace", ""), each["metadata"]["name"]) for each in found]
    assert names == sorted(set(names))


def test_no_two_objects_have_one_uid() -> None:
    uids = [each["metadata"]["uid"] for kind in KINDS for each in every_kind().list_of(kind)]
    assert len(uids) == len(set(uids))


def test_owners_are_there_with_their_uids() -> None:
    objects = every_kind()
    owned = 0
    for kind in (POD, REPLICA_SET):
        for document in objects.list_of(kind):
            for owner in document["metadata"].get("ownerReferences", ()):
                found = objects.get(BY_NAME[owner["kind"]], document["metadata"]["namespace"], owner["name"])
                assert found is not None
                assert found["metadata"]["uid"] == owner["uid"]
                owned += 1
    assert owned > 5


def pod_at(time_s: float, name: str = "crash") -> dict:
    found = every_kind().get(POD, "shop", name, time_s)
    assert found is not None
    return found


def test_a_pod_before_its_kubelet_has_said_anything() -> None:
    objects = ApiObjects(simulate(load("moved-tag", values={"NodePool/workers:spec.count": 0})).records)
    pod = objects.list_of(POD)[0]
    (condition,) = pod["status"]["conditions"]
    assert (condition["type"], condition["status"], condition["reason"]) == ("PodScheduled", "False", "Unschedulable")
    assert condition["message"].startswith("no nodes available to schedule pods")
    assert pod["status"] == {"phase": "Pending", "conditions": [condition]}
    assert "nodeName" not in pod["spec"]


def conditions(pod: dict) -> dict[str, tuple[str, str]]:
    return {each["type"]: (each["status"], each.get("reason", "")) for each in pod["status"]["conditions"]}


def test_conditions_follow_the_containers() -> None:
    first = conditions(pod_at(0.0))
    assert first["Initialized"] == ("False", "ContainersNotInitialized")
    assert first["Ready"] == ("False", "ContainersNotReady")
    up = conditions(pod_at(600.0, "db-0"))
    assert up == dict.fromkeys(("Initialized", "Ready", "ContainersReady", "PodScheduled"), ("True", ""))
    (once,) = [each for each in every_kind().list_of(POD) if each["metadata"]["name"].startswith("once-")]
    assert conditions(once)["Ready"] == ("False", "PodCompleted")


def test_a_crash_loop_tells_its_last_state_and_counts_its_restarts() -> None:
    seen = [pod_at(float(time)) for time in range(1, 600, 3)]
    statuses = [pod["status"]["containerStatuses"][0] for pod in seen]
    counts = [status["restartCount"] for status in statuses]
    assert counts == sorted(counts)
    assert counts[-1] == 6
    last = statuses[-1]["lastState"]["terminated"]
    assert (last["exitCode"], last["reason"]) == (3, "Error")
    assert last["startedAt"] < last["finishedAt"]
    assert statuses[-1]["state"]["waiting"]["reason"] == "CrashLoopBackOff"


def test_the_restarts_of_the_statuses_are_those_that_the_pod_was_written_with() -> None:
    objects = every_kind()
    for event in objects.changes(POD):
        then = objects.history.last(ObjectName("Pod", "shop", event.document["metadata"]["name"]), event.time_s)
        assert then is not None
        status = event.document["status"]
        counted = [*status.get("initContainerStatuses", ()), *status.get("containerStatuses", ())]
        assert sum(each["restartCount"] for each in counted) == then.fields.get("restarts", 0)


def test_a_watch_tells_each_object_once_as_added_and_nothing_after_its_end() -> None:
    objects = ApiObjects(simulate(load("mistyped-tag")).records)
    by_uid: dict[str, list[str]] = {}
    times = []
    for event in objects.changes(POD):
        by_uid.setdefault(event.document["metadata"]["uid"], []).append(event.type)
        times.append(event.time_s)
    assert times == sorted(times)
    for types in by_uid.values():
        assert types[0] == "ADDED"
        assert types.count("ADDED") == 1
        assert "DELETED" not in types[:-1]
    assert sum(types[-1] == "DELETED" for types in by_uid.values()) == 2


def test_a_deleted_pod_is_gone_after_its_grace_period_at_the_latest() -> None:
    objects = ApiObjects(simulate(load("mistyped-tag")).records)
    (deleted, *_) = [event.document for event in objects.changes(POD) if event.type == "DELETED"]
    assert deleted["metadata"]["deletionTimestamp"] == "2000-01-01T00:05:30Z"


def test_a_status_leaves_out_counts_of_zero_as_go_does() -> None:
    bad = every_kind().get(DEPLOYMENT, "shop", "bad")
    assert bad is not None
    assert "readyReplicas" not in bad["status"]
    assert bad["status"]["unavailableReplicas"] == 1
    assert [each["type"] for each in bad["status"]["conditions"]] == ["Available", "Progressing"]


def test_a_job_has_the_selector_of_its_pods() -> None:
    job = every_kind().get(JOB, "shop", "once")
    assert job is not None
    ((key, value),) = job["spec"]["selector"]["matchLabels"].items()
    (pod,) = [each for each in every_kind().list_of(POD) if each["metadata"]["labels"].get(key) == value]
    assert pod["metadata"]["name"].startswith("once-")
    assert job["status"]["completionTime"] > job["status"]["startTime"]


def test_a_secret_holds_stand_ins() -> None:
    (secret,) = every_kind().list_of(SECRET)
    assert list(secret["data"]) == [".dockerconfigjson"]
    assert "canary" not in str(secret)


def test_an_event_names_its_object_by_uid() -> None:
    pod = pod_at(600.0)
    mine = [each for each in every_kind().list_of(EVENT) if each["involvedObject"].get("uid") == pod["metadata"]["uid"]]
    paths = {each["involvedObject"].get("fieldPath") for each in mine if each["reason"] in ("Scheduled", "Started")}
    assert None in paths
    assert any(path and path.startswith("spec.containers{") for path in paths)
    assert {each["reason"] for each in mine} >= {"Scheduled", "Pulled", "BackOff"}
    assert {each["source"].get("host") for each in mine if each["source"]["component"] == "kubelet"} == {
        pod["spec"]["nodeName"]
    }


def test_a_namespace_is_there_from_its_first_object_on() -> None:
    names = [each["metadata"]["name"] for each in every_kind().list_of(NAMESPACE)]
    assert names == ["default", "kube-node-lease", "kube-public", "kube-system", "shop"]


def test_a_node_tells_of_its_system_and_versions() -> None:
    node = every_kind().list_of(NODE)[0]
    info = node["status"]["nodeInfo"]
    assert (info["operatingSystem"], info["architecture"]) == ("linux", "amd64")
    assert node["status"]["allocatable"] == {"pods": "110"}
    assert [each["type"] for each in node["status"]["conditions"]] == [
        "MemoryPressure", "DiskPressure", "PIDPressure", "Ready",
    ]  # fmt: skip


def test_a_node_tells_of_its_versions_as_a_real_one_does() -> None:
    info = every_kind().list_of(NODE)[0]["status"]["nodeInfo"]
    assert (info["kubeletVersion"], info["containerRuntimeVersion"]) == ("v1.36.0", "containerd://2.3.4")


def test_a_node_lists_the_images_that_are_on_it_at_that_moment() -> None:
    objects = ApiObjects(simulate(load("moved-tag")).records)
    first = objects.records.pulls[0]
    name = "registry.example/shop/web"

    def names(moment: float) -> list[list[str]]:
        node = objects.get(NODE, "", first.node, moment)
        assert node is not None
        return [each["names"] for each in node["status"]["images"]]

    assert names(first.started_s) == []
    assert names(first.ended_s) == [[f"{name}@{first.digest}", f"{name}:v1"]]
    digests = {row.digest for row in objects.records.tags}
    assert {each[0] for each in names(objects.records.end_s)} <= {f"{name}@{digest}" for digest in digests}


def test_a_node_lists_no_more_images_than_its_kubelet_is_told_to() -> None:
    objects = ApiObjects(simulate(load("moved-tag")).records, most_images={"workers": 0})
    assert [node["status"]["images"] for node in objects.list_of(NODE)] == [[]] * 6


def test_a_cron_job_tells_when_it_last_made_a_job() -> None:
    (cron_job,) = every_kind().list_of(CRON_JOB)
    status = cron_job["status"]
    assert status["lastScheduleTime"] == "2000-01-01T00:08:00Z"
    assert status["lastSuccessfulTime"] > status["lastScheduleTime"]
    (active,) = every_kind().get(CRON_JOB, "shop", "often", 483.0)["status"]["active"]  # type: ignore[index]
    assert active["kind"] == "Job"
    job = every_kind().get(JOB, "shop", active["name"], 483.0)
    assert job is not None
    assert job["metadata"]["uid"] == active["uid"]


def test_every_status_is_written() -> None:
    objects = every_kind()
    for kind in KINDS:
        for then in objects.history.objects(kind.name):
            if then.status is not None and kind is not NODE:
                assert status_document(then.status, objects.calendar), kind.name


def test_of_an_ephemeral_container_nobody_says_whether_it_started() -> None:
    spec = {"containers": [{"name": "app", "image": "r.example/a:v1"}]}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}
    events = [{"at": "1m", "debug": {"pod": "p", "image": "r.example/tools:v1", "name": "dbg"}}]
    timeline = {"apiVersion": "imagesim/v1", "kind": "Timeline", "metadata": {"name": "t"}, "spec": {"events": events}}
    objects = ApiObjects(simulate(load(pod, timeline)).records)
    document = objects.get(POD, "default", "p")
    assert document is not None
    (status,) = document["status"]["ephemeralContainerStatuses"]
    assert status["name"] == "dbg"
    assert "running" in status["state"]
    assert "started" not in status
    assert status["ready"] is False
