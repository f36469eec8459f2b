"""Laws of speed: nothing comes faster than links allow, and a pull that is alone takes no longer than it needs."""

from collections.abc import Iterable, Iterator

from imagesim.engine.records import PullRecord
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.values.images import ImageManifest
from imagesim.scenarios.values.node_pool import NodePool
from tests.laws.kept.run import Pull, Run

_ROUNDING = 1e-6
_MARGIN_S = 0.5


def nothing_comes_faster_than_the_links_allow(run: Run) -> Iterator[str]:
    """Between any two moments: what came of the pulls that lie between them, over each link that they crossed."""
    for node, rows in run.calls_of_nodes().items():
        speed = run.pool_of(node).network
        yield from _too_fast(f"card of {node}", rows, speed)
    egress = {registry.host: registry.bandwidth for registry in run.scenario.registries}
    alone = len(run.scenario.registries) == 1 and not any(pool.hosts for pool in run.scenario.pools)
    if alone and not run.scenario.registries[0].service.redirect:
        rows = [row for row in run.calls() if row.image.startswith("r.example/")]
        yield from _too_fast("egress of r.example", rows, egress["r.example"])
    for pool in run.scenario.pools:
        if pool.nat is not None and pool.nat.bandwidth is not None and not pool.hosts:
            behind = [row for row in run.calls() if row.node.startswith(f"{pool.name}-")]
            yield from _too_fast(f"NAT of {pool.name}", behind, pool.nat.bandwidth)


def _too_fast(link: str, rows: Iterable[Pull], speed: float | None) -> Iterator[str]:
    ended = [row for row in rows if isinstance(row, PullRecord) and row.bytes_fetched]
    ended.sort(key=lambda row: row.ended_s)
    for start in {row.started_s for row in ended} if speed is not None else ():
        came = 0
        for row in ended:
            if row.started_s >= start:
                came += row.bytes_fetched
                if came > speed * (row.ended_s - start) * (1 + _ROUNDING) + _slack(row):
                    yield f"{link}: {came} bytes in {row.ended_s - start} s at {speed} B/s"
                    return


def _slack(row: PullRecord) -> float:
    """Each body may be a byte ahead, as far as rounding goes."""
    return row.requests + 1


def a_pull_that_is_alone_takes_no_longer_than_it_needs(run: Run) -> Iterator[str]:
    """Where nothing is wrong anywhere: its bytes over the slowest link, one layer unpacked after another, requests."""
    if _something_may_go_wrong(run):
        return
    manifests = {
        (image.digest, manifest.platform): manifest for image in run.scenario.images for manifest in image.manifests
    }
    calls = run.calls()
    for row in calls:
        manifest = manifests.get((getattr(row, "digest", ""), getattr(row, "platform", "")))
        if (
            not isinstance(row, PullRecord)
            or manifest is None
            or row.outcome != "Pulled"
            or not _is_alone(run, row, calls)
        ):
            continue
        took, needs = row.ended_s - row.started_s, _needs_s(run, row, manifest)
        if took > needs + _MARGIN_S:
            yield f"it took {took} s and needs {needs} s: {row}"


def _something_may_go_wrong(run: Run) -> bool:
    scenario = run.scenario
    services = [registry.service for registry in scenario.registries]
    wrong = any(each.faults or each.limits or each.cache or each.tokens.get_status for each in services)
    outages = any(isinstance(event, Outage) for event in scenario.happenings)
    return bool(wrong or outages or any(pool.plugins for pool in scenario.pools))


def _is_alone(run: Run, row: PullRecord, calls: Iterable[Pull]) -> bool:
    """Whether no other pull goes on meanwhile that crosses one of its links."""
    limited = any(registry.bandwidth or registry.blob_bandwidth for registry in run.scenario.registries)
    pool = run.pool_of(row.node)
    peers = any(mirror.peers for hosts in pool.hosts for mirror in hosts.mirrors)  # these have cards, too
    shared = limited or pool.nat or peers
    return not any(
        other is not row
        and (shared or other.node == row.node)
        and other.started_s is not None
        and other.started_s < row.ended_s
        and (not isinstance(other, PullRecord) or other.ended_s > row.started_s)
        for other in calls
    )


def _needs_s(run: Run, row: PullRecord, manifest: ImageManifest) -> float:
    pool, registries = run.pool_of(row.node), run.scenario.registries
    latency = max(run.scenario.default_latency_s, *(each.latency_s for each in registries))
    speeds = [pool.network, pool.pace.connection, pool.nat and pool.nat.bandwidth, run.scenario.default_bandwidth]
    speeds += [speed for each in registries for speed in (each.bandwidth, each.blob_bandwidth, each.service.connection)]
    slowest = min(speed for speed in (*speeds, float("inf")) if speed)
    return row.bytes_fetched / slowest + 2 * latency * (row.requests + 1) + _on_the_node_s(pool, manifest)


def _on_the_node_s(pool: NodePool, manifest: ImageManifest) -> float:
    pace, layers = pool.pace, manifest.layers
    unpacking = sum(layer.unpacked for layer in layers) / (pace.unpack or float("inf"))
    files = pace.per_file_s * sum(layer.files for layer in layers) + pace.per_layer_s * len(layers)
    return unpacking + files + pace.before_layers_s + pace.finish_s + pace.resolve_s
