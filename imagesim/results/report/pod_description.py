"""One pod as `kubectl describe pod NAME` tells it, with what is worth knowing beside that.

The text is that of imagesim.results.describers, but for its dates: they are told from the start of the run. A pod that
has gone is told of, too, as it was at last.
"""

from imagesim.engine.api.stored_events import held
from imagesim.engine.records import PodRecord, Records
from imagesim.results.api.objects import ApiObjects
from imagesim.results.describers.pod import describe_pod as described
from imagesim.results.describers.writer import Viewpoint
from imagesim.results.measures.misfits import misfits
from imagesim.results.named_pods import named_pods
from imagesim.results.report.events_text import expired_note
from imagesim.results.time_axis import in_words
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds
from imagesim.rules.versions import DEFAULT_KUBERNETES, KubernetesBehaviour, kubernetes


def describe_pod(
    records: Records, name: str, *, namespace: str | None = None, version: str = DEFAULT_KUBERNETES
) -> gate.Shown:
    """The text for the pod *name*, or for all whose names begin so; in any namespace unless one is given.

    Pods that exist at the end of the run come before those that were deleted. ScenarioError if there is none. *version*
    is that of kubectl.
    """
    objects, kubectl = ApiObjects(records), kubernetes(version)
    pods = named_pods(records, name, namespace)
    return gate.stacked((_describe(records, objects, pod, kubectl) for pod in pods), apart=2)


def _describe(records: Records, objects: ApiObjects, pod: PodRecord, kubectl: KubernetesBehaviour) -> gate.Shown:
    document = objects.pod_at_last(pod.namespace, pod.pod, pod.uid)
    events = objects.told_of(document)
    there = held(events, records.end_s)
    view = Viewpoint.of(kubectl, records.end_s, objects.calendar, _after_the_start)
    gone = "" if pod.deleted_s is None else f"deleted, {_after_the_start(pod.deleted_s)}"
    notes = misfits(records, objects.history, pod.namespace, pod.pod, pod.uid)
    lines = [expired_note(len(events) - len(there)), *(f"({note})" for note in notes)]
    return gate.stacked([described(document, there, view, gone=gone), gate.lines(line for line in lines if line)])


def _after_the_start(seconds: Seconds) -> str:
    return f"{in_words(seconds)} after the start of the run"
