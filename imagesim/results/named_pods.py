"""The pods that somebody means by a name, as kubectl describe takes it: the pod of that name, or all that begin so."""

from imagesim.engine.records import PodRecord, Records
from imagesim.scenarios.reading.errors import ScenarioError, did_you_mean


def named_pods(records: Records, name: str, namespace: str | None = None) -> list[PodRecord]:
    """The pods meant by *name*, at least one; in any namespace unless one is given.

    Pods that exist at the end of the run come before those that were deleted. ScenarioError if there is none.
    """
    pods = [pod for pod in records.pods if namespace in (None, pod.namespace)]
    alive = [pod for pod in pods if pod.deleted_s is None]
    for chosen in (alive, pods):
        found = [pod for pod in chosen if pod.pod == name] or [pod for pod in chosen if pod.pod.startswith(name)]
        if found:
            return found
    raise ScenarioError(f'pods "{name}" not found', suggestion=did_you_mean(name, [pod.pod for pod in pods]))
