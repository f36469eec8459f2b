"""rollout.jsonl and rollout_special.jsonl: whole roll-outs of the real Deployment and ReplicaSet controllers."""

from typing import Any

from imagesim.rules.workloads import deployment_annotations as annotations
from imagesim.rules.workloads.rollout_conditions import DeploymentCondition
from tests.conformance.checking import Row, differences
from tests.conformance.rollout_cluster import DEPLOYMENT, RolloutCluster


def check(row: Row) -> str | None:
    """Compare every step (also those within one instant), every condition, every event, and the final status.

    The recorder stopped as soon as its kubelet had nothing planned, two seconds had passed since the last op (ten and
    more while paused), and the Progressing condition was a final one. It did not wait for `minReadySeconds`: a
    Deployment that was complete before it was scaled keeps NewReplicaSetAvailable, and its new pods may not have
    become available yet. So the run is compared up to the recorded end and not beyond.
    """
    cluster = RolloutCluster(row["scenario"])
    cluster.run(until=row["steps"][-1][0])
    recorded = {image: name for name, image in row["replica_sets"]}
    names = {own: recorded.get(image, own) for own, image in cluster.recorder.names.items()}
    got = {
        "replica_sets": cluster.recorder.columns,
        "steps": cluster.recorder.steps,
        "conditions": [_condition(*written, names) for written in cluster.conditions.rows],
        "events": [
            [event.time_s, event.type, event.reason, _named(event.message, names)]
            for event in cluster.api.events.rows
            if event.object.kind == "Deployment"
        ],
        "final": _final(cluster),
    }
    expected = {key: row[key] for key in got} | {"replica_sets": [image for _, image in row["replica_sets"]]}
    # The recorder's clock ran on from the last change to its end.
    got["steps"][-1][0] = expected["steps"][-1][0]
    return differences(expected, got)


def _condition(time: float, written: DeploymentCondition, names: dict[str, str]) -> list[Any]:
    return [
        time, written.type, written.status, written.reason, _named(written.message, names),
        written.last_update_s, written.last_transition_s,
    ]  # fmt: skip


def _named(text: str, names: dict[str, str]) -> str:
    for own, recorded in names.items():
        text = text.replace(own, recorded)
    return text


def _final(cluster: RolloutCluster) -> dict[str, Any]:
    state = cluster.api.store.get(DEPLOYMENT)
    status = state.status
    return {
        "available": status.available,
        "generation": state.generation,
        "observed_generation": status.observed_generation,
        "pods": len(cluster.api.pods),
        "ready": status.ready,
        "replicas": status.replicas,
        "revision": str(annotations.revision(state.annotations)),
        "unavailable": status.unavailable,
        "updated": status.updated,
    }


CHECKERS = {"rollout.jsonl": check, "rollout_special.jsonl": check}
