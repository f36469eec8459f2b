"""compare(): what differs is found, what does not is not, and scenarios keep their names."""

import pytest

import imagesim
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.studies.outcome.estimates import DIFFERS, EQUAL
from tests.studies.worlds import FOR, OUTAGE, SIMULATION, small


def compared(*scenarios, **ways):
    return imagesim.compare(*scenarios, workers=1, **ways)


def test_a_known_difference_is_found_and_an_absent_one_is_not():
    later = imagesim.load(*small().documents, values={"Timeline/day:spec.events[0].at": "10s", FOR: "90s"})
    study = compared(small(), later, small(), runs=12, measures=["ready"])
    _, after, same = study.estimates
    assert after.verdict == DIFFERS
    assert (same.verdict, same.difference[:3]) == (EQUAL, (0.0, 0.0, 0.0))


def test_names_are_those_of_the_scenarios_numbered_where_they_are_alike():
    study = compared(small(), "pull-policy", small(), runs=2, measures=["pulls"])
    assert [setting.labels for setting in study.settings] == [("small (1)",), ("pull-policy",), ("small (3)",)]
    named = compared(small(), small(), names=["a", "b"], runs=2, measures=["pulls"])
    assert list(named.runs.scenario) == ["a", "a", "b", "b"]
    with pytest.raises(ScenarioError, match="there are 2 scenarios and 1 names"):
        compared(small(), small(), names=["a"], runs=2)


def test_documents_can_be_compared_too():
    study = compared(SIMULATION, OUTAGE, runs=2, measures=["pods"])
    assert study.estimates[0].nothing == 2


def test_a_difference_that_is_known_well_enough_ends_it():
    sooner = small(**{FOR: "60s"})
    study = compared(small(), sooner, runs=500, measures=["ready"], until_within="12s")
    assert study.is_narrow
    assert 20 <= study.runs_each < 500
    assert study.estimates[1].difference.half <= 12 < study.estimates[0].mean.half * 2
    assert study.rows[: study.runs_each][-1].run == study.runs_each


def test_a_study_has_tables_pictures_and_words():
    study = compared(small(), small(**{FOR: "20m"}), runs=3, measures=["ready", "reached"])
    assert list(study.runs.columns) == ["setting", "scenario", "run", "seed", "ready_s", "reached"]
    assert str(study.runs.ready_s.dtype) == "float64"
    assert list(study.intervals.never) == [0, 3, 0, 0]
    words = study.plot("ready").words
    assert words.startswith("ready in ")
    assert "small (2): never" in words
    assert "never" in {text.get_text() for text in study.plot("ready").texts}
    assert "Nothing to measure: reached (nobody pushed)." in study.text()
    assert "<pre>comparison of" in study._repr_html_()
    with pytest.raises(ScenarioError, match="measure: 'pods' is not measured here"):
        study.plot("pods")
