"""Result: one call in, one value out, tables when asked for, JSON without NaN, files that are equal for equal runs."""

import json
import subprocess
import sys

import pytest

import imagesim
from imagesim.results.export import export
from imagesim.results.measures.recovery import CAUSES
from imagesim.results.result import Result, simulate


@pytest.fixture(scope="module")
def outage() -> Result:
    return simulate(imagesim.load("registry-outage"), seed=3)


def test_pandas_and_matplotlib_load_only_when_a_table_or_a_picture_is_asked_for():
    code = (
        "import sys, json, imagesim\n"
        "result = imagesim.simulate(imagesim.load('registry-outage'))\n"
        "from imagesim.results import report, svg\n"
        "from imagesim.results.measures import version_mix\n"
        "result.summary(); json.dumps(result.to_json_dict()); report.pods(result.records)\n"
        "svg.version_mix(version_mix(result.records)); svg.states(result.records.states)\n"
        "assert not {'pandas', 'matplotlib', 'ipywidgets', 'numpy'} & set(sys.modules)\n"
        "result.pulls\n"
        "assert 'pandas' in sys.modules and 'matplotlib' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_tables_are_made_once_and_know_their_run(outage):
    assert outage.pulls is outage.pulls
    assert outage.states.attrs == {
        "end_s": outage.records.end_s,
        "versions": outage.versions,
        "names": outage.version_names,
        "causes": list(outage.records.causes),
    }
    assert list(outage.version_names.values()) == ["build"]


def test_what_a_table_knows_is_shared_and_can_be_written_as_json(outage):
    some = outage.states[outage.states.state == "Running"]
    assert some.attrs["causes"] is outage.states.attrs["causes"]
    assert json.loads(json.dumps(outage.states.attrs))["names"] == outage.version_names
    assert len(outage.pulls) == len(outage.records.pulls)
    assert repr(outage).startswith("Result('registry-outage', seed=3: 1800 s, ")


def test_the_recovery_of_a_real_run_adds_up_exactly(outage):
    frame = outage.recovery()
    assert len(frame) > 0
    assert frame.delay_s.notna().all()
    assert (frame[list(CAUSES)].sum(axis=1) == frame.delay_s).all()
    assert ((frame.ready_s - frame.ended_s - frame.delay_s).abs() < 1e-8).all()
    assert (frame.backoff_s > 0).any()


def test_the_json_document_has_the_contracts_keys_and_no_nan(outage):
    document = outage.to_json_dict()
    text = json.dumps(document, allow_nan=False)
    assert json.loads(text) == document
    assert list(document) == ["schema", "summary", "assumptions", "not_modelled", "missing_pods", "tables"]
    assert document["schema"] == 1
    assert document["tables"]["pods"][0]["deleted_s"] is None
    assert document["tables"]["pulls"][0]["outcome"] in ("Pulled", "AlreadyPresent", "Failed")
    assert set(document["tables"]) >= {"pulls", "pods", "states", "events", "requests", "tags", "version_mix"}


def test_the_same_seed_gives_the_same_files_and_the_saved_scenario_the_same_result(outage, tmp_path):
    written = export(outage, tmp_path / "first")
    assert {path.relative_to(tmp_path / "first").as_posix() for path in written} >= {
        "run.html", "scenario.yaml", "summary.json", "tables/pulls.csv", "tables/recovery.csv", "pictures/states.png",
    }  # fmt: skip
    again = simulate(imagesim.load(tmp_path / "first" / "scenario.yaml"))
    for path in export(again, tmp_path / "second"):
        name = path.relative_to(tmp_path / "second")
        assert path.read_bytes() == (tmp_path / "first" / name).read_bytes(), name


def test_the_index_says_what_each_picture_shows_and_why_others_are_missing(tmp_path):
    result = simulate(imagesim.load("moved-tag"))
    written = {path.name for path in export(result, tmp_path)}
    index = (tmp_path / "pictures" / "index.md").read_text()
    drawn = {name for name in written if name.endswith(".png")}
    assert "recovery.png" not in drawn
    assert "- recovery: Recovery: no pod was failing at the end of a disturbance." in index
    for name in drawn:
        assert f"- [{name}]({name}): " in index, name
    assert "mixed for 22 min; pods after the last change: 6 of old-build, 2 of new-build." in index


def test_the_progress_is_told_and_changes_nothing(outage):
    told: list[float] = []
    again = simulate(imagesim.load("registry-outage"), seed=3, progress=told.append)
    assert told[-1] == outage.records.end_s
    assert again.records == outage.records
