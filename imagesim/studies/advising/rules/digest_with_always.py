"""A digest, which cannot change, with a policy that asks whether it has."""

from collections.abc import Iterator

from imagesim.rules.admission.pull_policy import ALWAYS
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of


def find(bundle: Bundle) -> Iterator[Found]:
    """Names with a digest and the policy Always."""
    for use in bundle.uses:
        if use.reference is None or not use.reference.digest or use.policy != ALWAYS:
            continue
        why = "as written" if use.written else "filled in because of the tag latest beside it, which nobody looks at"
        yield Found(
            place_of(use.document, (*use.path, use.policy_field if use.written else use.image_field), label=use.object),
            f"{use.part} is pinned to a digest and has the policy Always ({why}): each start needs the registry, which "
            "can only answer the same.",
            "Write imagePullPolicy: IfNotPresent.",
        )


RULE = Rule(
    id="digest-with-always",
    severity="note",
    title="A digest with Always",
    fact="Of a name with tag and digest the digest alone counts, and a digest names one image for ever; Always asks "
    "the registry at each start all the same, and when it does not answer the container does not start.",
    source="distribution/reference normalize.go; Kubernetes 1.36.2 pkg/apis/core/v1/defaults.go; "
    "kubernetes/kubernetes#95854",
    shown_by="imagesim run digest-pinned --set "
    "Deployment/shop/web:spec.template.spec.containers[0].imagePullPolicy=Always --set 'Timeline/timeline:spec.events="
    "[{at: 5m, outage: {registry: registry.example, for: 1h}}, {at: 6m, restart: {target: Deployment/shop/web}}]'",
    find=find,
)
