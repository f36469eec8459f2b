"""Disturbances of pull secrets: each lasts until the pods' own Secret lets in again."""

import math

import pytest

from imagesim.engine.records import Records
from imagesim.results.expectations import parse_expectation
from imagesim.results.measures.recovery import recovery
from imagesim.results.measures.summary import summary
from tests.results.measures import private_worlds as private
from tests.results.measures.small_worlds import Document

HOST = "reg.test"
NEW = "plum"
"""Another password of the user."""


def web(namespace: str, replicas: int = 1, secrets: tuple[str, ...] = ("login",)) -> Document:
    """Pods that ask at each start."""
    pod = private.pod(namespace, secrets=secrets, policy="Always")
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": namespace},
            "spec": {"replicas": replicas, "selector": {"matchLabels": {"app": "web"}},
                     "template": {"metadata": {"labels": {"app": "web"}}, "spec": pod["spec"]}}}  # fmt: skip


def at(time: str, event: str, fields: Document) -> Document:
    return {"at": time, event: fields}


PASSWORD = at("1m", "setPassword", {"registry": HOST, "user": "alice", "password": NEW})


def more(namespace: str) -> Document:
    return at("2m", "scale", {"workload": f"Deployment/{namespace}/web", "replicas": 2})


def replaced(time: str, namespace: str, password: str = NEW, name: str = "login") -> Document:
    return at(time, "replaceSecret", private.secret(namespace, password=password, name=name))


def ran(*manifests: Document, events: list[Document]) -> Records:
    return private.ran(*manifests, events=events)


def spells(records: Records) -> list[tuple[str, str, float, float]]:
    return [(row.name, row.secret, row.started_s, row.ended_s) for row in records.disturbances]


def test_a_new_password_ends_nothing_and_each_secret_that_holds_it_does_for_its_own_pods():
    events = [PASSWORD, more("a"), more("b"), replaced("4m", "a"), replaced("6m", "b")]
    records = ran(private.secret("a"), web("a"), private.secret("b"), web("b"), events=events)
    name = "password of alice at reg.test"
    assert spells(records) == [(name, "a/login", 60, 240), (name, "b/login", 60, 360)]
    found = recovery(records)
    assert [(row.namespace, row.ended_s) for row in found] == [("a", 240), ("b", 360)]
    assert all(row.ready_s is not None and row.ready_s > row.ended_s for row in found)


def test_secrets_that_are_mended_at_one_moment_are_told_in_one():
    events = [PASSWORD, more("a"), more("b"), replaced("4m", "a"), replaced("4m", "b")]
    records = ran(private.secret("a"), web("a"), private.secret("b"), web("b"), events=events)
    (told,) = summary(records)["recovery"]
    assert (told["ended_s"], told["failing_pods"], told["recovered_pods"]) == (240, 2, 2)


@pytest.mark.parametrize(
    ("breaks", "mends"),
    [
        (at("1m", "deleteSecret", {"secret": "a/login"}), at("5m", "createSecret", private.secret("a"))),
        (replaced("1m", "a", "wrong"), replaced("5m", "a", "apple")),
        # The Secret first, the registry later.
        (replaced("1m", "a"), at("5m", "setPassword", {"registry": HOST, "user": "alice", "password": NEW})),
    ],
)
def test_a_secret_that_is_gone_or_holds_something_else_is_one_until_it_lets_in_again(breaks, mends):
    records = ran(private.secret("a"), web("a"), events=[breaks, more("a"), mends])
    ((_, secret, started_s, ended_s),) = spells(records)
    assert (secret, started_s, ended_s) == ("a/login", 60, 300)
    (row,) = recovery(records)
    assert row.was == "failing"
    assert row.delay_s is not None


def test_a_secret_that_comes_late_ends_what_began_with_the_first_pod_that_lacked_it():
    created = at("3m", "createSecret", private.secret("a"))
    records = ran(web("a", 2), events=[created])
    assert spells(records) == [("Secret a/login", "a/login", 0, 180)]
    assert len(recovery(records)) == 2
    assert spells(ran(web("b"), events=[created])) == [], "nobody waited for it"


def test_one_that_stays_broken_goes_on_and_no_recovery_is_met():
    records = ran(private.secret("a"), web("a"), events=[PASSWORD, more("a")])
    assert spells(records) == [("password of alice at reg.test", "a/login", 60, math.inf)]
    assert parse_expectation("recovery < 5m").of(records).measured == "never"


def test_what_is_mended_at_once_or_needed_by_nobody_is_none():
    assert spells(ran(private.secret("a"), web("a"), events=[PASSWORD, replaced("1m", "a")])) == []
    assert spells(ran(private.secret("a"), web("a", secrets=()), events=[PASSWORD])) == []


def test_a_pod_with_another_secret_that_lets_it_in_does_not_need_this_one():
    two = (private.secret("a"), private.secret("a", name="spare"), web("a", secrets=("login", "spare")))
    events = [replaced("1m", "a", "wrong"), more("a"), replaced("5m", "a", "apple")]
    assert spells(ran(*two, events=events)) == []


def test_an_outage_that_goes_on_outlasts_a_secret_and_another_secret_does_not():
    outage = at("3m", "outage", {"registry": HOST, "for": "3m"})
    records = ran(private.secret("a"), web("a"), events=[PASSWORD, more("a"), outage, replaced("4m", "a")])
    assert [row.disturbance for row in recovery(records)] == ["outage of reg.test"]
