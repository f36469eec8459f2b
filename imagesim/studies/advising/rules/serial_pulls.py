"""A large image that everything else on a node waits for."""

from collections.abc import Iterator
from typing import NamedTuple

from imagesim.rules.units import Bytes
from imagesim.scenarios.reading.quantities import format_size
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of
from imagesim.studies.advising.images import held, size_on
from imagesim.studies.advising.logins import pulled_on
from imagesim.studies.advising.uses import ImageUse

LARGE: Bytes = 5 * 10**9
LONG_S = 60.0
"""A pull of so many bytes, or of so many seconds by the node's link alone, is worth a word."""


class _Pull(NamedTuple):
    use: ImageUse
    size: Bytes
    seconds: float


def find(bundle: Bundle) -> Iterator[Found]:
    """Large images of pools that pull one after another and that other pods may go to as well."""
    for pool in bundle.scenario.pools:
        if not pool.kubelet.serialize_image_pulls:
            continue
        uses = pulled_on(bundle, pool)
        for pull in _large(bundle, pool, uses):
            others = {use.object for use in uses} - {pull.use.object}
            if not others:
                continue
            label = f"NodePool/{pool.name}"
            link = f", {pull.seconds:.0f} s by the node's link alone" if pull.seconds else ""
            yield Found(
                place_of(pull.use.document, (*pull.use.path, pull.use.image_field), label=pull.use.object),
                f"{pull.use.part}: {pull.use.image} is {format_size(pull.size)}{link}; on {pool.name} every other pull "
                f"waits for it, those of {len(others)} other {'workload' if len(others) == 1 else 'workloads'} too.",
                "Write serializeImagePulls: false and maxParallelImagePulls: 2 or more into the kubelet's "
                "configuration, "
                "or have the image on the nodes before.",
                command=bundle.run("--set", f"{label}:spec.kubelet.serializeImagePulls=false"),
            )


def _large(bundle: Bundle, pool: NodePool, uses: list[ImageUse]) -> list[_Pull]:
    found: dict[str, _Pull] = {}
    for use in uses:
        image = None if use.reference is None else held(bundle, use.reference)
        if image is None or use.reference is None or use.reference.fully_qualified in found:
            continue
        size = size_on(image, pool.platform)
        speed = min((each for each in (pool.network, pool.pace.connection) if each), default=0)
        seconds = size / speed if speed else 0.0
        if size >= LARGE or seconds >= LONG_S:
            found[use.reference.fully_qualified] = _Pull(use, size, seconds)
    return list(found.values())


RULE = Rule(
    id="serial-pulls",
    severity="warning",
    title="Every pull waits for a large one",
    fact="By default a kubelet pulls one image after another, over all pods and registries: also a check of Always, "
    "for "
    "an image that is there, waits. There is no limit of time for a pull as long as bytes come.",
    source="Kubernetes 1.36.2 pkg/kubelet/images/puller.go, apis/config/v1beta1/defaults.go; "
    "kubernetes/kubernetes#109673",
    shown_by="imagesim run one-at-a-time --all-events",
    find=find,
)
