"""The folder of a study: what is done is kept, what was cut off is not, and another question is refused."""

import json
import math

import pytest

from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.studies.replications.folder import DONE, MANIFEST, StudyFolder, write_whole
from imagesim.studies.replications.setting import RunRow

ASKED = {"schema": 1, "runs": 3, "measures": ["ready", "recovery"], "settings": [{"labels": ["a"]}]}
ROWS = [RunRow(0, 1, 7, (1 / 3, math.inf)), RunRow(0, 2, 8, (2.0, math.nan))]


def keep(folder, rows=ROWS):
    with StudyFolder(folder, ASKED) as opened:
        for row in rows:
            opened.add(row)


def test_what_is_done_comes_back_to_the_last_bit(tmp_path):
    keep(tmp_path / "out")
    with StudyFolder(tmp_path / "out", ASKED) as opened:
        assert opened.rows[0, 1] == ROWS[0]
        assert opened.rows[0, 2][:3] == (0, 2, 8)
        assert math.isnan(opened.rows[0, 2].values[1])


def test_every_beginning_of_the_file_is_the_whole_lines_of_it(tmp_path):
    keep(tmp_path)
    content = (tmp_path / DONE).read_bytes()
    first = content.index(b"\n") + 1
    for length in range(len(content) + 1):
        (tmp_path / DONE).write_bytes(content[:length])
        with StudyFolder(tmp_path, ASKED) as opened:
            assert len(opened.rows) == (length >= first) + (length == len(content))
            opened.add(ROWS[0])
        lines = (tmp_path / DONE).read_bytes().splitlines()
        assert all(json.loads(line) for line in lines)


def test_another_question_is_refused_and_says_what_differs(tmp_path):
    keep(tmp_path)
    with pytest.raises(ScenarioError, match="holds a study of another question: runs 3, and this is 4; name a new"):
        StudyFolder(tmp_path, {**ASKED, "runs": 4})
    with pytest.raises(ScenarioError, match="of another question: settings differ"):
        StudyFolder(tmp_path, {**ASKED, "settings": [{"labels": ["b"]}]})
    with pytest.raises(ScenarioError, match="of another question: until within none, and this is 5%"):
        StudyFolder(tmp_path, {**ASKED, "until within": "5%"})


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(ScenarioError, match="is not empty, and holds no study; name a new folder"):
        StudyFolder(tmp_path, ASKED)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ScenarioError, match=r"--out: .* cannot be written to: "):
        StudyFolder(tmp_path / "file", ASKED)


@pytest.mark.parametrize("line", ["{}", "[]", "nonsense", '{"setting": 0, "run": 1, "seed": 7, "values": [1]}'])
def test_a_line_that_is_no_run_is_said(tmp_path, line):
    keep(tmp_path)
    with (tmp_path / DONE).open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(ScenarioError, match=r"is damaged: line 3 of done.jsonl is no run"):
        StudyFolder(tmp_path, ASKED)


def test_a_manifest_that_is_none_is_said(tmp_path):
    (tmp_path / MANIFEST).write_text("{")
    with pytest.raises(ScenarioError, match=r"has a manifest.json that is none"):
        StudyFolder(tmp_path, ASKED)


def test_one_at_a_time_works_in_a_folder(tmp_path):
    with StudyFolder(tmp_path, ASKED), pytest.raises(ScenarioError, match="is being written to by another process"):
        StudyFolder(tmp_path, ASKED)
    keep(tmp_path)


def test_a_file_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "table.txt"
    write_whole(path, b"before")
    monkeypatch.setattr("os.fsync", lambda number: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"after")
    assert [each.name for each in tmp_path.iterdir()] == ["table.txt"]
    assert path.read_bytes() == b"before"
