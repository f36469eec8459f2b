"""How one host fails a pull, and which host's failure the pull reports."""

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

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


class NoUse(NamedTuple):
    """How one host failed, noted while others are asked.

    It is no exception: one that a function keeps in a variable keeps that function's frame, and so itself, for the
    collector of cycles to find.
    """

    failure: RuntimeFailure
    weight: Weight


def reported(behaviour: ContainerdBehaviour, hosts: Sequence[NoUse]) -> RuntimeFailure | None:
    """The failure that resolving a name reports, of all *hosts* in order; None for plain `not found`.

    From 2.0 on the most telling one, the first of equals; before, the first that is no 404.
    """
    if not behaviour.most_relevant_error_wins:
        hosts = [host for host in hosts if host.weight is not Weight.NOT_FOUND][:1]
    return max(hosts, key=_weight).failure if hosts else None


def _weight(host: NoUse) -> Weight:
    return host.weight
