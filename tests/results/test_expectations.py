"""Expectations are read strictly and measured on the records."""

from dataclasses import replace

import pytest

from imagesim.engine.records import Disturbance, PodRecord, PullRecord, Records, RunningRecord, StateRecord
from imagesim.results.expectations import MEASURES, parse_expectation
from imagesim.rules.api.names import ObjectName
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.values.missing_pods import MissingPods

WEB = ObjectName("Deployment", "shop", "web")
IMAGE = "registry.example/shop/web:v1"


def pod(name: str, ready_s: float | None, restarts: int = 0, deleted_s: float | None = None) -> PodRecord:
    return PodRecord(
        "shop", name, f"uid-{name}", WEB, "workers-0", 0.0, 0.0, ready_s, deleted_s, "Running", restarts,
        deleted_s, (), ("web",), (),
    )  # fmt: skip


def state(name: str, started_s: float, what: str = "Running", ended_s: float | None = None) -> StateRecord:
    return StateRecord(
        "shop", name, "web", "workers-0", started_s, ended_s, what, "", IMAGE, "sha256:a", "", WEB,
        None, what == "Running",
    )  # fmt: skip


def pull(name: str, ended_s: float, outcome: str, fetched: int = 0) -> PullRecord:
    return PullRecord(
        1, "workers-0", "shop", name, "web", IMAGE, "IfNotPresent", 1, "", "linux/amd64", ended_s, ended_s, ended_s,
        fetched, 0, 1, 0, 3, outcome, "", "", None,
    )  # fmt: skip


def running(name: str, digest: str, started_s: float, ended_s: float | None = None) -> RunningRecord:
    return RunningRecord("shop", WEB, name, "web", "workers-0", IMAGE, digest, started_s, ended_s, IMAGE)


@pytest.fixture
def records() -> Records:
    """Two pods: one is Ready at 10 s; the other at 300 s, 20 s after an outage, and on another version."""
    return Records(
        end_s=600.0,
        pods=[pod("web-a", 10.0), pod("web-b", 300.0, restarts=2), pod("web-gone", None, deleted_s=5.0)],
        states=[state("web-a", 10.0), state("web-b", 0.0, "Waiting", 300.0), state("web-b", 300.0)],
        pulls=[
            pull("web-a", 9.0, "Pulled", 40 * 2**20),
            pull("web-b", 100.0, "Failed"),
            pull("web-b", 299.0, "Pulled", 2 * 2**20),
            pull("web-b", 400.0, "AlreadyPresent"),
        ],
        running=[running("web-a", "sha256:a", 9.5), running("web-b", "sha256:b", 299.5, 419.5)],
        disturbances=[Disturbance("outage", "outage", "registry.example", 50.0, 280.0)],
    )


@pytest.mark.parametrize(
    ("text", "met", "measured"),
    [
        ("ready by 5m", True, "5m"),
        ("ready by 299s", False, "5m"),
        ("ready <= 300s", True, "5m"),
        ("not ready == 0", True, "0"),
        ("mixed < 2m", False, "2m"),
        ("mixed <= 2m", True, "2m"),
        ("versions == 1", True, "1"),
        ("recovery < 20s", False, "20s"),
        ("recovery > 19s", True, "20s"),
        ("pulls <= 3", True, "3"),
        ("pulls != 3", False, "3"),
        ("failed pulls == 0", False, "1"),
        ("failed   pulls==1", True, "1"),
        ("requests == 0", True, "0"),
        ("fetched <= 42Mi", True, "42Mi"),
        ("fetched < 42Mi", False, "42Mi"),
        ("restarts >= 3", False, "2"),
        ("pods >= 3", True, "3"),
        ("time to ready p50 <= 10s", True, "10s"),
        ("time to ready p99 < 5m", False, "5m"),
        ("longest mixed <= 2m", True, "2m"),
        ("egress <= 5Gi", True, "0"),
        ("429s == 0", True, "0"),
        ("unavailable < 1m", False, "no workload has a minimum of pods"),
        ("reached >= 3", False, "nobody pushed"),
        ("budget < 100", False, "nothing was charged to a limit"),
    ],
)
def test_says_whether_it_is_met_and_what_was_measured(records: Records, text: str, met: bool, measured: str) -> None:
    answer = parse_expectation(text).of(records)
    assert (answer.met, answer.measured) == (met, measured)


def test_a_pod_that_is_not_ready_at_the_end_is_ready_never(records: Records) -> None:
    waiting = replace(records, states=[*records.states[:-1], state("web-b", 300.0, "Waiting")])
    answer = parse_expectation("ready by 1000h").of(waiting)
    assert str(answer) == "not met: ready by 1000h (measured: never)"
    assert parse_expectation("not ready == 1").of(waiting).met


@pytest.mark.parametrize("name", sorted(set(MEASURES) - {"recovery", "unavailable", "reached", "budget"}))
@pytest.mark.parametrize("comparison", ["<", "<=", "==", "!=", ">=", ">"])
def test_over_no_pod_nothing_is_met(name: str, comparison: str) -> None:
    value = {"time": "5m", "size": "2Gi", "count": "0"}[MEASURES[name].unit]
    answer = parse_expectation(f"{name} {comparison} {value}").of(Records())
    assert str(answer) == f"not met: {name} {comparison} {value} (measured: there was no pod)"


@pytest.mark.parametrize("text", ["not ready == 0", "ready by 5m"])
def test_pods_that_have_all_gone_are_no_pods_to_be_ready(text: str) -> None:
    answer = parse_expectation(text).of(Records(pods=[pod("web-gone", 5.0, deleted_s=9.0)]))
    assert (answer.met, answer.measured) == (False, "there was no pod")


def missing(pods: int | None) -> MissingPods:
    return MissingPods(kind="DaemonSet", namespace="shop", name="agent", pods=pods, why="", images=(), document={})


@pytest.mark.parametrize(
    ("pods", "said"),
    [
        ((3,), "0; without 3 pods of kinds that are not modelled"),
        ((1, 0), "0; without 1 pod of kinds that are not modelled"),
        ((1, None), "0; without at least 1 pod of kinds that are not modelled"),
        ((None,), "0; without pods of kinds that are not modelled"),
        ((0,), "0"),
    ],
)
def test_pods_of_other_kinds_are_mentioned(records: Records, pods: tuple[int | None, ...], said: str) -> None:
    answer = parse_expectation("not ready == 0").of(records, [missing(each) for each in pods])
    assert (answer.met, answer.measured) == (True, said)


@pytest.mark.parametrize("comparison", ["<", "<=", "==", "!=", ">=", ">"])
def test_where_nothing_was_disturbed_no_recovery_is_met(comparison: str) -> None:
    answer = parse_expectation(f"recovery {comparison} 10s").of(Records())
    assert not answer.met
    assert answer.measured == "there was nothing to recover from"


def test_where_there_was_no_pod_an_outage_left_nothing_to_recover() -> None:
    over = Disturbance("outage of reg", "outage", "reg", 5.0, 10.0)
    answer = parse_expectation("recovery < 10s").of(Records(end_s=50.0, disturbances=[over]))
    assert (answer.met, answer.measured) == (False, "there was nothing to recover from")


def test_a_disturbance_that_goes_on_leaves_no_recovery() -> None:
    going_on = Disturbance("outage of reg", "outage", "reg", 5.0, 100.0)
    answer = parse_expectation("recovery < 10s").of(
        Records(end_s=50.0, pods=[pod("web-a", 1.0)], disturbances=[going_on])
    )
    assert (answer.met, answer.measured) == (False, "never")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("redy by 5m", "expect: 'redy by 5m' names no measure; did you mean ready?"),
        ("ready", "expect: 'ready' is not an expectation; write for example 'ready by 5m'"),
        ("ready by", "is not an expectation"),
        ("pulls = 3", "is not an expectation"),
        ("", "is not an expectation"),
        ("pulls by 3", "has a `by`, which only goes with `ready`; write pulls <= 3"),
        ("ready by 5", "compares with '5', which has no unit; write 5s for seconds or 5m for minutes"),
        ("pulls <= many", "compares with 'many', which is not a whole number"),
        ("pulls <= 1_000", "compares with '1_000', which is not a whole number"),
        ("pulls <= \uff15", "which is not a whole number"),
        ("429s <= -1", "compares with '-1', which is negative, and a number of things cannot be"),
        ("fetched < 3MB", "compares with '3MB', which has the unknown unit 'MB'; write 3M"),
    ],
)
def test_a_mistake_says_what_to_write(text: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_expectation(text)
    assert message in str(caught.value)
