"""Disturbances by the thousand: the same answers as by looking at each one alone, in a time that grows with them."""

import random
import time

import pytest

from imagesim.engine.records import Disturbance, Records
from imagesim.results.measures.disturbances import ended_disturbances, waiting_pods
from imagesim.results.measures.recovery import recovery
from tests.results.example_records import pod, pull, state

HOST = "docker.io"


def disturbance(begin: float, end: float, target: str = HOST) -> Disturbance:
    return Disturbance(f"outage of {target}", "outage", target, begin, end)


def goes_on(rows: list[Disturbance], place: int) -> bool:
    """What the definition says, of one disturbance among the others."""
    row = rows[place]
    return any(
        other.target == row.target and other.started_s <= row.ended_s and (other.ended_s, at) > (row.ended_s, place)
        for at, other in enumerate(rows)
    )


@pytest.mark.parametrize("seed", range(50))
def test_those_that_ended_are_those_that_no_other_one_outlasts(seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        disturbance(begin := chance.randrange(30), begin + chance.randrange(10), chance.choice([HOST, "r.example"]))
        for _ in range(12)
    ]
    records = Records(end_s=33.0, disturbances=rows)
    expected = [row for place, row in enumerate(rows) if row.ended_s <= 33 and not goes_on(rows, place)]
    assert ended_disturbances(records) == expected


@pytest.mark.parametrize("seed", range(50))
def test_a_pod_waits_at_an_end_if_one_of_its_containers_does(seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        state(name, begin := chance.randrange(20), begin + chance.randrange(8), "Waiting", "ContainerCreating")
        for name in "abbccc"
    ]
    ends = [disturbance(0, end) for end in range(25)]
    expected = [
        len({row.pod for row in rows if row.ended_s is not None and row.started_s < end.ended_s < row.ended_s})
        for end in ends
    ]
    assert waiting_pods(Records(end_s=99.0, states=rows), ends) == expected


ABOUT = [
    # what is disturbed, whose images it is about, the image of the pod that fails, whether it is about that
    ("docker.io/library/nginx", (), "nginx:1.27", True),
    ("docker.io/library/nginx", (), "busybox", False),
    ("docker.io/team/*", (), "team/a/b:v1", True),
    ("docker.io/team/*", (), "quay.io/team/a:v1", False),
    ("auth.docker.io", ("docker.io",), "nginx", True),
    ("auth.docker.io", ("docker.io",), "auth.docker.io/nginx", False),
    ("mirror.example", ("mirror.example", "docker.io"), "mirror.example/nginx", True),
    ("mirror.example", ("*",), "quay.io/nginx", True),
    ("node/workers-0", (), "nginx", False),
]


@pytest.mark.parametrize(("target", "images", "image", "found"), ABOUT)
def test_a_disturbance_is_about_its_targets_images_or_those_that_it_names(
    target: str, images: tuple[str, ...], image: str, found: bool
) -> None:
    row = Disturbance("outage", "outage", target, 0.0, 10.0, images)
    failed = pull("a", 1.0, 1.0, 2.0, "Failed")._replace(image=image)
    waits = state("b", 0.0, 20.0, "Waiting", "ContainerCreating")._replace(image=image)
    records = Records(end_s=30.0, pods=[pod("a"), pod("b")], pulls=[failed], states=[waits], disturbances=[row])
    assert [each.pod for each in recovery(records)] == (["a"] if found else [])
    assert waiting_pods(records, [row]) == [int(found)]


def test_a_disturbance_of_a_part_is_outlasted_by_one_of_the_whole_and_not_the_other_way_round() -> None:
    part, whole = disturbance(0, 10, "docker.io/library/nginx"), disturbance(5, 20)
    tokens = Disturbance("outage of auth.docker.io", "outage", "auth.docker.io", 2.0, 15.0, ("docker.io",))
    assert ended_disturbances(Records(end_s=30.0, disturbances=[part, whole, tokens])) == [whole]
    longer = part._replace(ended_s=25.0)
    assert ended_disturbances(Records(end_s=30.0, disturbances=[longer, whole])) == [longer, whole]


def test_twenty_thousand_outages_take_no_longer_than_people_wait() -> None:
    count = 20_000
    pulls = [pull("a", at, at, at + 0.5, "Failed", backoff_until_s=at + 1) for at in range(0, count, 2)]
    states = [state("a", at, at + 1, "Waiting", "CrashLoopBackOff") for at in range(0, count, 2)]
    states.append(state("a", count + 5.0, None, "Running"))
    rows = [disturbance(at, at + 0.75) for at in range(count)]
    begin = time.process_time()
    found = recovery(Records(end_s=count + 10.0, pods=[pod("a")], pulls=pulls, states=states, disturbances=rows))
    assert len(found) == count
    assert found[0].delay_s == count + 5.0 - 0.75
    assert time.process_time() - begin < 20
