"""The labs of the lessons on names, policies and ImagePullBackOff."""

import re

import pytest

from imagesim.labs import back_off, names, pull_policy
from imagesim.labs.lab import Lab
from imagesim.scenarios.loading import load


def answers(view: str) -> list[str]:
    return re.findall(r"<td>([^<]*)</td>", view)[2::3]


def policy_lab(**settings: object) -> list[str]:
    chosen = {"name": "…/shop/web:v1", "policy": pull_policy.NOT_SET, "always_pull_images": False, "prepulled": False}
    return answers(pull_policy.draw(**(chosen | settings)))


@pytest.mark.parametrize("lab", [names.lab, pull_policy.lab, back_off.lab])
def test_every_choice_of_every_control_draws_something_else_or_the_same_without_an_error(lab):
    shown: Lab = lab()
    for control in shown.controls.values():
        for option in getattr(control, "options", [True, False] if isinstance(control.value, bool) else []):
            control.value = option
            assert 'role="alert"' not in shown.view.value
            assert 'role="status"' in shown.view.value


def test_the_lab_starts_as_the_shipped_scenario_runs():
    assert back_off.lab().controls["version"].value == load("registry-outage").kubernetes_version


def test_a_name_is_escaped():
    assert "<b>" not in names.draw(example=names.OWN, own="<b>x</b>")


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


def test_never_needs_a_prepulled_image():
    assert all("ErrImageNeverPull" in answer for answer in policy_lab(policy="Never"))
    assert all("the node has the image" in answer for answer in policy_lab(policy="Never", prepulled=True))


def test_a_longer_outage_can_mean_a_shorter_wait():
    def wait(minutes: int) -> int:
        view = back_off.draw(outage_min=minutes, policy="IfNotPresent", version="1.36", seed=1)
        return int(re.search(r"to (\d+) more seconds", view)[1])

    # What counts is where the end of the outage falls between two attempts, which are at most 316 s apart.
    assert wait(12) > wait(40)
    assert all(wait(minutes) <= 320 for minutes in (3, 12, 20, 40))
