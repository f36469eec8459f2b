"""What `--expect` measures on the example of tests/results/example_records.py, counted by hand."""

from collections.abc import Iterator

from imagesim.results.expectations import MEASURES
from tests.results.example_records import moved_tag_and_outage
from tests.results.measures.closed_forms.costs import once_each
from tests.results.measures.closed_forms.held import Held

_UNITS = {"time": "s", "size": "bytes", "count": ""}
_BY_HAND = {
    "not ready": ("web-e of the pods web-a to web-e", 1),
    "mixed": ("web-d is alone on its version, from 620 to 700 s", 80),
    "longest mixed": ("in one piece", 80),
    "versions": ("web-d is alone on its version", 2),
    "pulls": ("three first ones, two failures of each of two pods, one that succeeds", 8),
    "failed pulls": ("two of each of two pods", 4),
    "requests": ("a HEAD and a GET", 2),
    "fetched": ("four pulls of 50 MB", 200_000_000),
    "pods": ("web-a to web-e", 5),
    "egress": ("one body of 50 MB", 50_000_000),
    "429s": ("both requests are answered with 200", 0),
    "restarts": ("web-b, once", 1),
}


def expected() -> Iterator[Held]:
    """A row per measure whose value on the example is a plain number."""
    records = moved_tag_and_outage()
    for name, (why, value) in _BY_HAND.items():
        measure = MEASURES[name]
        yield Held(name, f"by hand: {why}", value, measure.of(records), _UNITS[measure.unit])
    shown = max(row.started_s for row in once_each().states if row.ready)
    form = "the last change of a container's state to Running and ready"
    yield Held("ready", form, shown, MEASURES["ready"].of(once_each()), "s")
