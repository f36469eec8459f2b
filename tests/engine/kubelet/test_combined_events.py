"""Errors that read otherwise each time: the kubelet's client combines their events from the tenth on."""

from dataclasses import replace

import pytest

from imagesim.engine.run import Cluster, run
from imagesim.rules.client_go.event_correlator import COMBINED
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.values.registry_service import RegistryService
from tests.engine.engine_worlds import MB, container, deployment, image

TAGS = {"app:v1": image("a", MB)}
SEVERAL = tuple(f"192.0.2.{number}" for number in range(1, 30))


CONTAINERS = tuple(container(f"reg.test/app:{name}", name=name) for name in ("a", "b", "c", "d", "e"))
"""With the two waiting reasons they have seven different messages, as long as each has one."""


def outage_of(world, how: str, *addresses: str, last: float = 300):
    """A pod whose containers all pull, in an outage of the registry that has these *addresses*."""
    scenario = world(
        tags=TAGS,
        deployments=(deployment("web", 1, *CONTAINERS),),
        timeline=(Outage(at_s=0, registry="reg.test", for_s=last, how=how),),
        duration_s=last,
    )
    registry = replace(scenario.registries[0], service=RegistryService(addresses=addresses))
    return replace(scenario, registries=(registry,))


def failures(records) -> list[str]:
    return [row.message for row in records.events if "Failed to pull" in row.message]


@pytest.mark.parametrize(("how", "addresses"), [("refused", SEVERAL), ("dial-silent", SEVERAL), ("reset", ())])
def test_errors_that_name_changing_addresses_or_ports_are_combined(world, how, addresses):
    said = failures(run(outage_of(world, how, *addresses, last=900)))
    combined = [message.startswith(COMBINED) for message in said]
    assert combined[:7] == [False] * 7
    assert any(combined)


@pytest.mark.parametrize("addresses", [(), ("192.0.2.1",)])
def test_errors_of_one_address_read_alike(world, addresses):
    said = failures(run(outage_of(world, "refused", *addresses)))
    assert len(set(said)) == len(CONTAINERS)


def test_pods_that_sleep_say_the_same(world):
    scenario = outage_of(world, "refused", *SEVERAL)
    finished = []
    for sleep in (True, False):
        cluster = Cluster(scenario, 5, sleep=sleep)
        cluster.env.run(until=scenario.duration_s)
        finished.append(cluster.finish())
    assert finished[0].events == finished[1].events
    assert finished[0].pulls == finished[1].pulls
