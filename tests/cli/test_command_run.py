"""`imagesim run`: what it prints, what it writes, and how it ends."""

import json
from pathlib import Path

import pytest

from imagesim.engine.records import PodRecord, PullRecord
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load
from tests.cli.conftest import Command


def test_prints_pods_events_summary_recovery_and_assumptions(imagesim: Command, manifests: Path) -> None:
    done = imagesim("run", "deployment.yaml", "world.yaml")
    assert done.exit_code == 0
    parts = done.stdout.split("\n\n")
    assert parts[0] == "deployment: 1 Deployment, 3 pods on 2 nodes, from deployment.yaml and 1 more"
    assert parts[1].startswith("NAME ")
    assert parts[1].count("Running") == 6
    assert parts[2].startswith("LAST SEEN ")
    assert 'Pulling image "nginx:1.27"' in parts[2]
    assert parts[3].startswith("Pods      6 of 6 ready (6 Running)")
    titles = [line.split()[0] for line in parts[3].splitlines()]
    assert titles == ["Pods", "Pulls", "Requests", "Versions", "Recovery", "Run"]
    assert "No document describes docker.io" in done.stdout


def test_prints_a_recovery_table_only_after_a_disturbance(imagesim: Command) -> None:
    down = imagesim("run", "registry-outage")
    table = next(part for part in down.stdout.split("\n\n") if part.startswith("DISTURBANCE"))
    head, first = table.splitlines()[:2]
    assert head.split()[:7] == ["DISTURBANCE", "OVER", "AT", "POD", "READY", "AT", "DELAY"]
    assert "BACKOFF" in head
    assert first.startswith("outage of registry.example   900.0s    web-")
    assert "DISTURBANCE" not in imagesim("run", "moved-tag").stdout


def test_groups_many_events_unless_all_are_asked_for(imagesim: Command) -> None:
    some, every = imagesim("run", "mistyped-tag").stdout, imagesim("run", "mistyped-tag", "--all-events").stdout
    note = "events, by what they are about; --all-events prints each)\nPod/web-"
    assert note in some
    first = some[some.index(note) :].splitlines()[3:6]
    assert [line.split("Normal")[-1].split()[0] for line in first[:2]] == ["Scheduled", "Pulling"]
    assert " Warning   Failed " in first[2]
    assert note not in every
    assert len(every.splitlines()) > len(some.splitlines()) > 40


def test_json_is_one_document_with_every_table_and_column(imagesim: Command) -> None:
    done = imagesim("run", "moved-tag", "--json")
    document = json.loads(done.stdout, parse_constant=lambda text: pytest.fail(f"{text} is no JSON"))
    assert done.stderr == ""
    assert list(document) == ["schema", "summary", "assumptions", "not_modelled", "missing_pods", "tables"]
    assert document["schema"] == 1
    assert {"pulls", "pods", "states", "events", "requests", "tags"} <= document["tables"].keys()
    assert tuple(document["tables"]["pulls"][0]) == PullRecord._fields
    assert tuple(document["tables"]["pods"][0]) == PodRecord._fields


def test_a_seed_changes_the_run_and_the_same_seed_does_not(imagesim: Command) -> None:
    first, other, again = (imagesim("run", "moved-tag", "--json", "--seed", seed).stdout for seed in (7, 8, 7))
    assert first == again != other
    assert json.loads(first)["summary"]["seed"] == 7


def test_until_ends_the_run_and_says_what_no_longer_happens(imagesim: Command, manifests: Path) -> None:
    done = imagesim("run", ".", "--until", "90s", "--json")
    document = json.loads(done.stdout)
    assert document["summary"]["duration_s"] == 90
    assert "1 event of the timeline lies after the end of the run and never happens." in document["assumptions"]
    assert not any("No duration is given" in sentence for sentence in document["assumptions"])


def test_set_changes_a_value_of_a_manifest_and_of_the_world(imagesim: Command) -> None:
    settings = ["--set", "Deployment/shop/web:spec.replicas=2", "--set", "NodePool/workers:spec.count=1"]
    pods = json.loads(imagesim("run", "moved-tag", "--until", "1m", "--json", *settings).stdout)["tables"]["pods"]
    assert [pod["node"] for pod in pods] == ["workers-0", "workers-0"]


def test_out_holds_a_scenario_that_runs_again_to_the_same_result(imagesim: Command, manifests: Path) -> None:
    first = imagesim("run", "registry-outage", "--seed", "5", "--until", "20m", "--out", "first")
    assert first.stdout.endswith("Written to first\n")
    names = {str(path.relative_to("first")) for path in Path("first").rglob("*") if path.is_file()}
    assert {"scenario.yaml", "summary.json", "tables/pulls.csv", "pictures/version_mix.png"} <= names
    assert imagesim("run", "first/scenario.yaml", "--out", "again").exit_code == 0
    for name in names:
        assert (Path("first") / name).read_bytes() == (Path("again") / name).read_bytes(), name


def test_out_fills_an_empty_folder_and_leaves_nothing_beside_it(imagesim: Command, manifests: Path) -> None:
    Path("empty").mkdir()
    assert imagesim("run", "moved-tag", "--until", "1m", "--out", "empty").exit_code == 0
    assert (Path("empty") / "scenario.yaml").exists()
    assert sorted(path.name for path in manifests.iterdir()) == ["deployment.yaml", "empty", "world.yaml"]


def test_out_is_whole_or_not_there(imagesim: Command, manifests: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("imagesim.results.plots.png", fails)
    done = imagesim("run", "moved-tag", "--until", "1m", "--out", "folder")
    assert done.exit_code == 2
    assert done.stderr == "Error: --out: 'folder' cannot be written to: No space left on device\n"
    assert sorted(path.name for path in manifests.iterdir()) == ["deployment.yaml", "world.yaml"]


def test_out_never_touches_a_folder_that_holds_something(imagesim: Command, manifests: Path) -> None:
    before = sorted(manifests.iterdir())
    done = imagesim("run", "moved-tag", "--out", ".")
    assert (done.exit_code, done.stderr) == (2, "Error: --out: '.' is not empty; name a new folder\n")
    file = imagesim("run", "moved-tag", "--out", "world.yaml")
    assert (file.exit_code, file.stderr) == (2, "Error: --out: 'world.yaml' is not a folder; name a new folder\n")
    assert sorted(manifests.iterdir()) == before


def test_an_expectation_that_is_not_met_ends_with_1(imagesim: Command) -> None:
    done = imagesim("run", "registry-outage", "--expect", "ready by 15m", "--expect", "failed pulls > 3")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[-2].startswith("not met: ready by 15m (measured: 15m")
    assert done.stdout.splitlines()[-1].startswith("met: failed pulls > 3 (measured: ")


def test_expectations_that_are_met_end_with_0_and_keep_json_clean(imagesim: Command) -> None:
    done = imagesim("run", "digest-pinned", "--json", "--expect", "ready by 10m", "--expect", "mixed == 0")
    assert done.exit_code == 0
    assert "met: mixed == 0 (measured: 0s)" in done.stderr
    assert json.loads(done.stdout)["summary"]["versions"][0]["mixed_s"] == 0


def test_prints_what_the_function_behind_it_returns(imagesim: Command) -> None:
    document = json.loads(imagesim("run", "moved-tag", "--json").stdout)
    assert document == json.loads(json.dumps(simulate(load("moved-tag")).to_json_dict()))
