"""A name that no node can read."""

from collections.abc import Iterator

from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of


def find(bundle: Bundle) -> Iterator[Found]:
    """Names that the kubelet's parser refuses."""
    for use in bundle.uses:
        try:
            ImageReference.parse(use.image)
        except InvalidImageName as error:
            yield Found(
                place_of(use.document, (*use.path, use.image_field), label=use.object),
                f"{use.part} never starts: {error}.",
                "Write a name that `imagesim image parse` takes: lower case, one tag, no space.",
                command=bundle.run_of(use, "--until", "5m"),
            )


RULE = Rule(
    id="invalid-name",
    severity="error",
    title="An image name that no node can read",
    fact="The API server takes any text without white space around it; the node refuses it (InvalidImageName), at "
    "every "
    "sync, for ever, and asks no registry.",
    source="Kubernetes 1.36.2 pkg/kubelet/images/image_manager.go; distribution/reference regexp.go",
    shown_by="imagesim run pull-policy --until 2m "
    "--set Pod/shop/web:spec.containers[0].image=registry.example/shop/Web:v1",
    find=find,
)
