"""NodePool documents become NodePools: versions and the kubelet's defaults filled in, pre-pulled names looked up."""

from collections.abc import Mapping

from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.scenarios.documents import Document
from imagesim.scenarios.errors import did_you_mean
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.registries import holds
from imagesim.scenarios.scenario import KubeletConfiguration, NodePool, Registry
from imagesim.scenarios.worlds import KubeletSpec
from imagesim.scenarios.worlds import NodePool as NodePoolDocument


def make_pool(
    document: Document,
    model: NodePoolDocument,
    versions: tuple[str, str],
    registries: Mapping[str, Registry],
    notes: Notes,
) -> NodePool:
    """Return the pool; *versions* (Kubernetes, containerd) hold where it names none."""
    spec = model.spec
    if "network" not in spec.model_fields_set:
        notes.assume("A node's network carries 1Gbit/s where none is given.")
    if spec.kubelet.others:
        fields = ", ".join(sorted(spec.kubelet.others.keys() - {"apiVersion", "kind"}))
        if fields:
            notes.not_modelled(f"KubeletConfiguration: {fields}", document.label)
    for index, image in enumerate(spec.prepulled):
        _check_prepulled(document, index, image, registries)
    return NodePool(
        name=model.metadata.name,
        count=spec.count,
        platform=spec.platform,
        network=spec.network,
        labels=tuple(sorted(spec.labels.items())),
        kubernetes_version=spec.kubernetes_version or versions[0],
        containerd_version=spec.containerd_version or versions[1],
        kubelet=_kubelet(spec.kubelet),
        prepulled=tuple(spec.prepulled),
    )


def _kubelet(spec: KubeletSpec) -> KubeletConfiguration:
    """serializeImagePulls is true unless maxParallelImagePulls is 2 or more (v1beta1/defaults.go)."""
    serialize = spec.serialize_image_pulls
    if serialize is None:
        serialize = (spec.max_parallel_image_pulls or 0) < 2
    return KubeletConfiguration(
        serialize_image_pulls=serialize,
        max_parallel_image_pulls=spec.max_parallel_image_pulls,
        registry_pull_qps=spec.registry_pull_qps,
        registry_burst=spec.registry_burst,
    )


def _check_prepulled(document: Document, index: int, image: str, registries: Mapping[str, Registry]) -> None:
    path = ("spec", "prepulled", index)
    try:
        reference = ImageReference.parse(image)
    except InvalidImageName as error:
        raise document.error(f"is not the name of an image: {error}", path, value=image) from None
    registry = registries.get(reference.domain)
    if registry is not None and not holds(registry, reference):
        held = [f"{registry.host}/{name}:{tag}" for name, tags in registry.repositories for tag, _ in tags]
        hint = did_you_mean(reference.fully_qualified, held)
        raise document.error(f"is not held by Registry {registry.host}", path, value=image, suggestion=hint)
