"""How one host fails a pull, and which host's failure the pull reports."""

from collections.abc import Sequence
from enum import IntEnum

from imagesim.rules.containerd.texts import RuntimeFailure
from imagesim.rules.versions import ContainerdBehaviour


class Weight(IntEnum):
    """How telling a failure is, from core/remotes/docker/resolver.go: a status beats a 404 beats no answer at all."""

    NO_ANSWER = 1
    NOT_FOUND = 2
    STATUS = 3


class PullFailed(Exception):
    """Ends a pull from inside; carries the runtime's words."""

    def __init__(self, failure: RuntimeFailure) -> None:
        super().__init__(failure.text)
        self.failure = failure


class HostFailed(PullFailed):
    """One host gave no useful answer; another one may."""

    def __init__(self, failure: RuntimeFailure, weight: Weight) -> None:
        super().__init__(failure)
        self.weight = weight


def reported(behaviour: ContainerdBehaviour, failures: Sequence[HostFailed]) -> HostFailed | None:
    """The failure that resolving a name reports, of all hosts' in order; None for plain `not found`.

    From 2.0 on the most telling one, the first of equals; before, the first that is no 404.
    """
    if behaviour.most_relevant_error_wins:
        return max(failures, key=lambda failed: failed.weight, default=None)
    return next((failed for failed in failures if failed.weight is not Weight.NOT_FOUND), None)
