"""The table of a sweep is the same, byte for byte, whoever computes it, and no run is computed twice.

`python -m tests.same_table` does the same at the size of real questions.
"""

import json
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.studies.replications import replicate
from imagesim.studies.replications.folder import DONE
from imagesim.studies.sweeping.sweep import sweep
from tests.studies.cluster import local_cluster
from tests.studies.worlds import FOR, POLICY, small, written

VARY = {POLICY: ["Always", "IfNotPresent"], FOR: ["30s", "90s", "4m"]}
RUNS = 7
MEASURES = ["ready", "recovery"]
KEPT = ("runs.csv", "runs.parquet", "intervals.csv", "table.txt", "manifest.json")


def files(folder):
    return {name: (folder / name).read_bytes() for name in KEPT}


def done(folder):
    lines = [json.loads(line) for line in (folder / DONE).read_text().splitlines()]
    return [(line["setting"], line["run"]) for line in lines]


@pytest.fixture(scope="module", autouse=True)
def no_pictures():
    """They take most of the time; `python -m tests.same_table` compares them, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("imagesim.studies.outcome.files._pictures", lambda study: iter(()))
        yield


@pytest.fixture(scope="module")
def scenario():
    return small()


@pytest.fixture(scope="module")
def alone(scenario, tmp_path_factory):
    """The files of a sweep that this process has made alone."""
    folder = tmp_path_factory.mktemp("alone") / "out"
    sweep(scenario, VARY, RUNS, measures=MEASURES, out=folder, workers=1)
    assert done(folder) == sorted(done(folder), key=lambda place: place[0])
    return files(folder)


def test_any_executor_gives_the_same_and_is_left_running(scenario, alone, tmp_path):
    with ThreadPoolExecutor(2) as executor:
        sweep(scenario, VARY, RUNS, measures=MEASURES, out=tmp_path, executor=executor)
        assert executor.submit(len, "abc").result() == 3
    assert files(tmp_path) == alone


def test_two_processes_give_the_same_though_one_is_killed_half_way(scenario, alone, tmp_path):
    killed = []

    def progress(count, of):
        if count == of // 2 and not killed:
            (process, *_) = get_children()
            process.kill()
            killed.append(process)

    sweep(scenario, VARY, RUNS, measures=MEASURES, out=tmp_path, workers=2, progress=progress)
    assert killed
    assert files(tmp_path) == alone
    assert len(done(tmp_path)) == len(set(done(tmp_path))) == 6 * RUNS


def get_children():
    from multiprocessing import active_children

    return active_children()


def test_a_dask_cluster_gives_the_same_though_one_of_two_workers_is_killed_half_way(scenario, alone, tmp_path):
    killed = []
    with local_cluster(tmp_path) as cluster:

        def progress(count, of):
            if count == of // 2 and not killed:
                cluster.workers[0].kill()
                killed.append(cluster.workers[0].wait())

        sweep(
            scenario, VARY, RUNS, measures=MEASURES, out=tmp_path / "out", executor=cluster.address, progress=progress
        )
    assert killed == [-signal.SIGKILL]
    assert files(tmp_path / "out") == alone
    assert len(done(tmp_path / "out")) == len(set(done(tmp_path / "out"))) == 6 * RUNS


def test_a_scheduler_that_is_not_there_is_a_mistake(scenario, monkeypatch):
    monkeypatch.setattr("imagesim.studies.replications.runners.dask_cluster._PATIENCE", "200ms")
    with pytest.raises(ScenarioError, match=r"--scheduler: 'tcp://127.0.0.1:9' no Dask scheduler answers there"):
        sweep(scenario, VARY, 2, executor="tcp://127.0.0.1:9")


def test_what_was_killed_goes_on_where_it_was(alone, tmp_path):
    """Killed with SIGKILL, so that nothing can be tidied up; its workers end by themselves."""
    command = [sys.executable, "-m", "imagesim", "sweep", str(written(tmp_path)), "--runs", str(RUNS)]
    for path, values in VARY.items():
        command += ["--vary", f"{path}={','.join(values)}"]
    command += ["--out", str(tmp_path / "out"), "--workers", "2", "--measure", "ready", "--measure", "recovery"]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    journal = tmp_path / "out" / DONE
    while started.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") >= 8):
        time.sleep(0.005)
    started.kill()
    started.communicate()  # waits for the workers, too, since they hold the pipes
    before = done(tmp_path / "out")
    assert 8 <= len(before) < 6 * RUNS, "it was killed too late to show anything"
    again = subprocess.run([*command, "--workers", "1"], capture_output=True, check=True, text=True)
    assert len(done(tmp_path / "out")) == len(set(done(tmp_path / "out"))) == 6 * RUNS
    assert done(tmp_path / "out")[: len(before)] == before
    assert files(tmp_path / "out") == alone
    assert again.stdout.startswith(alone["table.txt"].decode())


def test_what_is_complete_computes_nothing(scenario, alone, tmp_path, monkeypatch):
    sweep(scenario, VARY, RUNS, measures=MEASURES, out=tmp_path, workers=1)
    monkeypatch.setattr(replicate, "compute", lambda *_: pytest.fail("a run was computed again"))
    sweep(scenario, VARY, RUNS, measures=MEASURES, out=tmp_path, workers=1)
    assert files(tmp_path) == alone


def test_every_executor_stops_at_the_same_run(scenario, tmp_path):
    ask = {"runs": 200, "measures": ["recovery"], "until_within": "20s", "vary": {FOR: ["30s", "90s"]}}
    here = sweep(scenario, workers=1, out=tmp_path / "here", **ask)
    there = sweep(scenario, workers=2, out=tmp_path / "there", **ask)
    assert here.is_narrow
    assert 20 <= here.runs_each < 200
    assert here.rows == there.rows
    assert max(each.mean.half for each in here.estimates) <= 20
    assert f"Stopped after {here.runs_each} runs of each: intervals are within 20s." in here.text()


def test_a_broken_executor_of_somebody_else_is_said(scenario, tmp_path):
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:

        def progress(count, of):
            if count == 3:
                for process in get_children():
                    process.kill()

        with pytest.raises(ScenarioError, match="workers have died 1 time in a row"):
            sweep(scenario, VARY, RUNS, measures=MEASURES, executor=executor, progress=progress, out=tmp_path)
    kept = len(done(tmp_path))
    assert kept >= 3
    sweep(scenario, VARY, RUNS, measures=MEASURES, workers=1, out=tmp_path)
    assert len(done(tmp_path)) == len(set(done(tmp_path))) == 6 * RUNS


def test_a_path_of_this_machine_is_in_no_table(alone):
    for content in alone.values():
        assert str(Path.cwd()).encode() not in content
