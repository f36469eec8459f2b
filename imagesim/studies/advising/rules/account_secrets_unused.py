"""Secrets of a ServiceAccount that a pod does not get, since it lists one of its own."""

from collections.abc import Iterator

from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of


def find(bundle: Bundle) -> Iterator[Found]:
    """Pods that list secrets and whose ServiceAccount has others."""
    accounts = {(each.namespace, each.name): each for each in bundle.scenario.service_accounts}
    for use in bundle.pod_specs:
        account = accounts.get((use.namespace, use.spec.service_account_name))
        listed = use.spec.image_pull_secrets
        if account is None or not listed:
            continue
        lost = [name for name in account.image_pull_secrets if name and name not in listed]
        if lost:
            yield Found(
                place_of(use.document, (*use.spec_path, "imagePullSecrets"), label=use.object),
                f"The pods list {', '.join(listed)}, so they do not get {', '.join(lost)} of their ServiceAccount "
                f"{account.name}.",
                "List all of them in the pod, or none.",
            )


RULE = Rule(
    id="account-secrets-unused",
    severity="note",
    title="Pull secrets of a ServiceAccount that are not used",
    fact="A ServiceAccount's pull secrets go into pods that list none, when they are created; nothing is merged.",
    source="Kubernetes 1.36.3 plugin/pkg/admission/serviceaccount/admission.go",
    shown_by="imagesim run private-pull-secret "
    "--set 'Deployment/tools/web:spec.template.spec.imagePullSecrets=[{name: other}]'",
    find=find,
)
