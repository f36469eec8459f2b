import json

import pytest

from tests.conformance import __main__ as command
from tests.conformance import registry
from tests.conformance.registry import Checkers

AGREES = {
    "kind": "hand",
    "initial_ms": 10,
    "max_ms": 300,
    "ops": [{"t_ms": 0, "op": "next", "id": "a", "result": None, "get_ms": 10}],
}
DISAGREES = {**AGREES, "ops": [{"t_ms": 0, "op": "next", "id": "a", "result": None, "get_ms": 99}]}


def main(arguments):
    return command.main(arguments, Checkers(["check_backoff"]))


def write(folder, name, *rows):
    (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_exit_0_when_every_row_agrees(tmp_path, capsys):
    write(tmp_path, "backoff.jsonl", AGREES, AGREES)
    assert main([str(tmp_path)]) == 0
    assert "backoff.jsonl: 2 rows, 2 agreed, 0 disagreed, 0 excluded" in capsys.readouterr().out


def test_exit_1_and_the_first_five_disagreements(tmp_path, capsys):
    write(tmp_path, "backoff.jsonl", *[DISAGREES] * 7)
    assert main([str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "7 rows, 0 agreed, 7 disagreed" in out
    assert "row 1: op 0 next at 0 ms: get_ms: recorded 99, got 10.0" in out
    assert "row 5: " in out
    assert "row 6: " not in out
    assert "... and 2 more" in out


def test_rows_that_depend_on_the_go_version_are_counted_as_excluded(tmp_path, capsys):
    write(tmp_path, "backoff.jsonl", AGREES, {**DISAGREES, "go_version_sensitive": True})
    assert main([str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "2 rows, 1 agreed, 0 disagreed, 1 excluded" in out
    assert "excluded 1: the answer depends on the Go version" in out


@pytest.mark.parametrize("line", ["{broken", json.dumps({"kind": "hand"})])
def test_a_row_that_cannot_be_read_or_checked_disagrees(tmp_path, capsys, line):
    (tmp_path / "backoff.jsonl").write_text(line + "\n", encoding="utf-8")
    assert main([str(tmp_path)]) == 1
    assert "1 disagreed" in capsys.readouterr().out


def test_exit_1_for_a_file_that_nothing_knows(tmp_path, capsys):
    write(tmp_path, "backoff.jsonl", AGREES)
    write(tmp_path, "weather.jsonl", {"rain": True})
    assert main([str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "weather.jsonl: not known: nothing checks it" in out
    assert out.endswith("all: 1 rows, 1 agreed, 0 disagreed, 0 excluded\n")


def test_rows_of_a_file_that_is_known_to_wait_are_excluded_and_the_file_is_named(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(registry.NOT_YET, "weather.jsonl", "there is no weather yet")
    write(tmp_path, "backoff.jsonl", AGREES)
    write(tmp_path, "weather.jsonl", {"rain": True}, {"rain": False})
    assert main([str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "weather.jsonl: 2 rows, 0 agreed, 0 disagreed, 2 excluded\n    excluded 2: there is no weather yet" in out
    assert "\nnot checked yet, and excluded: weather.jsonl\nall: 3 rows, 1 agreed, 0 disagreed, 2 excluded\n" in out


def test_a_file_that_waits_is_checked_once_there_is_a_checker():
    assert not set(registry.NOT_YET) & set(Checkers().by_file)


def test_exit_2_without_a_folder_or_a_known_file(tmp_path, capsys):
    assert main([]) == 2
    assert main([str(tmp_path / "absent")]) == 2
    write(tmp_path, "weather.jsonl", {"rain": True})
    assert main([str(tmp_path)]) == 2
    assert "backoff.jsonl" in capsys.readouterr().err


def test_a_checker_that_cannot_be_loaded_is_named_and_fails_the_run(tmp_path, capsys):
    write(tmp_path, "backoff.jsonl", AGREES)
    assert command.main([str(tmp_path)], Checkers(["check_backoff", "check_absent"])) == 1
    assert "checker check_absent: ModuleNotFoundError" in capsys.readouterr().out
