"""`imagesim sweep` and `imagesim compare`: what they print, write and refuse."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.canaries import CANARY
from tests.cli.conftest import Command
from tests.studies.worlds import COUNT, FOR, POLICY, REPLICAS, written

RUN = ("--runs", "4", "--workers", "1", "--measure", "ready")


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return written(tmp_path)


def test_a_sweep_prints_a_table_with_intervals(imagesim: Command, small: Path) -> None:
    done = imagesim("sweep", small, "--vary", f"{FOR}=30s,90s", "--vary", f"{COUNT}=1,2", *RUN)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "sweep of small"
    assert "4 settings, 4 runs of each with seeds 1 to 4." in lines
    assert f"for is {FOR}" in lines
    head = next(line for line in lines if line.startswith("  for"))
    assert head.split() == [
        "for", "count", "runs", "mean", "95", "%", "interval", "difference", "95", "%", "interval",
    ]  # fmt: skip
    rows = [line for line in lines if line.startswith(("  30s", "  90s"))]
    assert [row.split()[:3] for row in rows] == [
        ["30s", "1", "4"], ["30s", "2", "4"], ["90s", "1", "4"], ["90s", "2", "4"],
    ]  # fmt: skip
    assert rows[2].endswith("differs")


def test_a_comparison_names_its_scenarios_by_what_was_typed(imagesim: Command, small: Path) -> None:
    other = small.with_name("other.yaml")
    other.write_text(small.read_text().replace("90s", "30s"))
    done = imagesim("compare", small, other, *RUN)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[0] == "comparison of small.yaml, other.yaml"
    (row,) = [line for line in done.stdout.splitlines() if line.startswith("  other.yaml")]
    assert row.endswith("differs")


def test_what_belongs_to_all_is_given_once(imagesim: Command, small: Path) -> None:
    parts = small.read_text().split("---\n")
    (deployment,) = [part for part in parts if "kind: Deployment" in part]
    small.write_text("---\n".join(part for part in parts if part is not deployment))
    for name, replicas in (("a.yaml", 1), ("b.yaml", 3)):
        small.with_name(name).write_text(deployment.replace("replicas: 1", f"replicas: {replicas}"))
    words = ("compare", "a.yaml", "b.yaml", "--with", small, "--runs", 3, "--workers", 1, "--measure", "pods", "--json")
    done = imagesim(*words)
    assert [row["mean"] for row in json.loads(done.stdout)["intervals"]] == [1.0, 3.0]


def test_json_tells_never_from_nothing(imagesim: Command, small: Path) -> None:
    words = ("--vary", f"{FOR}=90s,20m", "--runs", 3, "--workers", 1, "--measure", "ready", "--measure", "reached")
    document = json.loads(imagesim("sweep", small, *words, "--json").stdout)
    assert document["schema"] == 1
    assert document["settings"] == [{FOR: "90s"}, {FOR: "20m"}]
    assert [measure["column"] for measure in document["measures"]] == ["ready_s", "reached"]
    assert [run["never"] for run in document["runs"]] == [[]] * 3 + [["ready_s"]] * 3
    assert {run["reached"] for run in document["runs"]} == {None}
    never = document["intervals"][1]
    assert (never["never"], never["mean"], never["pairs"]) == (3, None, 0)
    assert document["intervals"][2]["nothing"] == 3


def test_what_never_happens_is_said_beside_the_mean(imagesim: Command, small: Path) -> None:
    out = imagesim("sweep", small, "--vary", f"{FOR}=90s,20m", *RUN).stdout
    assert "4 of 4 (51 to 100 %)" in out
    assert "differs in how often it never happens" in out
    assert "never: not before the run ended; such runs are in no mean and no difference" in out


def test_the_seed_and_the_end_are_those_of_run(imagesim: Command, small: Path) -> None:
    words = ("--vary", f"{REPLICAS}=2,3", *RUN, "--seed", 40, "--until", "8m", "--json", "--set", f"{FOR}=60s")
    runs = json.loads(imagesim("sweep", small, *words).stdout)["runs"]
    assert [run["seed"] for run in runs] == [40, 41, 42, 43] * 2
    values = ("--set", f"{FOR}=60s", "--set", f"{REPLICAS}=3")
    once = imagesim("run", small, "--seed", 42, "--until", "8m", *values, "--json")
    ready = json.loads(once.stdout)["summary"]["pods"]["last_ready_s"]
    assert runs[6]["ready_s"] == pytest.approx(ready, abs=1e-6)


MISTAKES = {
    ("--vary", "NodePool/werkers:spec.count=1,2"): "did you mean NodePool/workers",
    ("--vary", f"{COUNT}"): "--vary: 'NodePool/workers:spec.count' is not PATH=V1,V2",
    ("--vary", f"{COUNT}=1,none"): "NodePool/workers: spec.count: 'none'",
    ("--vary", f"{COUNT}=1", "--vary", f"{COUNT}=2"): "is varied twice",
    ("--vary", f"{COUNT}=1,2", "--runs", "1"): "--runs: 1 is too few: an interval needs two",
    ("--vary", f"{COUNT}=1,2", "--runs", "9000000"): "makes 18,000,000 runs of 2 settings; the most is 10,000,000",
    ("--vary", f"{COUNT}=1,2", "--measure", "redy"): "--measure: 'redy' is not a measure; did you mean ready?",
    ("--vary", f"{COUNT}=1,2", "--until-within", "5%"): "--until-within: '5%' does not say of what",
    ("--vary", f"{COUNT}=1,2", "--workers", "0"): "--workers: 0 is too few",
    ("--vary", f"{COUNT}=1,2", "--out", "small.yaml"): "--out: 'small.yaml' cannot be written to: ",
    ("--vary", f"{COUNT}=1,2", "--out", "."): "--out: '.' is not empty, and holds no study; name a new folder",
    ("--vary", f"{REPLICAS}=1,900000", "--set", f"{COUNT}=9000", "--out", "new"): "--no-limit",
}  # fmt: skip


@pytest.mark.parametrize("words", MISTAKES, ids=" ".join)
def test_a_mistake_is_one_message_and_nothing_is_left(words: tuple[str, ...], imagesim: Command, small: Path) -> None:
    done = imagesim("sweep", small, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: ")
    assert MISTAKES[words] in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in small.parent.iterdir()] == ["small.yaml"]


def test_one_scenario_is_nothing_to_compare(imagesim: Command, small: Path) -> None:
    done = imagesim("compare", small, "--runs", 2)
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: there is nothing to compare: that takes two scenarios; name two")


def test_another_question_into_the_same_folder_is_a_mistake(imagesim: Command, small: Path) -> None:
    assert imagesim("sweep", small, "--vary", f"{COUNT}=1,2", *RUN, "--out", "out").exit_code == 0
    before = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    for words in ((f"{COUNT}=1,3", *RUN), (f"{COUNT}=1,2", *RUN, "--seed", 2), (f"{COUNT}=1,2", *RUN, "--runs", 5)):
        done = imagesim("sweep", small, "--vary", *words, "--out", "out")
        assert done.exit_code == 2
        assert "--out: 'out' holds a study of another question: " in done.stderr
    assert {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()} == before
    again = imagesim("sweep", small, "--vary", f"{COUNT}=1,2", *RUN, "--out", "out", "--workers", 2)
    assert again.exit_code == 0


def test_no_file_and_no_word_of_a_sweep_holds_a_secret(imagesim: Command, small: Path) -> None:
    registry = (
        "---\napiVersion: imagesim/v1\nkind: Registry\nmetadata: {name: r.example}\n"
        f"spec: {{auth: basic, users: [{{name: a, password: {CANARY}}}]}}\n"
    )
    small.write_text(small.read_text() + registry)
    vary = f"Registry/r.example:spec.users[0].password={CANARY}1,{CANARY}2"
    done = imagesim("sweep", small, "--vary", vary, *RUN, "--out", "out")
    assert done.exit_code == 0, done.output
    assert "hidden (1)" in done.stdout
    assert CANARY not in done.output
    shown = imagesim("sweep", small, "--vary", vary, *RUN, "--json")
    assert CANARY not in shown.output
    for path in Path("out").rglob("*"):
        if path.is_file():
            assert CANARY.encode() not in path.read_bytes(), path


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_ends_with_130_and_keeps_what_is_done(small: Path) -> None:
    command = [sys.executable, "-m", "imagesim", "sweep", str(small), "--vary", f"{POLICY}=Always,IfNotPresent"]
    command += ["--runs", "5000", "--workers", "2", "--out", "out"]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    journal = Path("out") / "done.jsonl"
    while started.poll() is None and not (journal.exists() and journal.stat().st_size > 1000):
        time.sleep(0.01)
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does: to the workers, too
    out, err = started.communicate(timeout=60)  # which waits for the workers: they hold the pipes
    assert (started.returncode, out, err) == (130, b"", b"Interrupted.\n")
    lines = journal.read_text().splitlines()
    assert len(lines) > 3
    assert len({(json.loads(line)["setting"], json.loads(line)["run"]) for line in lines}) == len(lines)
