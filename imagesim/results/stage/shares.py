"""A run of more pods than can be told apart: how many were in which state, and what most pods of each node were in.

Time is cut into bins; a bin tells what was so at its beginning. So a file of thousands of nodes is about a megabyte.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from imagesim.engine.records import Records, StateRecord
from imagesim.results.container_lines import container_look
from imagesim.results.palette import Look
from imagesim.results.stage.columns import columns
from imagesim.results.stage.places import Looks, as_values
from imagesim.rules.units import Seconds

BINS = 400


def shares(
    records: Records, nodes: dict[str, int], versions: dict[str, Look], looks: Looks, end_s: Seconds
) -> dict[str, Any]:
    """`kinds` are looks; `counts` says for each how many containers were so in each bin up to *end_s*.

    `nodes` are columns, a row where it changes what most containers of a node are in; `kind` is None for a node that
    has none.
    """
    step_s = end_s / BINS or 1.0
    kinds: dict[Look, int] = {}
    changes: list[list[int]] = []  # of each kind, by bin
    of_nodes: dict[int, Counter[tuple[int, int]]] = {}  # of each node, by bin and kind
    look_of: dict[tuple[str, str, str], Look] = {}  # few, and there are states by the thousand
    for state in records.states:
        key = state.state, state.reason, state.digest
        look = look_of.get(key)
        if look is None:
            look = look_of[key] = container_look(state, versions)
            looks.place(look)
        if look not in kinds:
            kinds[look] = len(kinds)
            changes.append([0] * (BINS + 1))
        first, end = _bins(state, end_s, step_s)
        if first == end:
            continue
        kind = kinds[look]
        changes[kind][first] += 1
        changes[kind][end] -= 1
        if (node := nodes.get(state.node)) is not None:
            of_node = of_nodes.setdefault(node, Counter())
            of_node[first, kind] += 1
            of_node[end, kind] -= 1
    order = sorted(kinds, key=lambda look: (looks.place(look) >= 0, abs(looks.place(look))))
    place = {kinds[look]: number for number, look in enumerate(order)}
    rows = [row for node in sorted(of_nodes) for row in _most(node, of_nodes[node], place)]
    return {
        "bins": BINS,
        "kinds": [as_values(look) for look in order],
        "counts": [_summed(changes[kinds[look]]) for look in order],
        "nodes": columns(("node", "bin", "kind"), rows),
    }


def _bins(state: StateRecord, end_s: Seconds, step_s: Seconds) -> tuple[int, int]:
    """The first bin at whose beginning it was so, and the first one at which it no longer was."""
    first = min(BINS, ceil(state.started_s / step_s))
    ended_s = end_s if state.ended_s is None else state.ended_s
    return first, BINS if state.ended_s is None else min(BINS, max(first, ceil(ended_s / step_s)))


def _summed(changes: Sequence[int]) -> list[int]:
    found, count = [], 0
    for change in changes[:BINS]:
        count += change
        found.append(count)
    return found


def _most(node: int, changes: Counter[tuple[int, int]], place: dict[int, int]) -> Iterator[tuple[int, int, int | None]]:
    """Where it changes which kind is the most frequent one; of equals the one that comes first in the legend."""
    counts: Counter[int] = Counter()
    by_bin: dict[int, list[tuple[int, int]]] = {}
    for (bin_, kind), change in changes.items():
        by_bin.setdefault(bin_, []).append((kind, change))
    before: int | None = -1
    for bin_ in sorted(by_bin):
        for kind, change in by_bin[bin_]:
            counts[place[kind]] += change
        there = [(-count, kind) for kind, count in counts.items() if count > 0]
        now = min(there)[1] if there else None
        if now != before and bin_ < BINS:
            yield node, bin_, now
        before = now
