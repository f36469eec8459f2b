"""The runner of recorded streams: the sample agrees, and no longer where something is planted."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from imagesim.engine.kubelet.container_status import PodStatusWriter
from imagesim.rules.pods import sync_timing
from tests.stream import playing
from tests.stream.__main__ import SAMPLE, main
from tests.stream.ranges import allowed, distance, impossible
from tests.stream.row import BadRow, read, read_rows

LINES = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(autouse=True)
def played_anew() -> Iterator[None]:
    """What was simulated before something was planted is of no use with it, and the other way round."""
    playing._all_pods.cache_clear()
    yield
    playing._all_pods.cache_clear()


@pytest.fixture
def file_of(tmp_path: Path) -> Callable[..., str]:
    def write(*rows: dict[str, Any]) -> str:
        path = tmp_path / "rows.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return str(path)

    return write


def rows_of(*cases: str) -> list[dict[str, Any]]:
    """Copies of the sample's rows of these cases, which go by their first letter."""
    return json.loads(json.dumps([row for row in LINES if row["case"][0] in cases]))  # type: ignore[no-any-return]


def test_the_sample_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[-1] == f"all: {len(LINES)} rows, {len(LINES)} agreed, 0 disagreed, 0 excluded"
    assert printed[0].startswith("a fails at once, 1.32: 3 rows, 3 agreed; distances: counts 0.")


def test_another_jitter_of_syncs_is_found(monkeypatch, file_of, capsys) -> None:
    monkeypatch.setattr(sync_timing, "JITTER", 0.8)
    assert main([file_of(*rows_of("a"))]) == 1
    assert "disagreed, 0 excluded" in capsys.readouterr().out


def test_another_text_is_found(file_of, capsys) -> None:
    (row,) = rows_of("q")
    for event in row["events"]:
        event[3] = event[3].replace("Back-off pulling", "Backing off pulling")
    assert main([file_of(row)]) == 1
    assert "event never said: Normal BackOff Backing off pulling image" in capsys.readouterr().out


def test_a_status_that_comes_a_second_later_is_found(monkeypatch, file_of) -> None:
    show = PodStatusWriter.show

    def later(self, now, spec, states, failures) -> None:
        show(self, now + 1.0 if failures or states else now, spec, states, failures)

    monkeypatch.setattr(PodStatusWriter, "show", later)
    assert main([file_of(*rows_of("w"))]) == 1


@pytest.mark.parametrize("case", ["a", "c", "d", "j", "o", "q"])
def test_a_recorded_status_that_came_a_second_later_is_found(file_of, case: str) -> None:
    rows = rows_of(case)
    for status in rows[0]["statuses"][1:]:
        status[0] += 1000
    assert main([file_of(*rows)]) == 1


@pytest.mark.parametrize(
    ("what", "problem"),
    [
        (lambda row: row["events"].pop(), ""),
        (lambda row: row["events"][-1].__setitem__(4, 9), "count at"),
        (lambda row: row["pulls"][1].__setitem__(1, True), "pull 2: works, simulated never so"),
        (lambda row: row["pulls"][1].__setitem__(0, 9000), "pull 2: at 9.00 s"),
        (lambda row: row["statuses"].pop(1), "order of statuses"),
        (lambda row: row["events"].reverse(), "order of events"),
    ],
)
def test_what_cannot_be_is_told(file_of, capsys, what, problem) -> None:
    (row,) = rows_of("q")
    what(row)
    assert main([file_of(row)]) == (1 if problem else 0)  # whether the last event was thinned out is chance
    assert problem in capsys.readouterr().out


def test_a_file_that_cannot_be_read_is_a_mistake(file_of, capsys) -> None:
    assert main(["/nowhere/rows.jsonl"]) == 2
    assert main(["a", "b"]) == 2
    assert main([file_of({"case": "a"})]) == 2
    assert "rows.jsonl:1: lacks " in capsys.readouterr().err
    assert main(["--help"]) == 0


def test_a_row_is_read_in_common_words() -> None:
    row = next(read_rows(SAMPLE))
    assert (row.case, row.version, row.settled_s) == ("a fails at once", "1.32", 0.0)
    assert row.seen.events[0].kind == ("Normal", "Pulling", 'Pulling image "IMAGE0"')
    assert [at for at, _ in row.seen.rounds] == [at for at, _ in row.seen.pulls]


def test_a_kubelet_in_a_rush_is_not_asked_about_its_first_seconds() -> None:
    (row,) = rows_of("q")
    assert read(row | {"client_limits": "default"}).settled_s == 6.0
    with pytest.raises(BadRow, match="documents hold no pod of nobody"):
        read(row | {"pod": "nobody"})
    with pytest.raises(BadRow, match="unknown: more"):
        read(row | {"more": 1})


def test_what_is_impossible_and_how_far_samples_are_apart() -> None:
    assert not impossible(1.2, [0.0, 1.0], close=0.25)
    assert impossible(1.6, [0.0] * 50 + [1.0] * 50, close=0.25)
    assert impossible(1.0, [], close=9.0)
    assert distance([0.0, 1.0], [0.01, 0.99]) == 0.0
    assert distance([0.0], [5.0]) == 1.0
    assert distance([0.0, 5.0], [5.0, 5.0]) == 0.5
    assert allowed(1, 100) > 1 > allowed(100, 100)
