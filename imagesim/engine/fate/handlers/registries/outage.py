"""outage: a registry, or a part of what it does, fails for a while."""

from collections.abc import Callable
from dataclasses import replace

from imagesim.engine.fate.behind import images_behind
from imagesim.engine.fate.reach import Reach
from imagesim.engine.records import Disturbance
from imagesim.engine.registry import RegistryServer
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.values.registry_service import Fault


def carry_out(event: Outage, reach: Reach) -> None:
    """It begins, and what is under way breaks off unless somebody still answers or stays silent."""
    registry = reach.registries[event.registry]
    asking, redirecting = _asking_for_tokens(event, registry, reach), _redirecting(event, reach)
    _write_down(event, registry, [*asking, *redirecting], reach)
    reach.nodes.wake_pods()
    fault, hits = _fault(event, reach.env.now), _chance(event, reach)
    if not event.tokens:
        registry.begin(fault, hits)
    for each in asking:
        each.begin(replace(fault, object="token"), hits)
    for each in redirecting:
        each.content_outages.begin(fault, hits)
    if event.breaks_off:
        reach.network.cut(registry.egress)
        for each in redirecting:
            assert each.content_link is not None
            reach.network.cut(each.content_link)


def _asking_for_tokens(event: Outage, registry: RegistryServer, reach: Reach) -> list[RegistryServer]:
    """Those whose tokens do not come: the registry itself if that is meant, or all whose tokens come from its host."""
    if event.tokens:
        return [registry]
    if event.repository:
        return []
    others = [each for each in reach.registries.values() if each is not registry]
    return [each for each in others if each.access.auth == "bearer" and each.token_host == event.registry]


def _redirecting(event: Outage, reach: Reach) -> list[RegistryServer]:
    """Those that send their clients to its host for blobs. Of a part of a host nothing is known there."""
    if event.tokens or event.repository:
        return []
    return [each for each in reach.registries.values() if each.service.redirect == event.registry]


def _write_down(event: Outage, registry: RegistryServer, helped: list[RegistryServer], reach: Reach) -> None:
    begin = reach.env.now
    target = registry.token_host if event.tokens else event.befalls
    hosts = [each.host for each in helped] if event.tokens else [event.registry, *(each.host for each in helped)]
    images = images_behind(hosts, event.repository, reach.registries, reach.nodes.pools)
    about = () if images == (target,) else images
    name = f"outage of {target}"
    reach.records.disturbances.append(Disturbance(name, "outage", target, begin, begin + event.for_s, about))


def _chance(event: Outage, reach: Reach) -> Callable[[], bool] | None:
    """Which requests fail, if not all: from a stream of this outage's own, so that no other outage moves it."""
    rate = event.rate
    if rate is None:
        return None
    part = "/token" if event.tokens else ""
    stream = reach.chance(f"outage/{event.befalls}{part}/{event.at_s:g}")
    return lambda: stream.random() < rate


def _fault(event: Outage, begin: float) -> Fault:
    """The outage as a fault of every request that it is about."""
    fault = Fault(
        from_s=begin,
        until_s=begin + event.for_s,
        repository=event.repository,
        delay_s=event.delay_s,
        slow=event.slow,
    )
    match event.how:
        case "status":
            return replace(fault, status=event.status, message="")
        case "silent":
            return replace(fault, silent=True)
        case "answers":
            return fault
        case transport:
            return replace(fault, transport=transport)
