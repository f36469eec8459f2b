"""Notes: what a scenario takes for granted and what it does not model, each said once, with where it was met.

A dump of a cluster has thousands of objects of which the same is to be said; one sentence stands for all of them.
"""

from collections.abc import Iterable

NAMES = "{names}"
"""Stands for the objects in a sentence about several of them."""

_NAMED = 3


class Notes:
    """Gathers sentences in the order in which they first came up."""

    def __init__(self, assumptions: Iterable[str] = ()) -> None:
        self._assumptions: dict[tuple[str, str], dict[str, None]] = {(each, each): {} for each in assumptions}
        self._features: dict[tuple[str, str], dict[str, None]] = {}
        self._kinds: dict[str, int] = {}

    def assume(self, sentence: str) -> None:
        """Something that nobody wrote and that the run takes for granted."""
        self._assumptions.setdefault((sentence, sentence), {})

    def assume_of(self, name: str, one: str, several: str = "") -> None:
        """The same of each object: *one* is the sentence if *name* stays the only one, with NAMES for it.

        *several* is what is said of more than one, where the words differ.
        """
        self._assumptions.setdefault((one, several or one), {}).setdefault(name)

    def not_modelled(self, feature: str, where: str, instead: str = "") -> None:
        """*feature* would change what happens and does not; *instead* says what the run does."""
        self._features.setdefault((feature, instead), {}).setdefault(where)

    def unknown_kind(self, kind: str) -> None:
        """A document of a kind that is not modelled."""
        self._kinds[kind] = self._kinds.get(kind, 0) + 1

    def assumptions(self, first: Iterable[str] = ()) -> tuple[str, ...]:
        """All assumptions, after those of *first*."""
        own = [_sentence(*key, list(names)) for key, names in self._assumptions.items()]
        return tuple(dict.fromkeys([*first, *own]))

    def sentences(self, first: Iterable[str] = ()) -> tuple[str, ...]:
        """What is not modelled, after what *first* says."""
        kinds = [f"{kind} is not modelled ({count:,} {_documents(count)})." for kind, count in self._kinds.items()]
        features = [_feature(*key, sorted(places)) for key, places in self._features.items()]
        return tuple(dict.fromkeys([*first, *kinds, *features]))


def some_names(names: list[str]) -> str:
    """A few names, and how many more there are: "a, b, c and 4,996 more"."""
    rest = len(names) - _NAMED
    if rest > 0:
        return f"{', '.join(names[:_NAMED])} and {rest:,} more"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _sentence(one: str, several: str, names: list[str]) -> str:
    return (several if len(names) > 1 else one).replace(NAMES, some_names(names)) if names else one


def _documents(count: int) -> str:
    return "document" if count == 1 else "documents"


def _feature(feature: str, instead: str, places: list[str]) -> str:
    more = f" and {len(places) - 1:,} more" if len(places) > 1 else ""
    return f"{feature} is not modelled ({places[0]}{more})" + (f": {instead}." if instead else ".")
