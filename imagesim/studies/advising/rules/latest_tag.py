"""The tag latest, written or filled in, with the policy that goes with it."""

from collections.abc import Iterator

from imagesim.rules.admission.pull_policy import ALWAYS
from imagesim.rules.reference import DEFAULT_TAG
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of


def find(bundle: Bundle) -> Iterator[Found]:
    """Containers with latest that ask the registry at each start."""
    for use in bundle.uses:
        name = use.reference
        if name is None or name.digest or name.effective_tag != DEFAULT_TAG or use.policy != ALWAYS:
            continue
        written = "has no tag, which is latest" if name.tag is None else "has the tag latest"
        yield Found(
            place_of(use.document, (*use.path, use.image_field), label=use.object),
            f"{use.part}: {use.image} {written}; each start may bring another build, and needs the registry.",
            "Name the build: a tag that is never moved, or the digest that runs now (imageID in the pods' status).",
        )


RULE = Rule(
    id="latest-tag",
    severity="warning",
    title="The tag latest",
    fact="A tag is looked up when a container starts and never again: with Always replicas that started at different "
    "times run different builds, nobody can roll back to what latest was, and without the registry nothing starts.",
    source="kubernetes/kubernetes#93016; Kubernetes 1.36.2 pkg/apis/core/v1/defaults.go SetDefaults_Container",
    shown_by="imagesim run latest-rolled-back",
    find=find,
)
