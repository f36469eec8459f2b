"""The labs of the lessons on names, policies and ImagePullBackOff."""

import re

from imagesim.labs import back_off, names, pull_policy
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load


def policy_lab(**settings: object) -> list[str]:
    table, _ = pull_policy.LAB.view(settings).tables
    return [str(row[-1]) for row in table.rows]


def test_the_lab_starts_as_the_shipped_scenario_runs():
    shipped = simulate(load("registry-outage")).recovery()
    assert back_off.LAB.first()["version"] == load("registry-outage").kubernetes_version
    assert back_off.run().recovery()["delay_s"].tolist() == shipped["delay_s"].tolist()


def test_a_name_of_ones_own_takes_the_place_of_the_list():
    assert "docker.io/library/redis:7" in names.LAB.view({"own": "redis:7"}).sentence
    assert "docker.io/library/nginx" in names.LAB.view({"own": ""}).sentence


def test_what_is_compared_of_two_names_is_what_tells_them_apart():
    def facts(own: str) -> dict[str, str]:
        return {fact.label: fact.text for fact in names.LAB.view({"own": own}).facts}

    assert names.LAB.view({}).numbers == ()
    assert facts("nginx")["repository"] == "library/nginx"
    assert facts("ghcr.io/me/app:v1")["registry"] == "ghcr.io"
    refused = [facts(name)["refused by"] for name in ("nginx", "shop/Web:v1", "nginx ")]
    assert refused == ["nobody", "the node", "the API server"]
    assert facts(f"web@sha256:{'0' * 64}")["digest"] == "sha256:000000000000…"


def test_a_tag_other_than_latest_is_asked_for_once():
    assert [answer.split(",")[0].split(":")[0] for answer in policy_lab()] == ["asked"] + ["did not ask"] * 3


def test_latest_is_asked_for_at_every_start():
    first, same, moved, down = policy_lab(name="…/shop/web:latest")
    assert first.startswith("asked, and fetched 44 MB")
    assert same.startswith("asked with 1 request, and fetched nothing")
    assert moved.startswith("asked, and fetched 14 MB")
    assert "ErrImagePull" in down


def test_always_pull_images_overrules_the_manifest():
    assert policy_lab(policy="Never", always_pull_images=True) == policy_lab(policy="Always")


def test_a_start_that_must_ask_fails_where_nobody_answers_though_the_image_is_there():
    # The first task of the lab.
    assert ["ErrImagePull" in answer for answer in policy_lab(always_pull_images=True)] == [False, False, False, True]


def test_never_needs_a_prepulled_image():
    first, *others = policy_lab(policy="Never")
    assert "ErrImageNeverPull" in first
    assert set(others) == {"no start: it has not run yet, and waits"}
    assert all("the node has the image" in answer for answer in policy_lab(policy="Never", prepulled=True))


def test_a_longer_outage_can_mean_a_shorter_wait():
    def wait(minutes: int) -> int:
        return int(re.search(r"to (\d+) more seconds", back_off.LAB.view({"outage_min": minutes}).sentence)[1])

    # The first task of the lab: a minute more of outage is four minutes more of waiting.
    assert wait(12) > wait(11) + 240
    # What counts is where the end of the outage falls between two attempts, which are at most 316 s apart.
    assert wait(12) > wait(40)
    assert all(wait(minutes) <= 320 for minutes in (3, 12, 20, 40))


def test_what_the_pods_waited_for_is_drawn():
    (picture,) = back_off.LAB.view({}).pictures
    assert "waiting out the back-off" in picture
    (none,) = back_off.LAB.view({"outage_min": 1, "policy": "IfNotPresent"}).pictures
    assert 'role="img"' in none
