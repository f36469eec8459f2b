"""Whose images a disturbance is about: those of a registry, of some of its repositories, or of several registries.

A scope is a tuple of "host", "host/repository" (with `*` for any text) and "*"; it holds what one of its parts holds.
That of a node is "node/NAME": it holds no image, and nothing but itself holds it.
"""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from imagesim.engine.records import Disturbance
from imagesim.rules.reference import ImageReference, InvalidImageName

Scope = tuple[str, ...]
_NODE = "node/"


def node_of(target: str) -> str | None:
    """The name of the node that is disturbed, None if *target* is a registry or a part of one."""
    return target.removeprefix(_NODE) if target.startswith(_NODE) else None


def scope_of(disturbance: Disturbance) -> Scope:
    """What *disturbance* is about."""
    return disturbance.images or (disturbance.target,)


def covers(scope: Scope, other: Scope) -> bool:
    """Whether *scope* holds all that *other* does, as far as their parts say so one by one."""
    return all(any(part in _holders(each) for part in scope) for each in other)


def _holders(part: str) -> tuple[str, ...]:
    return (part,) if node_of(part) else ("*", part, part.partition("/")[0])


class ScopesOf(dict[str, tuple[Scope, ...]]):
    """Those of some *scopes* that hold the image of a text; none for what is no image name."""

    def __init__(self, scopes: Iterable[Scope]) -> None:
        super().__init__()
        self._scopes = tuple(dict.fromkeys(scopes))

    def __missing__(self, image: str) -> tuple[Scope, ...]:
        try:
            reference = ImageReference.parse(image)
        except InvalidImageName:
            found: tuple[Scope, ...] = ()
        else:
            found = tuple(each for each in self._scopes if any(_holds(part, reference) for part in each))
        self[image] = found
        return found


def _holds(part: str, reference: ImageReference) -> bool:
    host, slash, pattern = part.partition("/")
    return part == "*" or (host == reference.domain and (not slash or fnmatchcase(reference.path, pattern)))
