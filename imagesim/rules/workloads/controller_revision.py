"""ControllerRevisions: the templates that a StatefulSet or a DaemonSet has had, as its controller keeps them.

Models pkg/controller/history/controller_history.go of Kubernetes 1.36. The data of a revision is the pod template; what
else stands in the spec of its owner is no part of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from imagesim.rules.api.objects import PodTemplate

REVISION_LABEL = "controller-revision-hash"
"""The label of a pod that says which revision it was made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControllerRevision:
    """One template and its number: the highest is the latest that was asked for."""

    revision: int
    data: PodTemplate


def next_revision(history: Sequence[ControllerRevision]) -> int:
    """The number after the highest of *history*, 1 for the first."""
    return max((each.revision for each in history), default=0) + 1


def surplus(history: Sequence[str], live: set[str], limit: int) -> Sequence[str]:
    """Those names of *history*, oldest first, that `revisionHistoryLimit` leaves no room for; *live* ones never."""
    old = [name for name in history if name not in live]
    return old[: max(0, len(old) - limit)]
