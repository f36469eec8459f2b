"""The question that is fitted: measured times, and what a set of parameters says of them.

A pull takes a fixed time, the time in which its bytes come over its node's link and its registry's egress, shared with
all other pulls of that moment, and, where that is asked for, the time of unpacking its bytes afterwards. What is
compared are logarithms, so that ten per cent of a small image weigh as much as ten per cent of a large one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from imagesim.rules.units import Seconds
from imagesim.studies.calibrating.observed import ObservedPull
from imagesim.studies.calibrating.transfers import Limits, Transfer, Transfers

Scope = Literal["registry", "image"]
"""What the pulls share: all that a registry sends, or what it sends of one image."""

FIXED, UNPACK, NODE, EGRESS = "fixed", "unpack", "node", "egress"
Point = tuple[float, ...]
"""The logarithms of the parameters, in their order."""
LEAST_FIXED_S, SLOWEST, FASTEST = 1e-3, 1e3, 1e13
"""Bounds of what is looked for: seconds, and bytes per second."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number that is looked for: the `fixed` seconds, or a rate `of` a kind of nodes or of a registry."""

    what: str
    of: str = ""


class FitProblem:
    """What was observed, held against parameters. *x* are their logarithms, in the order of `parameters`."""

    def __init__(self, pulls: Sequence[ObservedPull], scope: Scope, *, unpack: bool = False) -> None:
        self.pulls = tuple(pulls)
        self.scope = scope
        self.measured: tuple[Seconds, ...] = tuple(pull.took_s for pull in pulls)
        self._kinds = sorted({pull.kind for pull in pulls})
        self._registries = sorted({pull.registry for pull in pulls})
        links = {key: number for number, key in enumerate(sorted({self._link(pull) for pull in pulls}))}
        shared = _shared_links([links[self._link(pull)] for pull in pulls], self.pulls)
        self._registry_of = [registry for registry, _ in links]
        limited = [name for name in self._registries if any(shared[links[key]] for key in links if key[0] == name)]
        self.parameters = (
            Parameter(FIXED),
            *([Parameter(UNPACK)] if unpack else []),
            *(Parameter(NODE, kind) for kind in self._kinds),
            *(Parameter(EGRESS, registry) for registry in limited),
        )
        self._place = {parameter: place for place, parameter in enumerate(self.parameters)}
        self._transfers = Transfers(_transfers(self.pulls, self._kinds, [links[self._link(each)] for each in pulls]))

    def _link(self, pull: ObservedPull) -> tuple[str, str]:
        return pull.registry, pull.image if self.scope == "image" else ""

    def places(self, what: str) -> list[int]:
        """Where the parameters of that sort stand in *x*."""
        return [place for place, parameter in enumerate(self.parameters) if parameter.what == what]

    def predicted(self, x: Sequence[float]) -> list[Seconds]:
        """How long each pull takes with these parameters."""
        value = [math.exp(each) for each in x]
        fixed = value[0]
        per_byte = sum(1 / value[place] for place in self.places(UNPACK))
        moved = self._transfers.seconds(self._limits(value))
        return [fixed + took + pull.size * per_byte for took, pull in zip(moved, self.pulls, strict=True)]

    def residuals(self, x: Sequence[float]) -> list[float]:
        """The logarithm of predicted over measured, of each pull."""
        return [
            math.log(predicted / measured) for predicted, measured in zip(self.predicted(x), self.measured, strict=True)
        ]

    def squares(self, x: Sequence[float]) -> float:
        """The sum of the squared logarithmic errors."""
        return sum(error * error for error in self.residuals(x))

    def _limits(self, value: Sequence[float]) -> Limits:
        node = tuple(value[self._place[Parameter(NODE, kind)]] for kind in self._kinds)
        of = {name: self._place.get(Parameter(EGRESS, name)) for name in self._registries}
        places = [of[registry] for registry in self._registry_of]
        return Limits(node, tuple(math.inf if place is None else value[place] for place in places))


def _transfers(pulls: Sequence[ObservedPull], kinds: list[str], links: list[int]) -> list[Transfer]:
    """The pulls as transfers: each follows the one of its node that had ended last when it began."""
    nodes: dict[str, int] = {}
    before: dict[str, list[int]] = {}
    found: list[Transfer] = []
    zero = pulls[0].started_s if pulls else 0.0
    for place, (pull, link) in enumerate(zip(pulls, links, strict=True)):
        earlier = before.setdefault(pull.node, [])
        over = [other for other in earlier if not pulls[other].overlaps(pull)]
        after = max(over, key=lambda other: pulls[other].ended_s, default=-1)
        number = nodes.setdefault(pull.node, len(nodes))
        found.append(Transfer(pull.size, pull.started_s - zero, number, kinds.index(pull.kind), link, after))
        earlier.append(place)
    return found


def _shared_links(links: list[int], pulls: Sequence[ObservedPull]) -> list[bool]:
    """Of each link whether two nodes were ever seen to use it at once."""
    shared = [False] * (max(links, default=-1) + 1)
    until: dict[int, list[ObservedPull]] = {}
    for link, pull in zip(links, pulls, strict=True):
        running = [other for other in until.get(link, []) if other.ended_s > pull.started_s]
        shared[link] = shared[link] or any(other.node != pull.node and other.overlaps(pull) for other in running)
        until[link] = [*running, pull]
    return shared
