"""A roll-out that pulls more from Docker Hub than strangers may."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from imagesim.rules.api.objects import Pod
from imagesim.rules.reference import DEFAULT_DOMAIN
from imagesim.rules.registry.rate_limits import RateLimit
from imagesim.scenarios.presets.limits import LIMITS
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of
from imagesim.studies.advising.logins import node_login_fits, pod_login_fits
from imagesim.studies.advising.uses import ImageUse

_PUBLISHED = LIMITS["docker-hub-anonymous"].limits[0]
_MANIFESTS_A_PULL = 2
"""An index and its manifest: each is a GET, and whether the two count once is not published."""


class _Anonymous(NamedTuple):
    """How many manifests strangers fetch behind one address, and what most of them are for."""

    manifests: int
    largest: ImageUse
    assumed: bool


def find(bundle: Bundle) -> Iterator[Found]:
    """One finding for each address whose nodes fetch more manifests than the budget has when all of them pull."""
    limit = _limit(bundle)
    if limit is None:
        return
    addresses: dict[str, list[NodePool]] = {}
    for pool in bundle.scenario.pools:
        addresses.setdefault(pool.nat.name if pool.nat is not None else "", []).append(pool)
    for address, pools in addresses.items():
        pulls = _pulls(bundle, pools, assumed=not address)
        if pulls is None or pulls.manifests <= limit.amount:
            continue
        where = f"the address {address}" if address else "one address, if the nodes share one"
        yield Found(
            place_of(
                pulls.largest.document, (*pulls.largest.path, pulls.largest.image_field), label=pulls.largest.object
            ),
            f"A roll-out of everything here fetches up to {pulls.manifests:,} manifests of Docker Hub without a login "
            f"behind {where}; {limit.amount} in {limit.window_s / 3600:.0f} h are allowed.",
            "Log in (imagePullSecrets or the nodes' own config), or put a pull-through cache before Docker Hub.",
            severity="note" if pulls.assumed else "warning",
        )


def _pulls(bundle: Bundle, pools: list[NodePool], *, assumed: bool) -> _Anonymous | None:
    """The most that a roll-out of all workloads fetches: each node each image once, with an index and a manifest."""
    counts: Counter[ImageUse] = Counter()
    seen: set[tuple[str, str]] = set()
    for use in bundle.uses:
        name = use.reference
        if name is None or name.domain != DEFAULT_DOMAIN or pod_login_fits(bundle, use):
            continue
        for pool in pools:
            mirrored = any(hosts.host in (DEFAULT_DOMAIN, "_default") for hosts in pool.hosts)
            if pool not in bundle.pools_for(use.spec) or mirrored or node_login_fits(pool, name.repository):
                continue
            if (pool.name, name.fully_qualified) not in seen:
                seen.add((pool.name, name.fully_qualified))
                counts[use] += min(pool.count, _pods(use, pool))
    if not counts:
        return None
    largest = max(counts, key=lambda use: counts[use])
    return _Anonymous(_MANIFESTS_A_PULL * counts.total(), largest, assumed)


def _limit(bundle: Bundle) -> RateLimit | None:
    """What strangers may fetch of Docker Hub: as its document says, and without one as is published."""
    registry = bundle.registries.get(DEFAULT_DOMAIN)
    if registry is None:
        return _PUBLISHED
    found = (each for each in registry.service.limits if each.counts == "manifest-gets" and each.clients != "accounts")
    return min(found, key=lambda each: each.amount, default=None)


def _pods(use: ImageUse, pool: NodePool) -> int:
    """How many nodes of the pool may get a pod of it at most: a DaemonSet has one on each."""
    if isinstance(use.value, Pod):
        return 1
    return pool.count if use.value.replicas is None else use.value.replicas


RULE = Rule(
    id="anonymous-budget",
    severity="warning",
    title="More pulls than strangers may make",
    fact="Docker Hub gives an address 100 manifest GETs in six hours without a login, and all nodes behind one NAT "
    "share "
    "it. A HEAD, which is what Always costs for an unchanged tag, does not count. Over it each attempt gets 429, up to "
    "five times at once, and nobody waits for what the answer asks.",
    source="docker/docs content/manuals/docker-hub/usage/pulls.md, as of 2026-11",
    shown_by="imagesim run docker-hub-limit",
    find=find,
)
