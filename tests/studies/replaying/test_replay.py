"""A paste becomes records, reasons and an interval."""

import json

import pytest

import imagesim
from imagesim.results import report
from imagesim.results.explorers.story import explain_pod
from tests.studies.replaying.pastes import OLD, TABLE, described


def test_a_description_is_explained():
    (row,) = imagesim.replay(described(180)).stuck
    assert (row.namespace, row.pod, row.node, row.container) == ("default", "p", "n-0", "web")
    assert row.reason == "ImagePullBackOff"
    assert row.why.why == "the registry has no such tag or repository"
    assert row.error.endswith("reg.example/app:v1: not found")
    assert "At least 5 attempts, of which 5 failed" in row.proofs[0]
    assert row.due is not None
    assert 0 < row.due.least_s < row.due.middle_s < row.due.most_s < 320


def test_it_yields_the_records_of_a_run():
    found = imagesim.replay(described(180))
    result = found.result
    assert list(result.events.reason) == [
        "Scheduled", "Pulling", "Failed", "Failed", "BackOff", "Failed", "BackOff", "Failed", "Pulling", "Failed",
        "Failed",
    ]  # fmt: skip
    assert [(row.attempt, row.outcome) for row in result.records.pulls] == [(1, "Failed"), (5, "Failed")]
    assert list(result.states.reason) == ["ImagePullBackOff"]
    assert "ImagePullBackOff" in report.pods(result.records)
    assert "attempt 5" in explain_pod(found.scenario, found.records, "p").text()


def test_an_old_kubectls_tabs_and_ages_are_read():
    found = imagesim.replay(OLD)
    (row,) = found.stuck
    assert (row.pod, row.node) == ("web-0", "node-1")
    assert row.error == "not found"
    assert "The ages are those of an old kubectl, which cuts them off to one unit." in found.uncertain
    assert row.due is not None


def test_a_table_without_counts_says_that_it_has_none():
    (row,) = imagesim.replay(TABLE).stuck
    assert (row.namespace, row.pod, row.reason) == ("shop", "web-0", "ImagePullBackOff")
    assert "The list has no counts: how many attempts there were, it does not tell." in row.proofs
    assert row.due is not None


@pytest.mark.parametrize("text", ["", "hello", "{}", "[]", '{"kind": "List", "items": []}', "Name: x\nhello", "{"])
def test_what_holds_nothing_is_one_mistake(text):
    with pytest.raises(imagesim.ScenarioError) as mistake:
        imagesim.replay(text)
    assert "\n" not in str(mistake.value)


def test_a_password_in_a_message_reaches_nothing():
    text = described(60).replace("reg.example/app:v1: not found", "https://bob:hunter2@reg.example/v2/: not found")
    found = imagesim.replay(text)
    told = [str(found.text()), json.dumps(found.to_json_dict()), repr(found.records), repr(found.stuck)]
    assert "hunter2" not in "".join(told)
    assert "https://...@reg.example" in told[0]
