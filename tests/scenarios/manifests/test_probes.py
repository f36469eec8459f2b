"""Probes of manifests: their defaults, what the API server refuses, and that they survive saving."""

from collections.abc import Callable

import pytest

from imagesim.rules.api.probe import Probe, Probes
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
  - name: app
    image: b
    ports: [{name: web, containerPort: 8080}]
    %s
"""
SIDECAR = """\
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  initContainers: [{name: s, image: a, %s}]
  containers: [{name: app, image: b}]
"""
ASSUMED = "A probe succeeds, at once and always, unless an annotation or an Image says more."


def probes(loaded: Loaded, text: str) -> Probes | None:
    return loaded(POD % text).pods[0].spec.containers[0].probes


def test_what_is_left_out_has_the_defaults_of_the_api(loaded: Loaded) -> None:
    made = Probe(handler="httpGet", port="80")
    assert (made.initial_delay_s, made.timeout_s, made.period_s) == (0, 1, 10)
    assert (made.success_threshold, made.failure_threshold, made.termination_grace_s) == (1, 3, None)
    zeros = "readinessProbe: {httpGet: {port: 80}, periodSeconds: 0, successThreshold: 0, failureThreshold: null}"
    assert probes(loaded, zeros) == Probes(readiness=made)


def test_a_container_may_have_all_three(loaded: Loaded) -> None:
    three = (
        "startupProbe: {exec: {command: [a]}, failureThreshold: 30}",
        "livenessProbe: {grpc: {port: 9}}",
        "readinessProbe: {tcpSocket: {port: web}, initialDelaySeconds: 5, successThreshold: 2}",
    )
    assert probes(loaded, "\n    ".join(three)) == Probes(
        startup=Probe(handler="exec", failure_threshold=30),
        liveness=Probe(handler="grpc", port="9"),
        readiness=Probe(handler="tcpSocket", port="8080", initial_delay_s=5, success_threshold=2),
    )


def test_a_name_that_no_port_has_stays_one(loaded: Loaded) -> None:
    made = probes(loaded, "livenessProbe: {httpGet: {port: metrics}}")
    assert made is not None
    assert made.liveness == Probe(handler="httpGet", port="metrics")


def test_that_probes_succeed_is_assumed_where_there_is_one(loaded: Loaded) -> None:
    assert ASSUMED in loaded(POD % "livenessProbe: {httpGet: {port: 80}}").assumptions
    assert ASSUMED not in loaded(POD % "tty: true").assumptions


def test_a_sidecar_may_have_probes(loaded: Loaded) -> None:
    spec = loaded(SIDECAR % "restartPolicy: Always, startupProbe: {httpGet: {port: 80}}").pods[0].spec
    assert spec.init_containers[0].probes == Probes(startup=Probe(handler="httpGet", port="80"))


@pytest.mark.parametrize(
    "text",
    [
        "startupProbe: {exec: {command: [a, secret]}, failureThreshold: 30}",
        "livenessProbe: {grpc: {port: 9}, terminationGracePeriodSeconds: 7}",
        "readinessProbe: {tcpSocket: {port: web}, initialDelaySeconds: 5, timeoutSeconds: 4}",
        "readinessProbe: {tcpSocket: {port: metrics}}",
    ],
)
def test_they_survive_saving_and_what_they_run_does_not(loaded: Loaded, text: str) -> None:
    scenario = loaded(POD % text)
    saved = dump(scenario)
    assert loaded(saved).pods == scenario.pods
    assert "secret" not in saved


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("livenessProbe: {periodSeconds: 3}", "Required value: must specify a handler type"),
        ("livenessProbe: {exec: {command: [a]}, grpc: {port: 1}}", "may not specify more than 1 handler type"),
        ("livenessProbe: {exec: {}}", "livenessProbe.exec.command: Required value"),
        ("livenessProbe: {httpGet: {path: /}}", "Invalid value: must be between 1 and 65535, inclusive"),
        ("livenessProbe: {httpGet: {port: 70000}}", "must be between 1 and 65535"),
        ("livenessProbe: {httpGet: {port: '80'}}", "is no name of a port; write a number without quotes"),
        ("livenessProbe: {grpc: {port: web}}", "is not a whole number"),
        ("livenessProbe: {httpGet: {port: 80}, successThreshold: 2}", "successThreshold: 2 Invalid value: must be 1"),
        ("startupProbe: {httpGet: {port: 80}, successThreshold: 2}", "Invalid value: must be 1"),
        (
            "livenessProbe: {httpGet: {port: 80}, terminationGracePeriodSeconds: 0}",
            "must be greater than or equal to 1",
        ),
        (
            "readinessProbe: {httpGet: {port: 80}, terminationGracePeriodSeconds: 9}",
            "must not be set for readinessProbes",
        ),
        ("readinessProbe: {httpGet: {port: 80}, periodSeconds: -1}", "must be greater than or equal to 0"),
    ],
)
def test_what_the_api_server_refuses_is_a_mistake(mistake: Mistake, text: str, message: str) -> None:
    assert message in mistake(POD % text)


def test_an_init_container_that_ends_has_no_probes(mistake: Mistake) -> None:
    message = mistake(SIDECAR % "livenessProbe: {httpGet: {port: 80}}")
    assert "Forbidden: may not be set for init containers without restartPolicy=Always" in message
