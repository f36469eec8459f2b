"""What Pyodide computes is what this Python computes: labs, whole runs, the program's own tests."""

import json
import sys
import sysconfig

import pytest

from docs.site.fetched import ROOT
from imagesim.labs.catalogue import LABS
from imagesim.labs.page.answering import answering
from imagesim.results.result import simulate
from imagesim.rules.shown import gate
from imagesim.scenarios import shipped
from imagesim.scenarios.loading import load
from tests.site.in_pyodide import hypothesis_for_pyodide, run_in_pyodide

_ANSWERS = """
from imagesim.labs.page.answering import answering
for question in {questions!r}:
    print(answering(question))
"""
_RUNS = """
from imagesim.results.result import simulate
from imagesim.rules.shown import gate
from imagesim.scenarios.loading import load
for name in {names!r}:
    print(gate.as_json(simulate(load(name)).to_json_dict()))
"""


def test_every_lab_says_at_first_what_it_says_here():
    questions = [json.dumps({"kind": "lab", "lab": module, "code": ""}) for module in LABS]
    answers = run_in_pyodide(_ANSWERS.format(questions=questions)).splitlines()
    for question, answer in zip(questions, answers, strict=True):
        assert answer == answering(question), question


@pytest.mark.sitecheck
def test_every_shipped_scenario_runs_to_the_same_records():
    names = shipped.names()
    answers = run_in_pyodide(_RUNS.format(names=names)).splitlines()
    here = [gate.as_json(simulate(load(name)).to_json_dict()) for name in names]
    assert [name for name, one, other in zip(names, answers, here, strict=True) if one != other] == []


_TESTS = """
import json, os, sys
sys.path[:0] = ["/checkout", "/hypothesis"]
sys.path.append("/tools")
os.chdir("/checkout")
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # those of notebooks and processes cannot be loaded
import pytest

class Outcomes:
    def __init__(self):
        self.told = {{"passed": [], "failed": [], "skipped": []}}

    def pytest_runtest_logreport(self, report):
        if report.when == "call" or report.outcome != "passed":
            self.told[report.outcome].append(report.nodeid)

    def pytest_collectreport(self, report):
        if report.outcome != "passed":
            self.told[report.outcome].append(report.nodeid)

outcomes = Outcomes()
pytest.main(["-q", "-p", "no:cacheprovider", "-o", "addopts=", "--tb=short", *{arguments!r}], plugins=[outcomes])
print(json.dumps(outcomes.told))
"""

_VALUES = "tests/rules/credentials/test_secret_value.py"
NOT_IN_A_BROWSER = {
    f"{_VALUES}::test_equal_values_have_equal_stand_ins_in_every_process": "starts a process",
    f"{_VALUES}::test_a_python_without_openssl_makes_the_same_stand_in": "takes OpenSSL away, which is not there",
}
"""Tests of rules and engine that fail in Pyodide, each with its reason. One that passes has to leave this list."""
MAY_FAIL = {
    "tests/rules/shown/test_secret_texts.py::test_time_grows_with_the_length_alone": (
        "measures the time of the process, which is there the time on the clock: a busy machine's other work counts"
    ),
}


@pytest.mark.sitecheck
@pytest.mark.parametrize("room", ["rules", "engine"])
def test_the_programs_own_tests_pass(room):
    program = _TESTS.format(arguments=[f"tests/{room}"])
    tools = sysconfig.get_path("purelib")
    folders = f"{ROOT}=/checkout", f"{hypothesis_for_pyodide()}=/hypothesis", f"{tools}=/tools"
    said = run_in_pyodide(program, *folders, whole_library=True, timeout_s=1800)
    told = json.loads(said.splitlines()[-1])
    print({outcome: len(names) for outcome, names in told.items()}, file=sys.stderr)
    failed = {name.partition("[")[0] for name in told["failed"]} - MAY_FAIL.keys()
    assert failed == {name for name in NOT_IN_A_BROWSER if name.startswith(f"tests/{room}/")}, said[-8000:]
    assert told["passed"]
    assert told["skipped"] == []
