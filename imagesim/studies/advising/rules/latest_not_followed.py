"""The tag latest with a policy that does not look whether it has moved."""

from collections.abc import Iterator

from imagesim.rules.admission.pull_policy import ALWAYS
from imagesim.rules.reference import DEFAULT_TAG
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of


def find(bundle: Bundle) -> Iterator[Found]:
    """Containers with latest and IfNotPresent or Never."""
    for use in bundle.uses:
        name = use.reference
        if name is None or name.digest or name.effective_tag != DEFAULT_TAG or use.policy in (ALWAYS, ""):
            continue
        field = use.policy_field if use.written else use.image_field
        yield Found(
            place_of(use.document, (*use.path, field), label=use.object),
            f"{use.part}: {use.image} is latest with {use.policy}: a node that has some latest keeps it for ever.",
            "Name the build by a tag that is never moved or by its digest; or, to follow the tag at each start, "
            "write imagePullPolicy: Always.",
        )


RULE = Rule(
    id="latest-not-followed",
    severity="warning",
    title="A policy that does not follow the tag latest",
    fact="With IfNotPresent and Never the kubelet looks for the name on the node alone. A push to the tag reaches only "
    "nodes that do not have the name yet, so that replicas differ by their node.",
    source="Kubernetes 1.36.2 pkg/kubelet/images/image_manager.go; kubernetes/kubernetes#3028",
    shown_by="imagesim run moved-tag --expect 'mixed == 0'",
    find=find,
)
