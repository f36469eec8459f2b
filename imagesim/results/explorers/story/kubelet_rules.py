"""The rules behind the steps of a story: a sentence or two each, with the upstream file that was modelled."""

NAME = (
    "The API server refuses only an empty name and white space around one. The node parses it at every start "
    "(pkg/util/parsers/parsers.go)."
)
POLICY = (
    "The policy is filled in once, when the object is created, from the tag that the name has then; a later change of "
    "the image leaves it as it is (pkg/apis/core/v1/defaults.go)."
)
POLICY_WRITTEN = "A policy that the manifest has is never touched (pkg/apis/core/v1/defaults.go)."
POLICY_ADMISSION = (
    "The admission plugin AlwaysPullImages sets Always in every pod that is created "
    "(plugin/pkg/admission/alwayspullimages/admission.go)."
)
PINNED = (
    "A pinning webhook sees each pod once, when it is created, after the defaults; where it leaves templates alone, a "
    "later pod may get another digest (as k8s-digester, Kyverno and policy-controller do it)."
)
PINNED_IN_TEMPLATE = (
    "A pinning webhook that sees templates puts the digest into them when they are written, so every pod of one "
    "template runs one version, whatever happens to the tag (as k8s-digester does it)."
)
ALWAYS = (
    "With Always the kubelet does not look what is there: the runtime asks the registry at every start, and reuses "
    "content that it has (pkg/kubelet/images/image_manager.go)."
)
IF_NOT_PRESENT = (
    "With IfNotPresent an image that is there under this name is used, and neither registry nor back-off is asked "
    "(pkg/kubelet/images/image_manager.go)."
)
NEVER = (
    "With Never nothing is pulled, and what is there is used. From 1.35 an image that the pod may not use is told as "
    "absent, on purpose (pkg/kubelet/images/image_manager.go)."
)
VERIFICATION = (
    "From 1.35 an image that this kubelet pulled with a credential is only for pods that can show one; others have to "
    "pull (pkg/kubelet/images/pullmanager)."
)
CREDENTIALS = (
    "Every key that fits is tried, in reverse order of the keys, the pod's Secrets before what the node has; "
    "anonymously only if none fits (pkg/credentialprovider/keyring.go)."
)
RUNTIME = (
    "One request to the runtime for each credential until one works; errors that differ stand in brackets "
    "(pkg/kubelet/kuberuntime/kuberuntime_image.go)."
)
BACK_OFF = (
    "10 s after the first failure, doubled by each further one up to 300 s, for this pod and this image text; neither "
    "the registry's return nor a new Secret ends it early (client-go util/flowcontrol/backoff.go)."
)
NEXT_SYNC = (
    "After a failed sync the pod is looked at again in 10 to 15 s, and a ticker of one second finds it "
    "(pkg/kubelet/pod_workers.go)."
)
FINAL = (
    "A pod whose phase is final is never started again; its controller makes another one "
    "(pkg/kubelet/kubelet_pods.go generateAPIPodStatus)."
)
NEXT_START = "A running container is never pulled again; only a start asks (pkg/kubelet/images/image_manager.go)."
PULL_BLOCKS = (
    "A pull blocks its pod's worker until the runtime answers, also when the pod is deleted meanwhile "
    "(pkg/kubelet/pod_workers.go)."
)
ONE_AFTER_ANOTHER = (
    "Init containers run one at a time, and an image is pulled only when its container's turn has come "
    "(pkg/kubelet/kuberuntime/kuberuntime_manager.go)."
)
CRASH = (
    "The crash back-off is looked at before the image: 10 s, doubled up to 300 s "
    "(pkg/kubelet/kuberuntime/kuberuntime_manager.go)."
)
PROBES = (
    "A container is Ready when its readiness probe has succeeded, which is asked once its startup probe has "
    "(pkg/kubelet/prober/worker.go)."
)
SHOWN = "The API shows at the start of a sync what the sync before has found (pkg/kubelet/kubelet.go)."
