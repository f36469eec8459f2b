"""Notes: what a scenario takes for granted and what it does not model, each said once, with where it was met."""

from collections.abc import Iterable


class Notes:
    """Gathers sentences in the order in which they first came up."""

    def __init__(self, assumptions: Iterable[str] = ()) -> None:
        self._assumptions: dict[str, None] = dict.fromkeys(assumptions)
        self._features: dict[tuple[str, str], dict[str, None]] = {}
        self._kinds: dict[str, int] = {}

    def assume(self, sentence: str) -> None:
        """Something that nobody wrote and that the run takes for granted."""
        self._assumptions.setdefault(sentence)

    def not_modelled(self, feature: str, where: str, instead: str = "") -> None:
        """*feature* would change what happens and does not; *instead* says what the run does."""
        self._features.setdefault((feature, instead), {}).setdefault(where)

    def unknown_kind(self, kind: str) -> None:
        """A document of a kind that is not modelled."""
        self._kinds[kind] = self._kinds.get(kind, 0) + 1

    def assumptions(self, first: Iterable[str] = ()) -> tuple[str, ...]:
        """All assumptions, after those of *first*."""
        return tuple(dict.fromkeys([*first, *self._assumptions]))

    def sentences(self, first: Iterable[str] = ()) -> tuple[str, ...]:
        """What is not modelled, after what *first* says."""
        kinds = [f"{kind} is not modelled ({count} {_documents(count)})." for kind, count in self._kinds.items()]
        features = [_feature(*key, sorted(places)) for key, places in self._features.items()]
        return tuple(dict.fromkeys([*first, *kinds, *features]))


def _documents(count: int) -> str:
    return "document" if count == 1 else "documents"


def _feature(feature: str, instead: str, places: list[str]) -> str:
    more = f" and {len(places) - 1} more" if len(places) > 1 else ""
    return f"{feature} is not modelled ({places[0]}{more})" + (f": {instead}." if instead else ".")
