"""What is over in what `kubectl get` prints: pods and Jobs that have ended, and objects that are being deleted.

A kubelet starts nothing of a pod that has Succeeded or Failed, and what has a deletionTimestamp is on its way out, so
none of them does anything in a run.
"""

from collections.abc import Sequence

from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.fields import Field
from imagesim.scenarios.reading.quantities import counted

_NAMED = 5
_RUNNING = ("Pod", "Deployment", "ReplicaSet", "ReplicationController", "StatefulSet", "DaemonSet", "Job")
_ENDED = ("Succeeded", "Failed")


def why_over(whole: Field) -> str:
    """Why the object of a manifest does nothing any more: "Succeeded", "Complete", "being deleted"; "" if it does."""
    if whole.document.kind not in _RUNNING:
        return ""  # a Secret that is being deleted can be pulled with until it has gone
    status = whole.value.get("status") if isinstance(whole.value, dict) else None
    phase = status.get("phase") if isinstance(status, dict) else None
    if whole.document.kind == "Pod" and phase in _ENDED:
        return str(phase)
    if whole.document.kind == "Job" and (end := _end_of_job(status)):
        return end
    return "being deleted" if whole["metadata"]["deletionTimestamp"].given else ""


def _end_of_job(status: object) -> str:
    """Complete or Failed; nothing of what has another shape."""
    conditions = status.get("conditions") if isinstance(status, dict) else None
    for each in conditions if isinstance(conditions, list) else ():
        if isinstance(each, dict) and each.get("type") in ("Complete", "Failed") and each.get("status") == "True":
            return str(each["type"])
    return ""


def note_over(over: Sequence[tuple[str, str]], notes: Notes) -> None:
    """Say which objects, each with why, are left out because they are over."""
    if over:
        said = ", ".join(f"{name} ({why})" for name, why in over[:_NAMED])
        more = f" and {len(over) - _NAMED} more" if len(over) > _NAMED else ""
        verb = "is" if len(over) == 1 else "are"
        notes.assume(f"{counted(len(over), 'object')} that {verb} over {verb} left out: {said}{more}.")
