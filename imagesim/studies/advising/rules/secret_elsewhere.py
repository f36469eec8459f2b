"""A pull secret that exists, in another namespace than the pod."""

from collections.abc import Iterator

from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of


def find(bundle: Bundle) -> Iterator[Found]:
    """Secrets that are not in the pod's namespace, and are in another one."""
    for use in bundle.pod_specs:
        for place, (name, of_account) in enumerate(bundle.pull_secrets(use)):
            others = [where for where, other in bundle.secrets if other == name]
            if not others or use.namespace in others:
                continue
            path = () if of_account else (*use.spec_path, "imagePullSecrets", place)
            yield Found(
                place_of(use.document, path, label=use.object),
                f"The Secret {name} is in {', '.join(others)} and not in {use.namespace}, where the pods are: they "
                "pull "
                "without it.",
                f"Make a Secret {name} in {use.namespace} too.",
                command=bundle.run_of(use, "--until", "5m", "--all-events"),
            )


RULE = Rule(
    id="secret-elsewhere",
    severity="error",
    title="A pull secret in another namespace",
    fact="A pod uses Secrets of its own namespace alone. Of another one the kubelet says "
    "FailedToRetrieveImagePullSecret, and pulls without it.",
    source="Kubernetes 1.36.2 pkg/kubelet/kubelet_pods.go getPullSecretsForPod; kubernetes/website#42329",
    shown_by="imagesim run private-pull-secret --until 9m",
    find=find,
)
