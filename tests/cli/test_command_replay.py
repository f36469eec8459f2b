"""`imagesim replay`: files and standard input, text and JSON, and mistakes of one line."""

import json

import pytest

from tests.studies.replaying.pastes import OLD, TABLE, described


def test_a_paste_on_standard_input_is_explained(process):
    done = process("replay", "-", input=OLD.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Pod shop/web-0, container web, on node-1" in done.stdout


def test_a_description_is_explained_with_the_next_attempt(imagesim, tmp_path):
    file = tmp_path / "described.txt"
    file.write_text(described(120))
    done = imagesim("replay", file)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Pod default/p, container web, on n-0" in done.stdout
    assert "  why       the registry has no such tag or repository" in done.stdout
    assert "  next      an attempt in " in done.stdout
    assert "What is not certain:" in done.stdout


def test_json_has_the_stuck_containers_beside_the_document_of_a_run(imagesim, tmp_path):
    file = tmp_path / "table.txt"
    file.write_text(TABLE)
    done = imagesim("replay", file, "--json")
    document = json.loads(done.stdout)
    assert document["schema"] == 1
    assert [row["pod"] for row in document["stuck"]] == ["web-0"]
    assert document["stuck"][0]["due_least_s"] < document["stuck"][0]["due_most_s"]
    assert len(document["tables"]["events"]) == 5


def test_out_writes_the_files_of_a_run(imagesim, tmp_path):
    file = tmp_path / "described.txt"
    file.write_text(described(120))
    done = imagesim("replay", file, "--out", tmp_path / "out")
    assert done.exit_code == 0
    assert (tmp_path / "out" / "run.html").exists()
    assert (tmp_path / "out" / "pictures" / "states.png").exists()


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("hello", (), "holds no event and no pod that kubectl could have printed"),
        ('{"kind": "List",', (), "bad.txt:2: "),
        ('{"kind": "Event", "involvedObject": {}}', ("--now", "noon"), "now: 'noon' is no date"),
    ],
)
def test_a_mistake_is_one_line_and_ends_with_2(imagesim, tmp_path, text, options, said):
    file = tmp_path / "bad.txt"
    file.write_text(text)
    done = imagesim("replay", file, *options)
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_named(imagesim):
    done = imagesim("replay", "nowhere.json")
    assert done.exit_code == 2
    assert "nowhere.json" in done.stderr


def test_a_pod_that_runs_nobody_knows_what_is_drawn(imagesim, tmp_path):
    """The events say that it was started, and nothing says which version."""
    file = tmp_path / "events.txt"
    file.write_text(TABLE.replace("Back-off pulling image", "Started container web: ").replace("BackOff", "Started"))
    done = imagesim("replay", file, "--out", tmp_path / "out")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "no container waits for its image" in done.stdout
    assert ",Running," in (tmp_path / "out" / "tables" / "states.csv").read_text()
