"""Kubelets that pull in parallel and refuse their own pulls."""

from collections.abc import Iterator

from imagesim.scenarios.values.node_pool import NodePool
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of


def find(bundle: Bundle) -> Iterator[Found]:
    """Pools with parallel pulls whose nodes may get more containers at once than registryBurst."""
    for pool in bundle.scenario.pools:
        kubelet = pool.kubelet
        if kubelet.serialize_image_pulls or kubelet.registry_pull_qps == 0 or not pool.count:
            continue
        most = _containers_of_a_node(bundle, pool)
        if most > kubelet.registry_burst:
            label = f"NodePool/{pool.name}"
            yield Found(
                place_of(bundle.document(label), ("spec", "kubelet"), label=label),
                f"With parallel pulls a node that starts up to {most} containers of these at once gets through "
                f"{kubelet.registry_burst} pulls (registryBurst), then {kubelet.registry_pull_qps} a second; the "
                "others "
                "fail with pull QPS exceeded and back off.",
                f"Write maxParallelImagePulls and raise registryBurst above {most}, or set registryPullQPS: 0.",
                command=bundle.run("--until", "10m"),
            )


def _containers_of_a_node(bundle: Bundle, pool: NodePool) -> int:
    """How many containers a node of the pool gets if pods are spread over its nodes evenly."""
    total = 0
    for use in bundle.uses:
        pools = bundle.pools_for(use.spec)
        if pool not in pools:
            continue
        replicas = 1 if use.kind == "Pod" else getattr(use.value, "replicas", 0)
        nodes = sum(each.count for each in pools)
        total += 1 if replicas is None else -(-replicas // nodes)
    return total


RULE = Rule(
    id="pull-qps",
    severity="warning",
    title="Parallel pulls over the kubelet's own limit",
    fact="registryPullQPS 5 and registryBurst 10 are a bucket of the kubelet that refuses and never waits: a pull too "
    "many fails with pull QPS exceeded, which is ErrImagePull with back-off. Serial pulls hardly meet it.",
    source="Kubernetes 1.36.2 pkg/kubelet/images/helpers.go throttledImageService; kubernetes/kubernetes#112044",
    shown_by="imagesim run pull-qps",
    find=find,
)
