"""What differs between Kubernetes 1.31 and 1.37 in the treatment of images: one value per version, nothing else.

Sources: Kubernetes 1.32.10 and 1.36.2 were run and recorded; 1.31.14, 1.33.13, 1.34.9 and 1.35.6 were read. The
recorded and the read trees are vendored forks (KubeEdge for 1.32, OpenShift for the rest) whose files used here look
like upstream's. Of 1.37 the release notes (as of its release candidate), the enhancements' plans and a few staging
repositories were read, not the kubelet's code: each value says which, and a change without a release note would be
missed. Feature gates stand at their defaults; the name of a gate is given where one decides.
"""

from dataclasses import dataclass

from imagesim.rules.versions.provenance import CHANGELOG, KEP, NO_CHANGE_FOUND, RECORDED, SOURCE_READ, fact

_VERSIONS = ("1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37")


def _known(recorded: tuple[str, ...], newest: str) -> dict[str, str]:
    """How each column of a row is known: the *recorded* versions, 1.37 as *newest* says, the others from source."""
    return dict.fromkeys(_VERSIONS, SOURCE_READ) | dict.fromkeys(recorded, RECORDED) | {"1.37": newest}


_BOTH, _LATER, _NONE = ("1.32", "1.36"), ("1.36",), ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KubernetesBehaviour:
    """How one Kubernetes version behaves. `version` is "1.31" ... "1.37"."""

    version: str
    created_message: str = fact(
        "text of the event Created; {name} is the container's name (1.31.6 and later write the colon too, as 1.32 does "
        "from 1.32.1 on)",
        "pkg/kubelet/kuberuntime/kuberuntime_container.go",
        _known(_BOTH, NO_CHANGE_FOUND),
    )
    started_message: str = fact(
        "text of the event Started; {name} is the container's name",
        "pkg/kubelet/kuberuntime/kuberuntime_container.go",
        _known(_BOTH, NO_CHANGE_FOUND),
    )
    present_suffix: str = fact(
        "what follows 'Container image \"X\" already present on machine' (gate KubeletEnsureSecretPulledImages)",
        "pkg/kubelet/images/image_manager.go",
        _known(_BOTH, KEP),
    )
    verifies_pulled_images: bool = fact(
        "a present image that the kubelet pulled with a secret is not for every pod "
        "(gate KubeletEnsureSecretPulledImages, alpha in 1.33, on by default from 1.35)",
        "pkg/kubelet/images/pullmanager",
        _known(_BOTH, KEP),
    )
    keyring_error_counts_as_pull_error: bool = fact(
        "an undecodable pull secret fails inside the pull: ErrImagePull, and the image back-off grows",
        "pkg/kubelet/kuberuntime/kuberuntime_image.go, pkg/kubelet/images/image_manager.go",
        _known(_BOTH, NO_CHANGE_FOUND),
    )
    keyring_before_presence: bool = fact(
        "credentials are looked up before the image is looked for, so a malformed secret blocks a present image",
        "pkg/kubelet/images/image_manager.go",
        _known(_BOTH, NO_CHANGE_FOUND),
    )
    credentials_before_verification: bool = fact(
        "where verification of pulled images was switched on, credentials are looked up for every present image "
        "(later only if the answer depends on them)",
        "pkg/kubelet/images/image_manager.go",
        _known(_BOTH, NO_CHANGE_FOUND),
    )
    credentials_in_groups: bool = fact(
        "credentials are tried as three groups: secrets, node file, plugins in the order of their configuration "
        "(before: node file and plugins are one group, providers ordered by name)",
        "pkg/kubelet/images/image_manager.go, pkg/credentialprovider",
        _known(_BOTH, KEP),
    )
    service_account_tokens_for_plugins: bool = fact(
        "credential plugins may get a service account token (gate KubeletServiceAccountTokenForCredentialProviders)",
        "pkg/credentialprovider/plugin/plugin.go",
        _known(_LATER, KEP),
    )
    relist_after_start: bool = fact(
        "a sync that did something without an error asks PLEG for the pod at once (before: the 1 s relist)",
        "pkg/kubelet/kubelet.go, pkg/kubelet/pleg/generic.go",
        _known(_BOTH, CHANGELOG),
    )
    crash_backoff_requeues_at_expiry: bool = fact(
        "a sync with a container in CrashLoopBackOff is repeated when that back-off ends (at most 60 s, times "
        "1 to 1.5), not after 10 to 15 s",
        "pkg/kubelet/pod_workers.go, pkg/kubelet/container/sync_result.go",
        _known(_BOTH, NO_CHANGE_FOUND),
    )
    crash_backoff_maximum_configurable: bool = fact(
        "the kubelet's crashLoopBackOff.maxContainerRestartPeriod is obeyed (gate KubeletCrashLoopBackOffMax)",
        "pkg/kubelet/kubelet.go",
        _known(_NONE, NO_CHANGE_FOUND),
    )
    reports_config_pod_sandbox: bool = fact(
        "the results of a sync hold a successful ConfigPodSandbox",
        "pkg/kubelet/kuberuntime/kuberuntime_manager.go",
        _known(_BOTH, NO_CHANGE_FOUND),
    )
    image_volumes_by_default: bool = fact(
        "volumes of type image are kept and their pull policy is defaulted (gate ImageVolume)",
        "pkg/apis/core/v1/defaults.go",
        _known(_BOTH, NO_CHANGE_FOUND),
    )
    image_volumes_checked_in_templates: bool = fact(
        "a volume of type image without a reference is refused in a pod template, too (before: only its pods are)",
        "pkg/apis/core/validation/validation.go",
        _known(_LATER, CHANGELOG),
    )
    image_locality_counts_volumes: bool = fact(
        "the scheduler's ImageLocality adds the images of image volumes to the sum",
        "pkg/scheduler/framework/plugins/imagelocality/image_locality.go",
        _known(_LATER, CHANGELOG),
    )
    image_locality_bound_counts_volumes: bool = fact(
        "the most that ImageLocality counts grows with the image volumes of a pod too (before: with its containers "
        "only, so that a volume's image lifts the score above what a container's gives)",
        "pkg/scheduler/framework/plugins/imagelocality/image_locality.go",
        _known(_LATER, CHANGELOG),
    )
    untolerated_taint_is_named: bool = fact(
        "FailedScheduling names the taint: 'node(s) had untolerated taint {key: value}' (from 1.34.2 on 'taint(s)')",
        "pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go",
        _known(_NONE, NO_CHANGE_FOUND),
    )
    claims_before_preemption: bool = fact(
        "FailedScheduling says 'no new claims to deallocate, ' before what it says of preemption (gate "
        "DynamicResourceAllocation)",
        "pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go",
        _known(_NONE, NO_CHANGE_FOUND),
    )
    scheduler_waits_out_back_off: bool = fact(
        "a pod that fitted nowhere is not tried again before its back-off is over, 1 s, 2 s ... 10 s (later, a "
        "scheduler with nothing else to do does not wait; gate SchedulerPopFromBackoffQ)",
        "pkg/scheduler/backend/queue",
        _known(_NONE, NO_CHANGE_FOUND),
    )
    gc_shortfall_explains: bool = fact(
        "an image GC that freed too little says how full the file system is and what to look for "
        "(before: 'Failed to garbage collect required amount of images. ...')",
        "pkg/kubelet/images/image_gc_manager.go",
        _known(_BOTH, NO_CHANGE_FOUND),
    )
    static_pods_may_not_list_secrets: bool = fact(
        "a static pod that lists imagePullSecrets is refused (gate PreventStaticPodAPIReferences)",
        "pkg/kubelet/config/common.go",
        _known(_NONE, CHANGELOG),
    )
    asks_for_image_with_any_policy: bool = fact(
        "the runtime is asked for the image with policy Always too, and a failure to say is named by the image as "
        "typed (later only with IfNotPresent and Never, and named by the runtime's answer, which is empty)",
        "pkg/kubelet/images/image_manager.go",
        _known(_BOTH, NO_CHANGE_FOUND),
    )
    back_off_names_last_error: bool = fact(
        "the waiting message of ImagePullBackOff ends with the last pull's error (before: 'Back-off pulling image X')",
        "pkg/kubelet/images/image_manager.go",
        _known(_BOTH, NO_CHANGE_FOUND),
    )
    events_thinned_by_type: bool = fact(
        "a component may send 25 Normal and 25 Warning events about an object, then one each in 300 s (before: 25 of "
        "both together)",
        "client-go tools/record/events_cache.go",
        _known(_NONE, SOURCE_READ),
    )
    scaling_says_from_to: bool = fact(
        "a Deployment's event says 'Scaled up replica set R from A to B' (before: 'to B', and 'to B from A' later on)",
        "pkg/controller/deployment/sync.go",
        _known(_NONE, NO_CHANGE_FOUND),
    )
    missing_secret_told_after_failed_pull: bool = fact(
        "FailedToRetrieveImagePullSecret comes only after a pull has failed (before: at every sync, before any pull)",
        "pkg/kubelet/kubelet_pods.go",
        _known(_NONE, CHANGELOG),
    )
    image_volumes_ensured_each_sync: bool = fact(
        "the images of image volumes are ensured at every sync (later only when a container is started)",
        "pkg/kubelet/kuberuntime/kuberuntime_manager.go",
        _known(_NONE, CHANGELOG),
    )
    describe_names_containers: bool = fact(
        "kubectl describe writes the part of a pod before the message of an event: 'spec.containers{web}: ...' "
        "(kubernetes#133627)",
        "k8s.io/kubectl pkg/describe/describe.go",
        dict.fromkeys(_VERSIONS, CHANGELOG),
    )
    describe_names_thresholds: bool = fact(
        "kubectl describe writes 'successThreshold=1 failureThreshold=3' of a probe (before: '#success=1 #failure=3')",
        "k8s.io/kubectl pkg/describe/describe.go",
        dict.fromkeys(_VERSIONS, SOURCE_READ),
    )
    changed_sidecar_restarts: bool = fact(
        "a running sidecar whose image was changed is restarted",
        "pkg/kubelet/kuberuntime/kuberuntime_manager.go",
        _known(_NONE, NO_CHANGE_FOUND),
    )
    node_monitor_grace_s: float = fact(
        "seconds of silence after which a node is Unknown (--node-monitor-grace-period; kubernetes#126287)",
        "pkg/controller/nodelifecycle/config/v1alpha1/defaults.go",
        dict.fromkeys(_VERSIONS, CHANGELOG),
    )


def _behaviour(version: str) -> KubernetesBehaviour:
    """The column of *version*. The minor version is compared as a number, so that each change reads as a date."""
    minor = int(version.removeprefix("1."))
    return KubernetesBehaviour(
        version=version,
        created_message=_created(minor),
        started_message="Container started" if minor >= 35 else "Started container {name}",
        present_suffix=" and can be accessed by the pod" if minor >= 35 else "",
        verifies_pulled_images=minor >= 35,
        keyring_error_counts_as_pull_error=minor <= 32,
        keyring_before_presence=minor == 33,
        credentials_before_verification=minor in (33, 34),
        credentials_in_groups=minor >= 33,
        service_account_tokens_for_plugins=minor >= 34,
        relist_after_start=minor >= 36,
        crash_backoff_requeues_at_expiry=minor >= 35,
        crash_backoff_maximum_configurable=minor >= 35,
        reports_config_pod_sandbox=minor <= 35,
        image_volumes_by_default=minor >= 35,
        image_volumes_checked_in_templates=minor >= 37,
        image_locality_counts_volumes=minor >= 36,
        image_locality_bound_counts_volumes=minor >= 37,
        untolerated_taint_is_named=minor <= 33,
        claims_before_preemption=minor >= 34,
        scheduler_waits_out_back_off=minor <= 32,
        gc_shortfall_explains=minor >= 35,
        static_pods_may_not_list_secrets=minor >= 34,
        asks_for_image_with_any_policy=minor <= 31,
        back_off_names_last_error=minor >= 32,
        events_thinned_by_type=minor >= 32,
        scaling_says_from_to=minor >= 32,
        missing_secret_told_after_failed_pull=minor >= 37,
        image_volumes_ensured_each_sync=minor <= 36,
        describe_names_containers=minor >= 35,
        describe_names_thresholds=minor >= 37,
        changed_sidecar_restarts=minor >= 32,
        node_monitor_grace_s=50.0 if minor >= 32 else 40.0,
    )


def _created(minor: int) -> str:
    if minor >= 35:
        return "Container created"
    return "Created container: {name}" if minor >= 32 else "Created container {name}"


KUBERNETES_TABLE = {version: _behaviour(version) for version in _VERSIONS}
