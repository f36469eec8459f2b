"""Table 4 of the measurements, E1 to E38: each way in which a pull was seen to fail, played by each version.

Played are the code, the whole text and the number of tries of 1.6, 1.7, 2.3 and its client path, and of 2.0, 2.1 and
2.2 what their sources say (table 8 and "text drift"). E24 and E26 are pulls that work: test_pull_quirks.py and
tests/wire/rows_mirrors.py. What 1.6 and 1.7 do where nobody answers (E34) is in test_progress_timeout.py.
"""

import re

import pytest

from imagesim.scenarios.values.node_runtime import ContainerdConfiguration
from tests.engine.containerd.pull_node import Node
from tests.engine.containerd.table4_rows import ROWS, Row, of

VERSIONS = ["1.6", "1.7", "2.0", "2.1", "2.2", "2.3", "2.3 local"]
CASES = [
    pytest.param(row, version, id=f"{row.name}, {version}")
    for row in ROWS
    for version in VERSIONS
    if version.split()[-1] in row.versions.split()
]


def node_of(row: Row, version: str) -> Node:
    settings = ContainerdConfiguration(use_local_image_pull=version.endswith("local"))
    return Node(version[:3], (row.registry,), settings, disk=row.disk)


def expected_text(row: Row, version: str) -> str:
    frame = f'failed to pull and unpack image "{row.ref}": '
    client = version in ("1.6", "1.7", "2.0") or version.endswith("local")
    resolving = f'failed to resolve reference "{row.ref}": ' if client else "failed to resolve image: "
    opening = "failed to copy: httpReadSeeker: failed open: "
    text = str(of(row.text, version))
    return text.replace("<P>", frame).replace("<R>", frame + resolving).replace("<OPEN>", frame + opening)


def tries(row: Row, node: Node) -> int:
    rows = node.records.requests
    return sum(row.counted is None or (each.method, each.object) == row.counted for each in rows)


@pytest.mark.parametrize(("row", "version"), CASES)
def test_a_pull_fails_in_these_words_after_so_many_tries(row, version):
    node = node_of(row, version)
    pull = node.pull(row.ref, row.login)
    wanted = ".+".join(re.escape(part) for part in expected_text(row, version).split("…"))
    assert pull.failure is not None
    assert re.fullmatch(wanted, pull.failure.text), f"{pull.failure.text!r}\nis not\n{expected_text(row, version)!r}"
    assert pull.failure.code == row.code
    assert tries(row, node) == of(row.tries, version)
    if row.seconds and (min(row.seconds) <= version):
        assert pull.ended_s == pytest.approx(of(row.seconds, version), abs=0.01)


def test_every_number_of_the_table_is_here_or_named_as_left_out():
    played = {int(re.match(r"E(\d+)", row.name)[1]) for row in ROWS}
    assert set(range(1, 39)) - played == {24, 26}
