"""The `kubelet` of a NodePool becomes a KubeletConfiguration, with the defaults of v1beta1 filled in.

Thresholds are read as pkg/kubelet/eviction/helpers.go reads them: a given `evictionHard` replaces all defaults, and a
signal that it leaves out has no threshold; 0% and 100% mean none either.
"""

import re

from imagesim.rules.images.eviction import EvictionThresholds, Threshold
from imagesim.rules.images.gc_policy import ImageGCPolicy
from imagesim.rules.images.verification_policy import NEVER_VERIFY_PRELOADED_IMAGES, VerificationPolicy
from imagesim.rules.units import Seconds
from imagesim.rules.versions import kubernetes
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.quantities import QuantityError, parse_size
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.values.node_pool import MAX_CRASH_BACK_OFF_S, KubeletConfiguration
from imagesim.scenarios.world.node_pool.kubelet_model import KubeletSpec

_IMAGEFS, _NODEFS = "imagefs.available", "nodefs.available"
_OTHER_SIGNALS = (
    "memory.available",
    "allocatableMemory.available",
    "nodefs.inodesFree",
    "imagefs.inodesFree",
    "containerfs.available",
    "containerfs.inodesFree",
    "pid.available",
)
_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)%")
_KUBELET: Path = ("spec", "kubelet")


def make_kubelet(document: Document, spec: KubeletSpec, kubernetes_version: str, notes: Notes) -> KubeletConfiguration:
    """Return the kubelet's configuration. serializeImagePulls is true unless maxParallelImagePulls is 2 or more."""
    _note_others(document, spec, notes)
    serialize = spec.serialize_image_pulls
    if serialize is None:
        serialize = (spec.max_parallel_image_pulls or 0) < 2
    return KubeletConfiguration(
        serialize_image_pulls=serialize,
        max_parallel_image_pulls=spec.max_parallel_image_pulls,
        registry_pull_qps=spec.registry_pull_qps,
        registry_burst=spec.registry_burst,
        verification=_verification(document, spec, kubernetes_version),
        image_gc=ImageGCPolicy(
            high_threshold_percent=spec.high_threshold,
            low_threshold_percent=spec.low_threshold,
            min_age=spec.gc_minimum_age,
            max_age=spec.maximum_age,
        ),
        eviction=_eviction(document, spec),
        node_status_max_images=spec.node_status_max_images,
        kube_api_limit=spec.kube_api_limit,
        crash_back_off_max_s=_crash_back_off(document, spec, kubernetes_version),
    )


def _crash_back_off(document: Document, spec: KubeletSpec, kubernetes_version: str) -> Seconds:
    """The longest crash back-off; a kubelet whose gate is off would not start with one."""
    longest = spec.longest_crash_back_off
    if longest is None:
        return MAX_CRASH_BACK_OFF_S
    if not kubernetes(kubernetes_version).crash_backoff_maximum_configurable:
        path: Path = (*_KUBELET, "crashLoopBackOff")
        rule = f"needs the feature gate KubeletCrashLoopBackOffMax, which is off in {kubernetes_version}"
        raise document.error(rule, path, suggestion="set kubernetesVersion to 1.35 or later, or remove the field")
    return longest


def _note_others(document: Document, spec: KubeletSpec, notes: Notes) -> None:
    others = [*spec.others, *(f"evictionHard {name}" for name in spec.eviction_hard or () if name in _OTHER_SIGNALS)]
    fields = ", ".join(sorted(set(others) - {"apiVersion", "kind"}))
    if fields:
        notes.not_modelled(f"KubeletConfiguration: {fields}", document.label)


def _verification(document: Document, spec: KubeletSpec, kubernetes_version: str) -> VerificationPolicy:
    """Credential verification; what the kubelet would refuse is a mistake."""
    name, allow_list = spec.image_pull_credentials_verification_policy, spec.preloaded_images_verification_allowlist
    if name is None and not allow_list:
        return VerificationPolicy()
    if not kubernetes(kubernetes_version).verifies_pulled_images:
        path: Path = (*_KUBELET, "imagePullCredentialsVerificationPolicy")
        rule = f"needs the feature gate KubeletEnsureSecretPulledImages, which is off in {kubernetes_version}"
        raise document.error(rule, path, suggestion="set kubernetesVersion to 1.35 or later, or remove the field")
    try:
        return VerificationPolicy(name or NEVER_VERIFY_PRELOADED_IMAGES, allow_list=tuple(allow_list))
    except ValueError as error:
        path = (*_KUBELET, "preloadedImagesVerificationAllowlist")
        raise document.error(str(error), path) from None


def _eviction(document: Document, spec: KubeletSpec) -> EvictionThresholds:
    if spec.eviction_hard is None:
        return EvictionThresholds(transition_s=spec.pressure_transition)
    read: dict[str, Threshold] = {}
    for name, written in spec.eviction_hard.items():
        path: Path = (*_KUBELET, "evictionHard", name)
        if name not in (_IMAGEFS, _NODEFS, *_OTHER_SIGNALS):
            hint = did_you_mean(name, (_IMAGEFS, _NODEFS, *_OTHER_SIGNALS))
            raise document.error("is no eviction signal", path, suggestion=hint)
        read[name] = _threshold(document, path, written)
    return EvictionThresholds(
        imagefs_available=read.get(_IMAGEFS, Threshold()),
        nodefs_available=read.get(_NODEFS, Threshold()),
        transition_s=spec.pressure_transition,
    )


def _threshold(document: Document, path: Path, written: str) -> Threshold:
    """A part of the capacity, or an amount."""
    percent = _PERCENT.fullmatch(written)
    if percent is not None:
        share = float(percent[1])
        if share > 100:
            hint = "write for example 15%"
            raise document.error("is more than all of it", path, value=written, suggestion=hint)
        return Threshold(percent=0.0 if share == 100 else share)
    try:
        amount = parse_size(written)
    except QuantityError:
        hint = "write a part such as 15%, or an amount such as 10Gi"
        raise document.error("is not a threshold", path, value=written, suggestion=hint) from None
    if amount == 0:
        hint = "write for example 10Gi; 0% turns the threshold off"
        raise document.error("must be positive", path, value=written, suggestion=hint)
    return Threshold(amount=amount)
