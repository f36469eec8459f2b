"""An image with the policy Never that a kubelet may remove."""

from collections.abc import Iterator

from imagesim.rules.admission.pull_policy import NEVER
from imagesim.rules.reference import ImageReference
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of


def find(bundle: Bundle) -> Iterator[Found]:
    """Containers with Never on pools that collect images and have not pinned this one."""
    for use in bundle.uses:
        if use.policy != NEVER or use.reference is None:
            continue
        pools = [pool for pool in bundle.pools_for(use.spec) if _may_take(pool, use.reference)]
        if not pools:
            continue
        when = {_when(pool) for pool in pools}
        yield Found(
            place_of(use.document, (*use.path, use.policy_field), label=use.object),
            f"{use.part} has the policy Never, and the kubelets of {', '.join(pool.name for pool in pools)} remove "
            f"{use.image} {' or '.join(sorted(when))} where no container uses it; then it never starts there again.",
            "Pin it on the nodes (containerd's pinned_images, or a container that uses it on every node), or write "
            "IfNotPresent and have it in a registry.",
        )


def _may_take(pool: NodePool, name: ImageReference) -> bool:
    pinned = {ImageReference.parse(each).fully_qualified for each in pool.pinned}
    return pool.kubelet.image_gc.enabled and name.fully_qualified not in pinned


def _when(pool: NodePool) -> str:
    policy = pool.kubelet.image_gc
    if policy.high_threshold_percent >= 100:
        return "when it grows too old"
    return f"when the disk is {policy.high_threshold_percent}% full"


RULE = Rule(
    id="gc-takes-never",
    severity="warning",
    title="Image GC can take what Never needs",
    fact="Image GC removes images that no container uses when the disk is full, those that were loaded before too, "
    "unless they are pinned. With the policy Never nothing brings them back: ErrImageNeverPull.",
    source="Kubernetes 1.36.2 pkg/kubelet/images/image_gc_manager.go; k3s-io/k3s#7569",
    shown_by="imagesim run disk-fills",
    find=find,
)
