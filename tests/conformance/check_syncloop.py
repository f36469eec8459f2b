"""syncloop136.jsonl: whole lives of a pod, sync by sync. Every sync is done again at its recorded time."""

from collections.abc import Sequence
from math import floor

from imagesim.rules.api.objects import Container, ImageVolume, PodSpec
from imagesim.rules.credentials.service_account import PodIdentity
from imagesim.rules.pods.actions import ContainerState
from imagesim.rules.pods.sync_result import START_CONTAINER, SyncResult, requeue_period
from imagesim.rules.versions import kubernetes
from tests.conformance.checking import Row, differences
from tests.conformance.recorded_sync import RecordedPod

BEHAVIOUR = kubernetes("1.36")


def check(row: Row) -> str | None:
    """What each sync found, did, said and returned, and how long it was to be until the next one."""
    pod = RecordedPod(
        PodIdentity(namespace="ns", name="p", uid="u"), pod_spec(row), BEHAVIOUR, TimedRegistry(row), present(row)
    )
    for number, sync in enumerate(row["syncs"]):
        seen = {container: as_seen(state, sync) for container, state in exits(row, pod.states).items()}
        results = pod.sync(sync["t_ms"] / 1000, seen)
        if number == len(row["syncs"]) - 1 and not sync["results"] and not sync["requeue_in_ms"]:
            return None  # the recording may end in the middle of a sync
        if problem := differences(*compared(row, sync, pod, results)):
            return f"sync {number} at {sync['t_ms']} ms: {problem}"
    return None


def compared(row: Row, sync: Row, pod: RecordedPod, results: Sequence[SyncResult]) -> tuple[Row, Row]:
    """What is recorded of a sync, and what imagesim did."""
    failed = [result for result in results if result.error]
    ends = [result.backoff_until_s for result in failed if result.backoff_until_s is not None]
    got = {
        "results": [
            {"container": result.target, "reason": result.error, "message": result.message}
            for result in results
            if result.action == START_CONTAINER
        ],
        "returned_error": bool(failed),
        "min_backoff_expiration_ms": round(min(ends) * 1000) if ends else None,
        "pulls": [f"{image} @{round(at * 1000)}" for image, at in pod.pulls],
        "events": [[round(at * 1000), reason, message, path] for at, _, reason, message, path in pod.events],
        "end_ms": round(pod.now * 1000),
    }
    period = requeue_period(results, pod.now, crash_expiry=True) * 1000
    delay = sync["requeue_in_ms"]
    # 0 is shown where the recording's log lags behind: another sync followed at once.
    got["requeue"] = "as recorded" if not delay or period - 1 <= delay <= 1.5 * period + 1 else f"from {period}"
    recorded = {"min_backoff_expiration_ms": None, "requeue": "as recorded", **sync}
    return {key: recorded[key] for key in got}, got


def pod_spec(row: Row) -> PodSpec:
    """The pod: every container mounts every image volume."""
    volumes = [item for item in row["containers"] if item.get("image_volume")]
    containers = tuple(
        Container(
            name=item["name"],
            image=item["image"],
            image_pull_policy=item["policy"],
            volume_mounts=tuple(volume["name"] for volume in volumes),
        )
        for item in row["containers"]
        if item not in volumes
    )
    return PodSpec(
        containers=containers,
        image_volumes=tuple(
            ImageVolume(name=volume["name"], reference=volume["image"], pull_policy=volume["policy"])
            for volume in volumes
        ),
    )


def present(row: Row) -> set[str]:
    """The images that are on the node from the start."""
    return {item["image"] for item in row["containers"] if item["present"]}


def exits(row: Row, states: dict[str, ContainerState]) -> dict[str, ContainerState]:
    """The containers with the ends that their processes come to."""
    runs_for = {item["name"]: item["runs_for_ms"] / 1000 for item in row["containers"]}
    return {
        name: ContainerState(
            image=state.image,
            started_s=state.started_s,
            starts=state.starts,
            finished_s=round(state.started_s + runs_for[name], 3) if runs_for[name] else None,
            exit_code=1,
        )
        for name, state in states.items()
    }


def as_seen(state: ContainerState, sync: Row) -> ContainerState:
    """What the PLEG last saw, which looks at every whole second. At that very instant it may see either."""
    if state.finished_s is None:
        return state
    look = floor(sync["t_ms"] / 1000)
    told = "pleg:ContainerDied" in (sync["cause"] or ())
    if state.finished_s < look or (told and state.finished_s == look):
        return state
    return ContainerState(image=state.image, started_s=state.started_s, starts=state.starts)


class TimedRegistry:
    """Pulls work until a time (0: never) or from a time on, and take the time that the row says."""

    def __init__(self, row: Row) -> None:
        self._scripts = {item["image"]: item for item in row["containers"]}

    def __call__(self, image: str, now: float) -> tuple[float, str]:
        script = self._scripts[image]
        begun = now * 1000
        works_from = script["pull_ok_from_ms"]
        works = begun < script["pull_ok_until_ms"] or (works_from and begun >= works_from)
        return script["pull_ms"] / 1000, "" if works else script["pull_error"]


CHECKERS = {"syncloop136.jsonl": check}
