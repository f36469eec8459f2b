"""NodePool documents become NodePools: versions and the kubelet's defaults filled in, pre-pulled names looked up."""

from collections.abc import Mapping

from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.verification_policy import NEVER_VERIFY_PRELOADED_IMAGES, VerificationPolicy
from imagesim.rules.versions import kubernetes
from imagesim.scenarios.documents import Document
from imagesim.scenarios.errors import did_you_mean
from imagesim.scenarios.node_credentials import make_node_access
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.registries import holds
from imagesim.scenarios.scenario import KubeletConfiguration, NodePool, Registry
from imagesim.scenarios.worlds import KubeletSpec
from imagesim.scenarios.worlds import NodePool as NodePoolDocument
from imagesim.scenarios.yaml_values import Path


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
    kubernetes_version = spec.kubernetes_version or versions[0]
    access = make_node_access(document, spec.credentials, kubernetes_version, notes)
    return NodePool(
        name=model.metadata.name,
        count=spec.count,
        platform=spec.platform,
        network=spec.network,
        labels=tuple(sorted(spec.labels.items())),
        kubernetes_version=kubernetes_version,
        containerd_version=spec.containerd_version or versions[1],
        kubelet=_kubelet(spec.kubelet, _verification(document, spec.kubelet, kubernetes_version)),
        prepulled=tuple(spec.prepulled),
        credentials=access.config,
        plugins=access.plugins,
        vendor_hook=access.hook,
    )


def _verification(document: Document, spec: KubeletSpec, kubernetes_version: str) -> VerificationPolicy:
    """Credential verification; what the kubelet would refuse is a mistake."""
    name, allow_list = spec.image_pull_credentials_verification_policy, spec.preloaded_images_verification_allowlist
    path: Path = ("spec", "kubelet", "imagePullCredentialsVerificationPolicy")
    if name is None and not allow_list:
        return VerificationPolicy()
    if not kubernetes(kubernetes_version).verifies_pulled_images:
        rule = f"needs the feature gate KubeletEnsureSecretPulledImages, which is off in {kubernetes_version}"
        raise document.error(rule, path, suggestion="set kubernetesVersion to 1.35 or later, or remove the field")
    try:
        return VerificationPolicy(name or NEVER_VERIFY_PRELOADED_IMAGES, allow_list=tuple(allow_list))
    except ValueError as error:
        path = ("spec", "kubelet", "preloadedImagesVerificationAllowlist")
        raise document.error(str(error), path) from None


def _kubelet(spec: KubeletSpec, verification: VerificationPolicy) -> KubeletConfiguration:
    """serializeImagePulls is true unless maxParallelImagePulls is 2 or more (v1beta1/defaults.go)."""
    serialize = spec.serialize_image_pulls
    if serialize is None:
        serialize = (spec.max_parallel_image_pulls or 0) < 2
    return KubeletConfiguration(
        serialize_image_pulls=serialize,
        max_parallel_image_pulls=spec.max_parallel_image_pulls,
        registry_pull_qps=spec.registry_pull_qps,
        registry_burst=spec.registry_burst,
        verification=verification,
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
