"""What registries are asked for and what they send: it follows from layers, nodes, starts and limits."""

from collections.abc import Iterator
from functools import cache

from imagesim.engine.records import Records
from imagesim.results.measures.costs import costs as total
from imagesim.results.measures.host_costs import HostCosts, host_costs
from imagesim.results.measures.summary import summary
from tests.results.measures.closed_forms.held import Held
from tests.results.measures.small_worlds import (
    HOST,
    IMAGE,
    MI,
    Document,
    image,
    one,
    pool,
    ran,
    registry,
    timeline,
    workload,
)  # fmt: skip

PARALLEL = {"serializeImagePulls": False, "registryPullQPS": 0}
NODES = 7
_LATER = 3 * NODES


def at(records: Records, host: str = HOST) -> HostCosts:
    """What the run cost a host."""
    return one([row for row in host_costs(records) if row.host == host])


@cache
def once_each(nodes: int = NODES) -> Records:
    """A pod on every node; two minutes later three more for each, of the same image."""
    return ran(
        image("a", "10Mi", "3Mi"), registry({"v1": "a"}), pool(nodes),
        workload(kind="DaemonSet"), workload("more", 0),
        timeline(("2m", "scale", {"workload": "more", "replicas": 3 * nodes})),
    )  # fmt: skip


def size_of(records: Records, tag: str = "v1") -> int:
    """The size of an image as the runtime reports it: its layers and what describes them."""
    return int(one({row.size_bytes for row in records.stored_images if row.image.endswith(tag)}))


@cache
def shared_base(tags: int) -> Records:
    """Images of a common base on every node: the first alone, or both."""
    base = {"size": "40Mi", "digest": "base"}
    documents: list[Document] = [image("a", base, "1Mi"), image("b", base, "2Mi"), registry({"v1": "a", "v2": "b"})]
    second = workload("second", kind="DaemonSet", container={"image": f"{HOST}/web:v2"})
    return ran(*documents, pool(3), workload(kind="DaemonSet"), *[second][: tags - 1])


@cache
def always() -> Records:
    """Twenty pods that ask at each start for an image that is there; five of them are started again."""
    return ran(
        image("a", "10Mi"),
        registry({"v1": "a"}),
        pool(2, prepulled=[IMAGE], kubelet=PARALLEL),
        workload(replicas=20, container={"imagePullPolicy": "Always"}),
        timeline(("2m", "restart", {"target": "Deployment/web", "pods": 5})),
    )


@cache
def refused() -> Records:
    """A registry that answers one request in six hours, and one pod."""
    limit = {"amount": 1, "window": "6h", "counts": "requests", "per": "registry"}
    return ran(image("a", "10Mi"), registry({"v1": "a"}, limits=[limit]), pool(1), workload())


@cache
def budgets() -> Records:
    """Two nodes with a limit each; five minutes later one of them pulls another image."""
    limit = {"amount": 2, "window": "1m", "counts": "manifest-gets"}
    return ran(
        image("a", "10Mi"), image("b", "1Mi"), registry({"v1": "a", "v2": "b"}, limits=[limit]), pool(2),
        workload(kind="DaemonSet"), workload("late", 0, container={"image": f"{HOST}/web:v2"}),
        timeline(("5m", "scale", {"workload": "late", "replicas": 1})),
    )  # fmt: skip


def costs() -> Iterator[Held]:
    """Pulls, requests, bytes, egress, 429s and budgets."""
    plain = once_each()
    pulls, size = summary(plain)["pulls"], size_of(plain)
    yield Held("pulls", "one per node and image, however many pods run it", NODES, pulls["Pulled"])
    yield Held("pulls that find the image", "one per pod that comes later", _LATER, pulls["AlreadyPresent"])
    yield Held("bytes fetched", "nodes x the image's size", NODES * size, pulls["bytes_fetched"], "bytes")
    yield Held("egress", "nodes x the image's size", NODES * size, at(plain).bytes_sent, "bytes")
    yield Held("egress of one node", "the image's size", size, at(once_each(1)).bytes_sent, "bytes")
    yield from _shared_layers()
    heads = at(always())
    yield Held("requests, Always", "one HEAD per start where the image is there", 20 + 5, heads.requests)
    yield Held("HEAD requests, Always", "all of them", 20 + 5, heads.head_requests)
    yield from _limits()


def _shared_layers() -> Iterator[Held]:
    first, both = shared_base(1), shared_base(2)
    described = size_of(both, "v2") - 42 * MI
    more = at(both).bytes_sent - at(first).bytes_sent
    form = "nodes x (own layer + manifest + config)"
    yield Held("egress of a second image on one base", form, 3 * (2 * MI + described), more, "bytes")


def _limits() -> Iterator[Held]:
    first, *later = [row for row in refused().pulls if row.outcome == "Failed"]
    form = "5 per attempt, but for the first attempt's HEAD, which is answered"
    answers = 5 * len(later) + first.requests - 1
    yield Held("429s", form, answers, total(refused()).refused)
    used = "the amount of the limit: all that it lets through"
    yield Held("budget used, limit of 1 request", used, 1, max(row.used for row in refused().budgets))
    windows = budgets().budgets
    yield Held("budget used, limit of each address", "one GET of a manifest per pull", 3, sum(r.used for r in windows))
    yield Held("windows of that budget", "one per pull: the third pull comes in another", 3, len(windows))
