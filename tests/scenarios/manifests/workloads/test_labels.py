"""The labels of workloads: read, written again, and those that the API server gives where there are none."""

import pytest

from imagesim.scenarios.loading import load
from imagesim.scenarios.manifests.kinds import BY_NAME

TEMPLATE = {
    "metadata": {"labels": {"app": "web"}},
    "spec": {"containers": [{"name": "web", "image": "nginx"}]},
}
JOB = {"template": {**TEMPLATE, "spec": {**TEMPLATE["spec"], "restartPolicy": "Never"}}}
SPECS = {
    "Deployment": {"selector": {"matchLabels": {"app": "web"}}, "template": TEMPLATE},
    "ReplicaSet": {"selector": {"matchLabels": {"app": "web"}}, "template": TEMPLATE},
    "StatefulSet": {"selector": {"matchLabels": {"app": "web"}}, "template": TEMPLATE},
    "DaemonSet": {"selector": {"matchLabels": {"app": "web"}}, "template": TEMPLATE},
    "ReplicationController": {"template": TEMPLATE},
    "Job": JOB,
    "CronJob": {"schedule": "@hourly", "jobTemplate": {"spec": JOB}},
}


def document(kind: str, **metadata: object) -> dict[str, object]:
    api_version = BY_NAME[kind].kind.api_version
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": "web", **metadata}, "spec": SPECS[kind]}


@pytest.mark.parametrize("kind", SPECS)
def test_labels_are_kept(kind: str) -> None:
    (workload,) = load(document(kind, labels={"team": "blue"})).workloads
    assert workload.labels == (("team", "blue"),)  # type: ignore[attr-defined]
    assert BY_NAME[kind].write(workload)["metadata"]["labels"] == {"team": "blue"}


@pytest.mark.parametrize("kind", SPECS)
def test_jobs_and_replication_controllers_without_any_have_those_of_their_template(kind: str) -> None:
    (workload,) = load(document(kind)).workloads
    by_default = (("app", "web"),) if kind in ("Job", "ReplicationController") else ()
    assert workload.labels == by_default  # type: ignore[attr-defined]
