"""preStop hooks that sleep, and the grace period of a pod."""

from collections.abc import Callable

import pytest

from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers: [{name: app, image: b, lifecycle: {preStop: %s}}]
"""


@pytest.mark.parametrize(
    ("hook", "seconds"),
    [
        ("{sleep: {seconds: 15}}", 15),
        ("{exec: {command: [sleep, '15']}}", 15),
        ("{exec: {command: [/bin/sleep, '7']}}", 7),
        ("{exec: {command: [sh, -c, sleep 20]}}", 20),
        ("{exec: {command: [/bin/sh, -c, sleep 5]}}", 5),
        ("{exec: {command: [sh, -c, 'sleep 5 && nginx -s quit']}}", 0),
        ("{exec: {command: [/wait-shutdown]}}", 0),
        ("{httpGet: {port: 80}}", 0),
    ],
)
def test_a_hook_that_only_sleeps_is_known_and_any_other_is_noted(loaded: Loaded, hook: str, seconds: int) -> None:
    scenario = loaded(POD % hook)
    assert scenario.pods[0].spec.containers[0].pre_stop_s == seconds
    noted = [each for each in scenario.not_modelled if each.startswith("lifecycle")]
    assert bool(noted) is (seconds == 0)
    assert loaded(dump(scenario)).pods == scenario.pods


def test_no_hook_is_told_to_sleep_longer_than_the_grace_period(loaded: Loaded, mistake: Callable[..., str]) -> None:
    pod = POD % "{sleep: {seconds: 31}}"
    said = mistake(pod)
    assert "lifecycle.preStop.sleep.seconds: 31 must be non-negative and less than" in said
    assert loaded(pod + "  terminationGracePeriodSeconds: 31\n").pods[0].spec.containers[0].pre_stop_s == 31
    by_command = loaded(POD % "{exec: {command: [sleep, '31']}}")
    assert by_command.pods[0].spec.containers[0].pre_stop_s == 31
    assert loaded(dump(by_command)).pods == by_command.pods


def test_the_grace_period_is_half_a_minute_unless_it_is_given(loaded: Loaded) -> None:
    pod = POD % "{sleep: {seconds: 1}}"
    assert loaded(pod).pods[0].spec.termination_grace_s == 30
    assert loaded(pod + "  terminationGracePeriodSeconds: 600\n").pods[0].spec.termination_grace_s == 600
