"""The order of layer downloads in 2.3.4, which chance decides: many simulated pulls against the few that were watched.

A share that was seen in so many pulls may differ from the simulated one by two standard errors of a sample of that
size, and a mean place likewise.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from statistics import fmean, pstdev

from tests.wire.case import Case, read
from tests.wire.content import digest_of
from tests.wire.images import APP, TEN
from tests.wire.playing import play
from tests.wire.writing import case, pull

PULLS = 300
_RATE = 10 * 2**20


@dataclass(frozen=True)
class Row:
    """`measure` of one pull's order of layers, and its mean over the `pulls` that were watched."""

    name: str
    tag: str
    pulls: int
    seen: float
    measure: Callable[[list[int]], float]


def _last_among_the_first_three(order: list[int]) -> float:
    return float(len(order) - 1 in order[:3])


def _last_first(order: list[int]) -> float:
    return float(order[0] == len(order) - 1)


def _place_of_layer_0(order: list[int]) -> float:
    return order.index(0) + 1.0


ROWS = [
    Row("ten layers: the last is among the first three", "team/ten:1", 15, 14 / 15, _last_among_the_first_three),
    Row("ten layers: the last is the very first", "team/ten:1", 15, 9 / 15, _last_first),
    Row("ten layers: layer 0 is among the first three", "team/ten:1", 15, 10 / 15,
        lambda order: float(0 in order[:3])),
    Row("ten layers: mean place of layer 0", "team/ten:1", 15, 3.9, _place_of_layer_0),
    Row("five layers: the last is among the first three", "team/app:v1", 10, 9 / 10, _last_among_the_first_three),
    Row("five layers: the last is the very first", "team/app:v1", 10, 5 / 10, _last_first),
    Row("five layers: mean place of layer 0", "team/app:v1", 10, 3.0, _place_of_layer_0),
]  # fmt: skip


def disagreements() -> Iterable[str]:
    """One text for each row that disagrees."""
    for row in ROWS:
        values = [row.measure(order) for order in orders(row.tag)]
        mean, allowed = fmean(values), 2 * pstdev(values) / row.pulls**0.5
        if abs(mean - row.seen) > allowed:
            yield f"3 order, {row.name}: {mean:.2f} is simulated, {row.seen:.2f} within {allowed:.2f} was seen"


@cache
def orders(tag: str) -> list[list[int]]:
    """The places of the layers in the order in which pulls of the image asked for them."""
    one = _case(tag)
    names = APP if tag == "team/app:v1" else TEN
    places = {f"blobs/{digest_of(name)}": place for place, name in enumerate(names)}
    runs = (play(one, seed).requests for seed in range(1, PULLS + 1))
    return [[places[row.object] for row in asked if row.object in places] for asked in runs]


def _case(tag: str) -> Case:
    return read(case("order", "2.3.4", [tag], [pull(tag)], node={"bytes_per_s_per_stream": _RATE}))
