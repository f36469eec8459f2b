"""For how long workloads had fewer available pods than they should: closed forms of roll-outs."""

import pytest

from imagesim.engine.records import Records
from imagesim.results.measures.availability import availability
from tests.results.measures.closed_forms.pods import BAD, WORLD, bad_image, budget_not_met, one_deleted, row
from tests.results.measures.small_worlds import ran, timeline, workload


@pytest.mark.parametrize(
    ("document", "minimum", "least"),
    [
        (workload(replicas=10), 8, 8),  # stuck with 8 old pods and 5 new ones
        (workload(replicas=4), 3, 3),
        (workload(replicas=3), 3, 3),  # 25 % of 3 is none: the surge alone is stuck
        (workload(replicas=4, strategy={"rollingUpdate": {"maxSurge": 0, "maxUnavailable": "50%"}}), 2, 2),
        (workload(replicas=4, strategy={"type": "Recreate"}), 0, 0),
        (workload(replicas=3, kind="StatefulSet", serviceName="web"), 2, 2),
        (workload(kind="DaemonSet"), 3, 3),
    ],
)
def test_a_roll_out_of_a_bad_image_gets_stuck_at_the_minimum_and_not_below(document, minimum, least):
    found = row(bad_image(document), document["kind"])
    assert (found.minimum, found.least, found.below_s, found.spells) == (minimum, least, 0, 0)
    assert 0 < found.first_met_s < 60 or not minimum


def test_a_budget_that_wants_what_the_roll_out_takes_is_not_met_from_then_on():
    records = budget_not_met()
    found = row(records, "PodDisruptionBudget")
    # The roll-out deletes one pod at once, and nobody ever takes its place.
    assert (found.minimum, found.least, found.spells) == (4, 3, 1)
    assert found.below_s == found.longest_s
    assert row(records, "Deployment").below_s == 0


def test_a_pod_that_is_deleted_is_missed_until_the_next_one_is_ready():
    found = row(one_deleted(), "Deployment")
    assert (found.minimum, found.least, found.spells) == (2, 1, 1)


def test_one_that_never_meets_its_minimum_is_below_it_from_its_creation_on():
    found = row(ran(*WORLD, workload(replicas=2, container={"image": BAD})), "Deployment")
    assert (found.first_met_s, found.below_s, found.spells, found.least) == (None, 600, 1, 0)


def test_two_outages_are_two_spells():
    event = {"target": "Deployment/web", "pods": 1}
    records = ran(*WORLD, workload(replicas=1), timeline(("3m", "delete", event), ("6m", "delete", event)))
    found = row(records, "Deployment")
    assert found.spells == 2
    assert found.longest_s < found.below_s < 60
    assert (found.minimum, found.least) == (1, 0)


def test_without_workloads_there_is_nothing_to_say():
    assert availability(Records()) == []
