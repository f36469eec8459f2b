"""Chance for those who draw scenarios, and what they know of the documents that are drawn already."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")
Document = dict[str, Any]


class Draw(random.Random):
    """A stream of chance. The same name gives the same numbers everywhere."""

    def chance(self, probability: float) -> bool:
        """Whether something happens that happens so often."""
        return self.random() < probability

    def some(self, choices: Sequence[T], most: int, least: int = 0) -> list[T]:
        """From *least* to *most* of the *choices*, in their order."""
        count = min(len(choices), self.randint(least, most))
        return [choices[place] for place in sorted(self.sample(range(len(choices)), count))]

    def fields(self, probability: float, **choices: Sequence[Any]) -> Document:
        """Each field with one of its choices, or left out."""
        return {name: self.choice(values) for name, values in choices.items() if self.chance(probability)}


class Workload(NamedTuple):
    """A workload by its short name, the names of its containers, and whether `kubectl rollout` takes it."""

    kind: str
    name: str
    containers: tuple[str, ...]
    rolls: bool


@dataclass
class World:
    """What there is so far, for documents that refer to it. The run lasts *duration_s* seconds.

    `layers` are those with a short name, `texts` image names of which registries hold the image; `private` is the host
    where one has to log in; `removed` are nodes that go in the course of the run; `applied` are manifests of what is
    there, and of what is not, as somebody may apply them.
    """

    draw: Draw
    duration_s: int
    images: list[str] = field(default_factory=list)
    layers: set[str] = field(default_factory=set)
    hosts: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    private: str = ""
    pools: dict[str, int] = field(default_factory=dict)
    workloads: list[Workload] = field(default_factory=list)
    pods: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    applied: list[Document] = field(default_factory=list)

    def moment(self) -> str:
        """A time of the run. Few are drawn often, so that much happens in one instant."""
        if self.draw.chance(0.3):
            return f"{self.duration_s // self.draw.choice((2, 3, 4))}s"
        return f"{self.draw.randrange(self.duration_s)}s"

    def nodes(self) -> list[str]:
        """The names of the nodes that are there at the start."""
        return [f"{pool}-{place}" for pool, count in self.pools.items() for place in range(count)]


def world_document(kind: str, name: str, spec: Document) -> Document:
    """A document of imagesim's own."""
    return {"apiVersion": "imagesim/v1", "kind": kind, "metadata": {"name": name}, "spec": spec}
