"""Taints and tolerations."""

import pytest

from imagesim.rules.api.node import Taint
from imagesim.rules.api.objects import Toleration
from imagesim.rules.scheduling.taints import (
    intolerable,
    keeps_away,
    stays_for,
    tolerates,
    tolerates_unschedulable,
    with_default_tolerations,
)

GPU = Taint("gpu", "a100", "NoSchedule")
OUT = Taint("maintenance", "", "NoExecute")


@pytest.mark.parametrize(
    ("toleration", "holds"),
    [
        (Toleration("gpu", "Exists"), True),
        (Toleration("gpu", "Equal", "a100", "NoSchedule"), True),
        (Toleration("gpu", "", "a100"), True),
        (Toleration("gpu", "Equal", "h100"), False),
        (Toleration("gpu", "Exists", effect="NoExecute"), False),
        (Toleration("other", "Exists"), False),
        (Toleration("", "Exists"), True),
        (Toleration("gpu", "Gt", "a"), False),
    ],
)
def test_what_tolerates_a_taint(toleration, holds):
    assert tolerates(toleration, GPU) is holds


def test_a_soft_taint_keeps_nobody_away_and_counts():
    soft = Taint("spot", "", "PreferNoSchedule")
    assert keeps_away([soft], ()) is None
    assert keeps_away([soft, GPU, OUT], ()) == GPU
    assert keeps_away([soft, GPU, OUT], [Toleration("gpu", "Exists")]) == OUT
    assert intolerable([soft, soft._replace(key="old"), GPU], [Toleration("old", "Exists")]) == 1
    assert intolerable([soft], [Toleration("spot", "Exists", effect="NoSchedule")]) == 1


def test_who_goes_to_a_cordoned_node():
    assert tolerates_unschedulable([Toleration("", "Exists")])
    assert not tolerates_unschedulable([Toleration("gpu", "Exists")])


def test_how_long_a_pod_stays():
    assert stays_for([GPU], ()) is None
    assert stays_for([OUT], ()) == 0
    assert stays_for([OUT], (Toleration("maintenance", "Exists"),)) is None
    assert stays_for([OUT], (Toleration("maintenance", "Exists", seconds=60),)) == 60
    assert stays_for([OUT], (Toleration("maintenance", "Exists", seconds=-5),)) == 0
    other = Taint("other", "", "NoExecute")
    both = (Toleration("maintenance", "Exists", seconds=60), Toleration("other", "Exists", seconds=20))
    assert stays_for([OUT, other], both) == 20


def test_every_pod_stays_five_minutes_on_a_node_that_cannot_be_reached_unless_it_says_otherwise():
    unreachable = Taint("node.kubernetes.io/unreachable", "", "NoExecute")
    assert stays_for([unreachable], ()) == 300
    own = (Toleration(unreachable.key, "Exists", effect="NoExecute", seconds=5),)
    assert stays_for([unreachable], own) == 5
    assert [each.key for each in with_default_tolerations(own)] == [unreachable.key, "node.kubernetes.io/not-ready"]
    assert with_default_tolerations((Toleration("", "Exists"),)) == (Toleration("", "Exists"),)
