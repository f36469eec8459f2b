"""What differs between Kubernetes 1.32 and 1.36 in the treatment of images: one value per version, nothing else.

Sources: Kubernetes 1.32.10 and 1.36.2 were run and recorded; 1.33.13, 1.34.9 and 1.35.6 were read. The recorded and
the later read trees are vendored forks (KubeEdge for 1.32, OpenShift for the rest) whose files used here look like
upstream's. Feature gates stand at their defaults; the name of a gate is given where one decides.
"""

from dataclasses import dataclass

from imagesim.rules.versions.provenance import RECORDED, SOURCE_READ, fact

_RECORDED_ENDS = {
    "1.32": RECORDED,
    "1.33": SOURCE_READ,
    "1.34": SOURCE_READ,
    "1.35": SOURCE_READ,
    "1.36": RECORDED,
}
_READ = dict.fromkeys(_RECORDED_ENDS, SOURCE_READ)


@dataclass(frozen=True, slots=True, kw_only=True)
class KubernetesBehaviour:
    """How one Kubernetes version behaves. `version` is "1.32" ... "1.36"."""

    version: str
    created_message: str = fact(
        "text of the event Created; {name} is the container's name",
        "pkg/kubelet/kuberuntime/kuberuntime_container.go",
        _RECORDED_ENDS,
    )
    started_message: str = fact(
        "text of the event Started; {name} is the container's name",
        "pkg/kubelet/kuberuntime/kuberuntime_container.go",
        _RECORDED_ENDS,
    )
    present_suffix: str = fact(
        "what follows 'Container image \"X\" already present on machine' (gate KubeletEnsureSecretPulledImages)",
        "pkg/kubelet/images/image_manager.go",
        _RECORDED_ENDS,
    )
    verifies_pulled_images: bool = fact(
        "a present image that the kubelet pulled with a secret is not for every pod "
        "(gate KubeletEnsureSecretPulledImages, alpha in 1.33, on by default from 1.35)",
        "pkg/kubelet/images/pullmanager",
        _RECORDED_ENDS,
    )
    keyring_error_counts_as_pull_error: bool = fact(
        "an undecodable pull secret fails inside the pull: ErrImagePull, and the image back-off grows",
        "pkg/kubelet/kuberuntime/kuberuntime_image.go, pkg/kubelet/images/image_manager.go",
        _RECORDED_ENDS,
    )
    keyring_before_presence: bool = fact(
        "credentials are looked up before the image is looked for, so a malformed secret blocks a present image",
        "pkg/kubelet/images/image_manager.go",
        _RECORDED_ENDS,
    )
    credentials_before_verification: bool = fact(
        "where verification of pulled images was switched on, credentials are looked up for every present image "
        "(later only if the answer depends on them)",
        "pkg/kubelet/images/image_manager.go",
        _RECORDED_ENDS,
    )
    credentials_in_groups: bool = fact(
        "credentials are tried as three groups: secrets, node file, plugins in the order of their configuration "
        "(before: node file and plugins are one group, providers ordered by name)",
        "pkg/kubelet/images/image_manager.go, pkg/credentialprovider",
        _RECORDED_ENDS,
    )
    service_account_tokens_for_plugins: bool = fact(
        "credential plugins may get a service account token (gate KubeletServiceAccountTokenForCredentialProviders)",
        "pkg/credentialprovider/plugin/plugin.go",
        {**_READ, "1.36": RECORDED},
    )
    relist_after_start: bool = fact(
        "a sync that did something without an error asks PLEG for the pod at once (before: the 1 s relist)",
        "pkg/kubelet/kubelet.go, pkg/kubelet/pleg/generic.go",
        _RECORDED_ENDS,
    )
    crash_backoff_requeues_at_expiry: bool = fact(
        "a sync with a container in CrashLoopBackOff is repeated when that back-off ends (at most 60 s, times "
        "1 to 1.5), not after 10 to 15 s",
        "pkg/kubelet/pod_workers.go, pkg/kubelet/container/sync_result.go",
        _RECORDED_ENDS,
    )
    crash_backoff_maximum_configurable: bool = fact(
        "the kubelet's crashLoopBackOff.maxContainerRestartPeriod is obeyed (gate KubeletCrashLoopBackOffMax)",
        "pkg/kubelet/kubelet.go",
        _READ,
    )
    reports_config_pod_sandbox: bool = fact(
        "the results of a sync hold a successful ConfigPodSandbox",
        "pkg/kubelet/kuberuntime/kuberuntime_manager.go",
        _RECORDED_ENDS,
    )
    image_volumes_by_default: bool = fact(
        "volumes of type image are kept and their pull policy is defaulted (gate ImageVolume)",
        "pkg/apis/core/v1/defaults.go",
        _RECORDED_ENDS,
    )
    image_locality_counts_volumes: bool = fact(
        "the scheduler's ImageLocality adds the images of image volumes to the sum",
        "pkg/scheduler/framework/plugins/imagelocality/image_locality.go",
        {**_READ, "1.36": RECORDED},
    )
    gc_shortfall_explains: bool = fact(
        "an image GC that freed too little says how full the file system is and what to look for "
        "(before: 'Failed to garbage collect required amount of images. ...')",
        "pkg/kubelet/images/image_gc_manager.go",
        _RECORDED_ENDS,
    )
    static_pods_may_not_list_secrets: bool = fact(
        "a static pod that lists imagePullSecrets is refused (gate PreventStaticPodAPIReferences)",
        "pkg/kubelet/config/common.go",
        _READ,
    )


def _behaviour(version: str) -> KubernetesBehaviour:
    """The column of *version*. The minor version is compared as a number, so that each change reads as a date."""
    minor = int(version.removeprefix("1."))
    return KubernetesBehaviour(
        version=version,
        created_message="Container created" if minor >= 35 else "Created container: {name}",
        started_message="Container started" if minor >= 35 else "Started container {name}",
        present_suffix=" and can be accessed by the pod" if minor >= 35 else "",
        verifies_pulled_images=minor >= 35,
        keyring_error_counts_as_pull_error=minor == 32,
        keyring_before_presence=minor == 33,
        credentials_before_verification=minor in (33, 34),
        credentials_in_groups=minor >= 33,
        service_account_tokens_for_plugins=minor >= 34,
        relist_after_start=minor >= 36,
        crash_backoff_requeues_at_expiry=minor >= 35,
        crash_backoff_maximum_configurable=minor >= 35,
        reports_config_pod_sandbox=minor <= 35,
        image_volumes_by_default=minor >= 35,
        image_locality_counts_volumes=minor >= 36,
        gc_shortfall_explains=minor >= 35,
        static_pods_may_not_list_secrets=minor >= 34,
    )


KUBERNETES_TABLE = {version: _behaviour(version) for version in _RECORDED_ENDS}
