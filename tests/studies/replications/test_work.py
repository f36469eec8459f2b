"""What a process computes that was handed a scenario."""

import pytest

import imagesim
from imagesim.results.expectations import MEASURES
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.studies.replications import work
from imagesim.studies.replications.work import DIGITS, measured, pack


@pytest.mark.parametrize("name", ["moved-tag", "private-pull-secret", "company-images", "nodes-upgraded"])
def test_a_scenario_that_was_handed_over_gives_what_it_gives_here(name):
    scenario = imagesim.load(name)
    records = imagesim.simulate(scenario, seed=5).records
    expected = [repr(round(float(measure.of(records)), DIGITS)) for measure in MEASURES.values()]
    assert [repr(value) for value in measured(pack(scenario, list(MEASURES), None), 5)] == expected


def test_a_process_keeps_a_scenario_and_not_all_of_them(monkeypatch):
    made = []
    monkeypatch.setattr(work, "_kept", work.OrderedDict())
    monkeypatch.setattr(work, "MOST_KEPT", 2)
    monkeypatch.setattr(work.pickle, "loads", lambda packed, loads=work.pickle.loads: made.append(1) or loads(packed))
    jobs = [pack(imagesim.load(name), ["pulls"], None) for name in ("moved-tag", "pull-policy", "local-image")]
    for job in jobs:
        for seed in range(3):
            measured(job, seed)
    assert len(made) == 3
    measured(jobs[2], 1)
    assert len(made) == 3
    measured(jobs[0], 1)
    assert len(made) == 4
    assert len(work._kept) == 2


def test_another_version_computes_nothing():
    job = pack(imagesim.load("moved-tag"), ["pulls"], None)._replace(version="0.0.1")
    with pytest.raises(ScenarioError, match=r"a worker has imagesim .*, and this is 0\.0\.1; install the same"):
        measured(job, 1)


def test_a_run_beyond_its_limit_is_a_mistake():
    with pytest.raises(ScenarioError, match="--no-limit"):
        measured(pack(imagesim.load("moved-tag"), ["pulls"], 1000), 1)
