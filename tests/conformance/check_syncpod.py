"""syncpod.jsonl and syncpod136.jsonl: seven syncs of a pod, with results, error, requeue, events and calls of each."""

from collections import Counter
from functools import partial

from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.credentials.service_account import PodIdentity
from imagesim.rules.pods.sync_result import BACK_OFF_PERIOD_S, RESYNC_INTERVAL_S, requeue_period, sync_error
from imagesim.rules.versions import kubernetes
from tests.conformance.checking import Row, differences
from tests.conformance.recorded_sync import RecordedPod

REQUEUE = {BACK_OFF_PERIOD_S: "backOffPeriod", RESYNC_INTERVAL_S: "resyncInterval"}


def check(row: Row, version: str) -> str | None:
    """Sync at the recorded times; everything about every sync must be as recorded."""
    behaviour = kubernetes(version)
    uid = row["syncs"][0]["sync_results"][0]["target"]
    pod = RecordedPod(
        PodIdentity(namespace="ns", name="p", uid=uid), spec(row), behaviour, ScriptedRegistry(row), set()
    )
    for number, recorded in enumerate(row["syncs"]):
        results = pod.sync(recorded["t_ms"] / 1000)
        period = requeue_period(results, pod.now, crash_expiry=behaviour.crash_backoff_requeues_at_expiry)
        got = {
            "sync_results": [
                {"action": result.action, "target": result.target, "error": result.error, "message": result.message}
                for result in results
            ],
            "kubelet_sync_error": sync_error(results),
            "requeue": REQUEUE[period],
            "events": [
                {"type": type_, "reason": reason, "message": message, "field_path": path}
                for _, type_, reason, message, path in pod.events
            ],
            "cri_calls": [f"PullImage {image} as <anonymous>" for image, _ in pod.pulls],
        }
        if problem := differences({key: recorded[key] for key in got}, got):
            return f"sync {number} at {recorded['t_ms']} ms: {problem}"
    return None


def spec(row: Row) -> PodSpec:
    """The pod of the row."""
    containers = {
        init: tuple(
            Container(name=item["name"], image=item["image"], image_pull_policy=item["policy"])
            for item in row["containers"]
            if item["init"] == init
        )
        for init in (True, False)
    }
    return PodSpec(containers=containers[False], init_containers=containers[True], restart_policy=row["restart_policy"])


class ScriptedRegistry:
    """Pulls of an image fail with its error until the attempt from which on they work (0: never); they take no time."""

    def __init__(self, row: Row) -> None:
        self._scripts = {item["image"]: item for item in row["containers"]}
        self._attempts: Counter[str] = Counter()

    def __call__(self, image: str, now: float) -> tuple[float, str]:
        script = self._scripts[image]
        self._attempts[image] += 1
        works_from = script["pull_ok_from_attempt"]
        return 0.0, "" if works_from and self._attempts[image] >= works_from else script["pull_error"]


CHECKERS = {
    "syncpod.jsonl": partial(check, version="1.32"),
    "syncpod136.jsonl": partial(check, version="1.36"),
}
