"""A pull secret that is not among what was given."""

from collections.abc import Iterator

from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of


def find(bundle: Bundle) -> Iterator[Found]:
    """Names of secrets that no Secret here has, in any namespace. A note where no Secret at all was given."""
    known = {name for _, name in bundle.secrets}
    for use in bundle.pod_specs:
        for place, (name, of_account) in enumerate(bundle.pull_secrets(use)):
            if name in known:
                continue
            path = () if of_account else (*use.spec_path, "imagePullSecrets", place)
            yield Found(
                place_of(use.document, path, label=use.object),
                f"Nothing here makes the Secret {use.namespace}/{name} that the pods pull with; if the cluster has "
                "none "
                "either, they pull without it.",
                f"See that it is there: kubectl get secret {name} -n {use.namespace}; add its manifest here to have it "
                "checked.",
                severity="warning" if bundle.secrets else "note",
            )


RULE = Rule(
    id="secret-missing",
    severity="warning",
    title="A pull secret that is not here",
    fact="A missing pull secret is a warning event and no error: the pull goes on with what else there is, "
    "anonymously if "
    "nothing is. A public image then comes, by the limit for strangers; a private one does not.",
    source="Kubernetes 1.36.2 pkg/kubelet/kubelet_pods.go getPullSecretsForPod; kubernetes/kubernetes#104432",
    shown_by="imagesim run pull-policy --set 'Pod/shop/web:spec.imagePullSecrets=[{name: nowhere}]'",
    find=find,
)
