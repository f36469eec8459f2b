"""Every shipped scenario: what must hold at its end, and what somebody who looks must find."""

import re
import time
from functools import cache
from typing import NamedTuple

import pytest

from imagesim.engine.records import Records
from imagesim.results.expectations import parse_expectation
from imagesim.results.result import simulate
from imagesim.scenarios import shipped
from imagesim.scenarios.loading import load


class Holds(NamedTuple):
    """`expect` are expectations as --expect takes them, `said` texts that stand in the messages of events."""

    expect: tuple[str, ...]
    said: tuple[str, ...] = ()


LONGER = "what-a-pull-costs"
"""Its lesson asks who starts within five minutes when a registry refuses; its lab ends its axis with what happens."""
PRESENT = "already present on machine"
NOT_PRESENT = "is not present with pull policy of Never"
NO_LOGIN = "authorization failed: no basic auth credentials"
BY_NAME = {
    "admission-later": Holds(("not ready == 1", "unauthorised == 1"), (PRESENT, NO_LOGIN)),
    "applied-again": Holds(("not ready == 0", "mixed == 0", "versions == 1", "failed pulls == 0")),
    "applied-from-files": Holds(
        ("not ready == 0", "failed pulls > 0", "versions == 1", "unavailable == 0"), ("web:v22: not found",)
    ),
    "budget-spent": Holds(("not ready == 0", "recovery < 6m"), ("429 Too Many Requests",)),
    "company-images": Holds(("not ready == 0", "failed pulls == 0", "unauthorised == 0")),
    "config-json-keys": Holds(("not ready == 2", "pulls == 17"), (NO_LOGIN,)),
    "credential-merge": Holds(("not ready == 3",), ("401 Unauthorized", "[failed to pull and unpack image")),
    "digest-pinned": Holds(("not ready == 0", "mixed == 0", "versions == 1"), (PRESENT,)),
    "disk-fills": Holds(("not ready == 1", "versions == 1"), (NOT_PRESENT,)),
    "docker-hub-limit": Holds(("not ready == 60",), ("429 Too Many Requests",)),
    "image-names": Holds(
        ("not ready == 5",),
        (
            "repository name (shop/Web) must be lowercase",
            "web:-v1\": couldn't parse image name",
            "lookup Registry on",
            "insufficient_scope",
        ),
    ),
    "kubelet-restarted": Holds(("not ready == 0", "restarts == 0"), ("connection refused",)),
    "latest-rolled-back": Holds(("not ready == 0", "versions == 1", "failed pulls == 0")),
    "local-image": Holds(("not ready == 1", "fetched == 0"), (PRESENT, "insufficient_scope")),
    "many-architectures": Holds(("not ready == 1",), ("no match for platform in manifest",)),
    "mistyped-tag": Holds(("not ready == 5", "mixed == 0"), ("web:v22: not found",)),
    "moved-tag": Holds(("not ready == 0", "versions == 2", "mixed > 20m"), (PRESENT,)),
    "name-with-architecture": Holds(("not ready == 1", "failed pulls == 0"), ("Back-off restarting failed container",)),
    "new-tag": Holds(("not ready == 0", "mixed == 0", "versions == 1", "failed pulls == 0"), (PRESENT,)),
    "node-added-later": Holds(("not ready == 2",), (NO_LOGIN, NOT_PRESENT)),
    "node-crashes": Holds(("failed pulls == 0", "pulls == 9"), ("Marking for deletion Pod shop/web",)),
    "nodes-come-and-go": Holds(("not ready == 0", "mixed > 30m", "failed pulls == 0")),
    "nodes-replaced": Holds(("not ready == 0", "versions == 1", "mixed > 3m", "failed pulls == 0", "reached == 6")),
    "nodes-upgraded": Holds(("not ready == 0", "unauthorised > 3"), (NO_LOGIN, PRESENT)),
    "old-tags-expire": Holds(("not ready == 1", "mixed == 0"), ("shop/web:v1: not found",)),
    "one-at-a-time": Holds(("not ready == 0", "failed pulls == 0"), ("35ms (2m",)),
    "open-images": Holds(("not ready == 0", "recovery > 3m"), ("503 Service Unavailable",)),
    "parts-of-a-pod": Holds(("not ready > 0", "restarts > 0"), ("Back-off restarting failed container",)),
    "pinned-by-webhook": Holds(("not ready == 0", "mixed == 0", "versions == 1"), (PRESENT,)),
    "pinned-roll-back": Holds(("not ready == 0", "mixed == 0", "failed pulls == 0")),
    "policy-defaults": Holds(("not ready == 0", "failed pulls == 0"), (PRESENT,)),
    "prepulled-in-part": Holds(("not ready == 2", "unauthorised == 4", "fetched == 0"), (NO_LOGIN, NOT_PRESENT)),
    "private-node-config": Holds(("not ready == 1", "unauthorised == 0"), (NO_LOGIN,)),
    "private-prepulled": Holds(("not ready == 1", "unauthorised == 1"), (NO_LOGIN, PRESENT)),
    "private-provider-plugin": Holds(("not ready == 1",), ("insufficient_scope",)),
    "private-pull-secret": Holds(("not ready == 0", "unauthorised == 0"), (NO_LOGIN, "image pull secrets (regcred)")),
    "private-vendor-hook": Holds(("not ready == 1", "unauthorised == 0"), ("401 Unauthorized",)),
    "pull-policy": Holds(("not ready == 0", "restarts == 3", "failed pulls == 0"), (PRESENT,)),
    "pull-qps": Holds(("not ready == 0", "failed pulls == 20"), ("pull QPS exceeded",)),
    "reboot-in-an-outage": Holds(("not ready == 0", "restarts == 2"), ("connection refused", PRESENT)),
    "registry-outage": Holds(("not ready == 0", "recovery < 2m"), ("connection refused", PRESENT)),
    "required-pull": Holds(("not ready == 0", "failed pulls == 0"), (PRESENT,)),
    "restricted-images": Holds(("not ready == 0", "unauthorised == 3"), (PRESENT,)),
    "retry-now": Holds(("not ready == 0", "recovery > 1m"), ("connection refused",)),
    "sensitive-data": Holds(("not ready == 0", "unauthorised == 3"), (PRESENT,)),
    "service-account": Holds(("not ready == 1",), (NO_LOGIN,)),
    "several-registries": Holds(("not ready == 1", "unauthorised == 0"), (NO_LOGIN,)),
    "stale-cache": Holds(("not ready == 0", "mixed > 25m", "mixed < 26m", "versions == 1", "failed pulls == 0")),
    "tag-withdrawn": Holds(("not ready == 0", "mixed == 0"), ("shop/web:v1: not found", PRESENT)),
    "tenants": Holds(("not ready == 0", "unauthorised == 10"), (PRESENT,)),
    "webhook-away": Holds(
        ("not ready == 0", "mixed == 0", "ready > 17m", "failed pulls == 0"),
        ("failed calling webhook", "no endpoints available for service"),
    ),
    "what-a-pull-costs": Holds(("ready by 15s", "requests == 130", "failed pulls == 0")),
}
SECONDS = 2.0


@cache
def records(name: str) -> tuple[Records, float]:
    """A run as it is shipped, and the processor's time that it took with loading."""
    began = time.process_time()
    found = simulate(load(name)).records
    return found, time.process_time() - began


def test_there_are_thirty_and_each_is_in_the_table():
    assert list(BY_NAME) == shipped.names()
    assert len(BY_NAME) >= 30


@pytest.mark.parametrize("name", BY_NAME)
def test_what_it_promises_holds(name: str):
    answers = [parse_expectation(text).of(records(name)[0]) for text in BY_NAME[name].expect]
    assert answers
    assert [str(answer) for answer in answers if not answer.met] == []


@pytest.mark.parametrize("name", BY_NAME)
def test_it_holds_with_another_seed(name: str):
    found = simulate(load(name), seed=2).records
    answers = [parse_expectation(text).of(found) for text in BY_NAME[name].expect]
    assert [str(answer) for answer in answers if not answer.met] == []


@pytest.mark.parametrize("name", BY_NAME)
def test_what_it_is_about_is_said_in_its_events(name: str):
    messages = "\n".join(sorted({row.message for row in records(name)[0].events}))
    assert [text for text in BY_NAME[name].said if text not in messages] == []


@pytest.mark.parametrize("name", BY_NAME)
def test_it_takes_less_than_two_seconds(name: str):
    # The collector may have come by just then, for what other tests have left.
    assert records(name)[1] < SECONDS or records.__wrapped__(name)[1] < SECONDS


@pytest.mark.parametrize("name", [name for name in BY_NAME if name != LONGER])
def test_it_ends_while_one_still_sees_what_happened(name: str):
    """Over fifteen minutes the pictures of what takes fifteen seconds are empty."""
    found = records(name)[0]
    moments = [time for row in found.states for time in (row.started_s, row.ended_s)] + [0.0]
    moments += [time for row in found.causes for time in (row.time_s, row.ended_s)]
    last_s = max(time for time in moments if time is not None and time <= found.end_s)
    assert last_s > 0.2 * found.end_s


def test_every_section_of_the_page_has_one():
    assert {load(name).topic for name in BY_NAME} == set(shipped.TOPICS)


SETTING = re.compile(r"--set (?:'([^']+)'|(\S+?)(?=[\s,.;:]*(?:\s|$)))")
SETTINGS = [
    (name, "".join(found))
    for name in BY_NAME
    for sentence in load(name).look
    for found in SETTING.findall(sentence)
]  # fmt: skip


@pytest.mark.parametrize(("name", "setting"), SETTINGS)
def test_what_it_says_to_set_can_be_set(name: str, setting: str):
    from imagesim.scenarios.settings import parse_setting

    load(name, values=dict([parse_setting(setting)]))


def test_settings_are_found_in_what_is_to_be_looked_at():
    assert len(SETTINGS) >= 15
