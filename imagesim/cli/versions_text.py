"""What `imagesim versions` prints: both version tables, and for every value how it is known."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from textwrap import wrap

from imagesim.rules.versions import (
    DEFAULT_CONTAINERD,
    DEFAULT_KUBERNETES,
    containerd_facts,
    kubernetes_facts,
)
from imagesim.rules.versions import containerd as containerd_behaviour
from imagesim.rules.versions.provenance import (
    CHANGELOG,
    KEP,
    MEASURED,
    NO_CHANGE_FOUND,
    RECORDED,
    SOURCE_READ,
    Fact,
)

_WIDTH = 100

HOW = {
    RECORDED: "the real code was run and its answers kept",
    MEASURED: "a real runtime was watched on the wire",
    SOURCE_READ: "read in the source of that version",
    CHANGELOG: "told by the release notes of that version; its code was not read",
    KEP: "told by the plans of the enhancement; the code was not read",
    NO_CHANGE_FOUND: "as the version before: its release notes tell of no change; its code was not read",
}


def versions_lines() -> Iterator[str]:
    """Yield both tables: one block per behaviour, one line per run of versions with the same value."""
    yield "How each value is known:"
    for how, meaning in HOW.items():
        yield f"  {how:<17}{meaning}"
    yield ""
    yield f"KUBERNETES (default {DEFAULT_KUBERNETES})"
    for row in kubernetes_facts():
        yield from _fact(row)
    yield ""
    yield f"CONTAINERD (default {DEFAULT_CONTAINERD})"
    releases = [f"{version} means {containerd_behaviour(version).release}" for version in containerd_facts()[0].values]
    yield f"  {', '.join(releases)}"
    for row in containerd_facts():
        yield from _fact(row)


NOT_YET: frozenset[str] = frozenset()
"""Facts of the tables that no run looks at so far; a test finds who reads which."""


def _fact(row: Fact) -> Iterator[str]:
    yield ""
    unused = " [known, without an effect on runs so far]" if row.name in NOT_YET else ""
    yield from wrap(f"{row.name}: {row.meaning}{unused}", _WIDTH, initial_indent="  ", subsequent_indent="    ")
    lines = [(_span(versions), value_text(value), _known(versions, row.known)) for value, versions in _same(row.values)]
    width = max(len(value) for _, value, _ in lines)
    for span, value, known in lines:
        yield f"      {span:<13}{value:<{width}}  ({known})"


def _same(values: Mapping[str, object]) -> Iterator[tuple[object, list[str]]]:
    """Group neighbouring versions with equal values."""
    for value, items in groupby(values.items(), key=lambda item: item[1]):
        yield value, [version for version, _ in items]


def _known(versions: list[str], known: Mapping[str, str]) -> str:
    """Name how each version is known, once if all are known alike."""
    runs = [(how, list(group)) for how, group in groupby(versions, key=lambda version: known[version])]
    if len(runs) == 1:
        return runs[0][0]
    return ", ".join(f"{_span(group)} {how}" for how, group in runs)


def _span(versions: Iterable[str]) -> str:
    listed = list(versions)
    return listed[0] if len(listed) == 1 else f"{listed[0]} - {listed[-1]}"


def value_text(value: object) -> str:
    """A value as people read it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f'"{value}"'
    return f"{value:g}" if isinstance(value, float) else str(value)
