"""NodePool documents become NodePools: versions filled in, pre-pulled names looked up, and the parts put together."""

from collections.abc import Mapping

from imagesim.rules.api.field_errors import label_key_problems, label_value_problems
from imagesim.rules.api.node import Allocatable, Taint
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.node_runtime import OwnSandboxImage
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.world.node_pool.credentials import make_node_access
from imagesim.scenarios.world.node_pool.hosts import make_hosts
from imagesim.scenarios.world.node_pool.kubelet import make_kubelet
from imagesim.scenarios.world.node_pool.model import NodePoolDocument, NodePoolSpec
from imagesim.scenarios.world.node_pool.runtime import make_containerd, make_disk, make_nat, make_network, make_pace
from imagesim.scenarios.world.node_pool.static_pods import make_static_pods
from imagesim.scenarios.world.registry.local_only import local_only
from imagesim.scenarios.world.registry.read import find_image

_NEAR = 0.9


def make_pool(
    document: Document,
    model: NodePoolDocument,
    versions: tuple[str, str],
    registries: Mapping[str, Registry],
    images: Mapping[str, Image],
    notes: Notes,
) -> NodePool:
    """Return the pool; *versions* (Kubernetes, containerd) hold where it names none."""
    spec = model.spec
    local, described = _prepulled(document, spec, registries, images, notes)
    for index, image in enumerate(spec.pinned):
        _image_name(document, ("spec", "pinned", index), image)
    _check_labels(document, spec.labels)
    kubernetes_version = spec.kubernetes_version or versions[0]
    containerd_version = spec.containerd_version or versions[1]
    access = make_node_access(document, spec.credentials, kubernetes_version, notes)
    pace, preset = make_pace(document, spec.pace, notes)
    return NodePool(
        name=model.metadata.name,
        count=spec.size,
        nodes=tuple(spec.nodes),
        platform=spec.platform,
        network=make_network(spec, preset, notes),
        labels=tuple(sorted(spec.labels.items())),
        kubernetes_version=kubernetes_version,
        containerd_version=containerd_version,
        kubelet=make_kubelet(document, spec.kubelet, kubernetes_version, notes),
        prepulled=tuple(each.image for each in spec.prepulled),
        loaded=local,
        loaded_images=described,
        pinned=tuple(spec.pinned),
        sandbox_image=_sandbox_image(document, spec),
        static_pods=make_static_pods(document, spec.static_pods, kubernetes_version, notes),
        credentials=access.config,
        plugins=access.plugins,
        vendor_hook=access.hook,
        containerd=make_containerd(document, spec.containerd, containerd_version),
        pace=pace,
        disk=make_disk(spec.disk),
        hosts=make_hosts(document, spec.hosts, containerd_version, notes),
        nat=make_nat(spec.nat),
        taints=_taints(document, spec),
        allocatable=_allocatable(document, spec),
    )


def _taints(document: Document, spec: NodePoolSpec) -> tuple[Taint, ...]:
    """Those of the pool, then those that its kubelets register with; one for a key and an effect."""
    made: dict[tuple[str, str], Taint] = {}
    registered = spec.kubelet.register_with_taints
    for path, taints in (("taints",), spec.taints), (("kubelet", "registerWithTaints"), registered):
        for index, each in enumerate(taints):
            if (each.key, each.effect) in made:
                rule = "stands twice: a node has one taint of a key and an effect"
                raise document.error(rule, ("spec", *path, index, "key"), value=each.key)
            made[each.key, each.effect] = Taint(each.key, each.value, each.effect)
    return tuple(made.values())


def _allocatable(document: Document, spec: NodePoolSpec) -> Allocatable:
    pods, most = spec.allocatable.pods, spec.kubelet.max_pods
    if pods is not None and pods != most and "max_pods" in spec.kubelet.model_fields_set:
        path = ("spec", "allocatable", "pods")
        raise document.error(f"is not the kubelet's maxPods, which is {most}", path, value=pods)
    return Allocatable(most if pods is None else pods, spec.allocatable.cpu, spec.allocatable.memory)


def _check_labels(document: Document, labels: Mapping[str, str]) -> None:
    """A kubelet does not start with labels that the API server would refuse."""
    for key, value in labels.items():
        for problem in (*label_key_problems(key), *label_value_problems(value)):
            raise document.error(f"is no label: {problem}", ("spec", "labels", key), value=value)


def _prepulled(
    document: Document,
    spec: NodePoolSpec,
    registries: Mapping[str, Registry],
    images: Mapping[str, Image],
    notes: Notes,
) -> tuple[tuple[str, ...], tuple[tuple[str, Image], ...]]:
    """The names that no registry holds, and those of which it is said what they are.

    One that is nearly held is mistyped, unless it is said what it is; others were loaded onto the nodes.
    """
    local, described = list[str](), dict[str, Image]()
    for index, each in enumerate(spec.prepulled):
        path = ("spec", "prepulled", index)
        reference = _image_name(document, path, each.image)
        if each.of is not None:
            described[each.image] = find_image(document, (*path, "of"), each.of, images)
        said = local_only(each.image, described.get(each.image), f"the nodes of {document.label}", registries)
        if said:
            if each.of is None:
                _check_mistyped(document, path, each.image, registries[reference.domain])
                local.append(each.image)
            notes.assume(said)
    return tuple(local), tuple(described.items())


def _check_mistyped(document: Document, path: Path, image: str, registry: Registry) -> None:
    reference = ImageReference.parse(image)
    held = [f"{registry.host}/{name}:{tag}" for name, tags in registry.repositories for tag, _ in tags]
    near = did_you_mean(reference.fully_qualified, held, cutoff=_NEAR).startswith("did you mean")
    if near or reference.path in dict(registry.repositories):
        hint = did_you_mean(reference.fully_qualified, held)
        raise document.error(f"is not held by Registry {registry.host}", path, value=image, suggestion=hint)


def _sandbox_image(document: Document, spec: NodePoolSpec) -> OwnSandboxImage:
    own = spec.sandbox_image
    if own.image is not None:
        _image_name(document, ("spec", "sandboxImage", "image"), own.image)
    return OwnSandboxImage(image=own.image or "", present=own.present)


def _image_name(document: Document, path: Path, image: str) -> ImageReference:
    try:
        return ImageReference.parse(image)
    except InvalidImageName as error:
        raise document.error(f"is not the name of an image: {error}", path, value=image) from None
