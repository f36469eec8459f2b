"""Whatever is pasted gives a replay or one clear mistake, and never anything else."""

import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st

import imagesim
from tests.field.reading import SAMPLE, rows
from tests.studies.replaying.dressing import DRESSES

_TEXTS = [dress(row) for row in list(rows(SAMPLE))[:3] if row is not None for dress in DRESSES]
_KEYS = [
    "apiVersion",
    "kind",
    "items",
    "metadata",
    "name",
    "namespace",
    "involvedObject",
    "regarding",
    "reason",
    "message",
    "note",
    "type",
    "count",
    "series",
    "firstTimestamp",
    "lastTimestamp",
    "eventTime",
    "source",
    "component",
    "host",
    "spec",
    "status",
    "containers",
    "containerStatuses",
    "state",
    "waiting",
    "running",
    "image",
    "fieldPath",
    "creationTimestamp",
    "lastObservedTime",
    "ownerReferences",
    "initContainers",
]
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        ["Event", "Pod", "List", "2026-05-01T09:00:00Z", "9999-12-31T23:59:59Z", "BackOff", "x" * 300, ""]
    )
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6),
    max_leaves=12,
)


def read(text, pods=None):
    """A replay with all that is made of it, or a mistake of one line."""
    mistake = ""
    try:
        found = imagesim.replay(text, pods)
        assert "What is not certain:" in found.text()
        json.dumps(found.to_json_dict())
        assert all(row.due is None or row.due.least_s <= row.due.most_s for row in found.stuck)
    except imagesim.ScenarioError as error:
        mistake = str(error)
    assert len(mistake.splitlines()) <= 1


@given(st.text(max_size=300))
@settings(max_examples=25, deadline=None)
def test_any_text(text):
    read(text)


@given(st.lists(st.dictionaries(st.sampled_from(_KEYS), _VALUES, max_size=12), max_size=3))
@settings(max_examples=25, deadline=None)
def test_any_objects(items):
    objects = [
        {"kind": "Event", "involvedObject": {"kind": "Pod", "name": "p", "namespace": "d"}, **item} for item in items
    ]
    read(json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))


def test_pastes_with_pieces_missing_doubled_and_mixed():
    for seed in range(16):
        read(_broken(random.Random(f"paste/{seed}")))


def _broken(chance):
    """A paste of which a hand has slipped: lines lost, doubled, cut, joined, and characters changed."""
    lines = chance.choice(_TEXTS).splitlines()
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(lines))
        what = chance.randrange(5)
        if what == 0 and len(lines) > 1:
            del lines[place]
        elif what == 1:
            lines.insert(chance.randrange(len(lines)), lines[place])
        elif what == 2:
            lines[place] = lines[place][: chance.randrange(len(lines[place]) + 1)]
        elif what == 3:
            lines[place] = lines[place].replace("m", "99999999999m", 1)
        else:
            lines[place] = lines[place] + " " + chance.choice(lines)
    return "\n".join(lines)
