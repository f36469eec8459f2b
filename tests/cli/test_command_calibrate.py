"""`imagesim calibrate`: what it prints and writes, and its mistakes."""

import json

import pytest

from tests.studies.calibrating.events import event

MB = 10**6


@pytest.fixture
def events(tmp_path, monkeypatch):
    """Three images on one node after another, as kubectl prints their events."""
    monkeypatch.chdir(tmp_path)
    sizes = (10 * MB, 100 * MB, 300 * MB, 30 * MB, 200 * MB)
    items = [
        event(f"r.example/i{size}:v1", 100.0 * place, 1.0 + size / (50 * MB), f"n-{place}", size)
        for place, size in enumerate(sizes)
    ]
    (tmp_path / "events.json").write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
    return tmp_path / "events.json"


def test_it_prints_what_it_found_and_writes_documents_and_a_picture(imagesim, events):
    done = imagesim("calibrate", "events.json", "--out", "preset.yaml", "--picture", "fit.png")
    assert done.exit_code == 0, done.output
    assert "5 pulls of 5 images on 5 nodes, from r.example" in done.stdout
    assert "fixed cost of a pull  1.00 s  (" in done.stdout
    assert "a node takes in       50.0 MB/s  (" in done.stdout
    assert "No two nodes pulled from r.example at the same time" in done.stdout
    assert (events.parent / "fit.png").read_bytes().startswith(b"\x89PNG")
    checked = imagesim("check", "preset.yaml")
    assert checked.exit_code == 0, checked.output


def test_as_json_it_is_one_document(imagesim, events):
    done = imagesim("calibrate", "events.json", "--json", "--out", "preset.yaml")
    found = json.loads(done.stdout)
    assert [each["what"] for each in found["parameters"]] == ["fixed", "node"]
    assert found["parameters"][1]["value"] == pytest.approx(50 * MB, rel=0.01)
    assert done.stderr == "Written to preset.yaml\n"


def test_standard_input_is_a_dash(process, events):
    with events.open() as file:
        done = process("calibrate", "-", stdin=file, cwd=events.parent)
    assert done.returncode == 0, done.stderr
    assert b"a node takes in       50.0 MB/s" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (["nothing.json"], "Error: nothing.json: there is no such file or folder"),
        (["events.json", "--out", "events.json"], "Error: --out: 'events.json' exists already"),
        (
            ["pod.json"],
            "Error: there is no Event in what was given; give what `kubectl get events -A -o json` prints",
        ),
    ],
)
def test_a_mistake_is_one_line_and_nothing_is_written(imagesim, events, arguments, begins):
    (events.parent / "pod.json").write_text('{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}}')
    before = sorted(path.name for path in events.parent.iterdir())
    done = imagesim("calibrate", *arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith(begins)
    assert done.stderr.count("\n") == 1
    assert sorted(path.name for path in events.parent.iterdir()) == before
