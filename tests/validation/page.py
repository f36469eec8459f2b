"""docs/validation.md, put together from the rows of its tables."""

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.field.explained import EXPLAINED, OUT_OF_ORDER
from tests.published.__main__ import LIMITS, rows_of
from tests.results.measures.closed_forms import FORMS
from tests.validation import words
from tests.validation.rows import PASTES, Row, conformance_key
from tests.wire.layer_orders import PULLS, ROWS
from tests.wire.measured import LATER, NOT_EXPRESSIBLE, VERSIONS

CONFORMANCE = Path(__file__).parents[1] / "conformance"

_HEAD = """\
# Validation

What imagesim was held against, and what came of it. `python -m tests.validation` writes this page, and the tests hold
every figure in it. Five things are compared: decisions, with the code of Kubernetes; pulls, with containerd on the
wire; events, with what people pasted from their clusters; measures, with closed forms; times, with published
measurements. What is known to be off stands [below](#known-misfits).
"""

_CONFORMANCE = """
## Decisions: rows recorded from Kubernetes

Real code of Kubernetes was run on inputs, most of them seeded at random, and what it answered was recorded: texts,
order and times. A row agrees if imagesim gives the same answer, texts letter for letter; a row about chance, if the
distributions are the same. The function that is asked is the one that a simulation runs. The tables count the samples
in this repository (`tests/conformance`), which are a part of larger recordings.

    python -m tests.conformance FOLDER     # a folder of recorded files: these, or fuller ones

It ends with 0 only if no row disagrees and there is no file that it does not know.
"""

_WIRE = """
## Pulls: containerd on the wire

A real containerd pulled from a registry that logs and, where told so, fails: with 401, 429 and 5xx, cut and silent
answers, mirrors, moved tags, several pulls at once. A case agrees if imagesim sends the same requests with the same
bytes in the same order, ends with the same error after the same time, and leaves the same content on the node.

    python -m tests.wire                   # these cases
    python -m tests.wire FILE.jsonl        # fuller recordings, one case a line

Where a containerd is installed, the tests also pull with it from a real registry, and compare.

| version | cases | agreed |
|---|---:|---:|
"""

_FIELD = """
## Events: what people pasted

Somebody's `kubectl describe pod` says how often which event had come, how long ago at first and at last. The same
situation is simulated many times, in the versions of Kubernetes that the paste allows, and looked at when the events
are as old as pasted. A paste agrees if every count that it shows is one that comes then. Over all pastes the places of
counts and ages among the simulated ones have to look uniform, by the test of Kolmogorov and Smirnov at 5 %. The rows of
this repository are a part of a larger collection of public pastes.

    python -m tests.field                  # these rows
    python -m tests.field FILE.jsonl       # fuller collections, one paste a line

| what | rows | agreed | disagreed | excluded |
|---|---:|---:|---:|---:|
"""

_PUBLISHED = """
## Times: published measurements

    python -m tests.published
"""

_MEASURES = """
## Measures: closed forms

What a measure has to say of a small world can be known beforehand: from layers, nodes, starts and limits, by counting
an example by hand, or from a plain simulation of one pod that shares no code with imagesim. Each row is one figure.
"± x" is how far off it may be; without it, it has to be the same.

Some rows are weak as independent checks. The sizes of manifests and configs, and so those of whole images, and in
`429s` the requests of the first attempt are taken from the run's own records; a mistake in them would not be seen here.
`unavailable, deleted pod`, `mixed after a push` and `a push's first pod` compare two records of one run: they say that
a measure reads the run as another record does, not that the run is right. And a recovery counts a Secret that lets in
no more as a disturbance of the pods that list it and no other that does, even if their node could let them in.

| what | closed form or independent check | expected | found |
|---|---|---:|---:|
"""

_MEASURES_ELSEWHERE = """
Crash back-off, init containers and probes as causes of a recovery are counted by hand in
`tests/results/measures/test_recovery.py`. What a node removes for want of space is held against the kubelet's own code,
in `kubelet-1.32/gc.jsonl` and `kubelet-1.36/gc136.jsonl` above. Times to ready rest on the pull times below.
"""

_MISFITS = """
## Known misfits
"""


def page(rows: Mapping[str, Row]) -> str:
    """The page. KeyError if a row is missing that it needs."""
    parts = (_summary, _conformance, _wire, _field, _measures, _published)
    return "".join([_HEAD, *(text for part in parts for text in part(rows)), *_misfits()])


def samples() -> list[Path]:
    """The recorded files in this repository, folder by folder."""
    return [path for folder in words.FOLDERS for path in sorted((CONFORMANCE / folder).glob("*.json*"))]


def _summary(rows: Mapping[str, Row]) -> Iterator[str]:
    recorded = [rows[conformance_key(path)] for path in samples()]
    cases = [rows[f"containerd {version}"] for version in VERSIONS]
    total, agreed, off = (sum(row.number(column) for row in recorded) for column in (1, 2, 3))
    yield "\n| held against | compared | agreed | disagreed | excluded |\n|---|---:|---:|---:|---:|\n"
    yield f"| rows recorded from Kubernetes | {total:,} | {agreed:,} | {off:,} | {total - agreed - off:,} |\n"
    pulls, alike = (sum(row.number(column) for row in cases) for column in (0, 1))
    yield f"| pulls by containerd | {pulls:,} | {alike:,} | {pulls - alike:,} | {len(NOT_EXPRESSIBLE)} |\n"
    yield f"| what people pasted | {' | '.join(rows[PASTES].cells)} |\n"
    medians = sum(len(rows_of(cloud)) for cloud in LIMITS)
    yield f"| published medians of pull times | {medians} | see [there](#times-published-measurements) | | |\n"


def _conformance(rows: Mapping[str, Row]) -> Iterator[str]:
    yield _CONFORMANCE
    for folder, what in words.FOLDERS.items():
        yield f"\n{what}\n\n| file | what it holds | rows | agreed | disagreed | excluded |\n"
        yield "|---|---|---:|---:|---:|---|\n"
        yield from (rows[conformance_key(path)].text() + "\n" for path in samples() if path.parent.name == folder)


def _wire(rows: Mapping[str, Row]) -> Iterator[str]:
    yield _WIRE
    yield from (rows[f"containerd {version}"].text() + "\n" for version in (*VERSIONS, LATER))
    yield "\n" + _filled(
        f"In which order containerd 2.3.4 asks for layers is chance. {len(ROWS)} figures of its order agree with "
        f"{PULLS} simulated pulls within two standard errors."
    )
    yield "\n" + _filled(
        f"{len(NOT_EXPRESSIBLE)} rows of the measurements are not written as cases. Before each stands the number of "
        "its table in the measurements:"
    )
    yield "\n"
    yield from (f"- {row}: {reason}.\n" for row, reason in NOT_EXPRESSIBLE.items())


def _field(rows: Mapping[str, Row]) -> Iterator[str]:
    yield _FIELD
    yield rows[PASTES].text() + "\n"
    yield "\nA paste that does not fit is excluded if its source says why:\n\n"
    reasons = {"versions that may be older than 1.22": OUT_OF_ORDER, **EXPLAINED}
    yield from (_filled(f"- {name}: {reason}.", indent="  ") for name, reason in reasons.items())


def _measures(rows: Mapping[str, Row]) -> Iterator[str]:
    yield _MEASURES
    for about in FORMS:
        yield from (row.text() + "\n" for key, row in rows.items() if key.startswith(f"{about}, "))
    yield _MEASURES_ELSEWHERE


def _published(rows: Mapping[str, Row]) -> Iterator[str]:
    yield _PUBLISHED
    for cloud in LIMITS:
        yield "\n" + _filled(f"{cloud}: {words.CLOUDS[cloud]}")
        yield "\n| what | measured | simulated | error |\n|---|---:|---:|---:|\n"
        keys = [*(f"{cloud}, {row.what}" for row in rows_of(cloud)), f"{cloud}, all"]
        yield from (rows[key].text() + "\n" for key in keys)


def _misfits() -> Iterator[str]:
    yield _MISFITS
    yield "\n"
    yield from (_filled(f"- {misfit}", indent="  ") for misfit in words.MISFITS)


def _filled(text: str, indent: str = "") -> str:
    """A paragraph in lines of a readable length."""
    return textwrap.fill(text, 118, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) + "\n"
