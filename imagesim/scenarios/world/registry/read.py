"""Registry documents become Registries: hosts and repository names normalised, image names resolved to Images."""

from collections.abc import Mapping

from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.units import Seconds
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.world.registry.access import make_access
from imagesim.scenarios.world.registry.model import RegistryDocument, Repository
from imagesim.scenarios.world.registry.serving import make_service
from imagesim.scenarios.world.registry.upkeep import ages_of

Tags = tuple[tuple[str, Image], ...]


def make_registry(
    document: Document,
    model: RegistryDocument,
    host: str,
    upstreams: Mapping[str, str],
    images: Mapping[str, Image],
    latency_s: Seconds,
    notes: Notes,
) -> Registry:
    """Return the registry that the document describes; *latency_s* holds where it gives none.

    *host* is its host, *upstreams* maps what a cache may be `of` to a host.

    ScenarioError if two names mean one repository, or a value is a mistake.
    """
    spec = model.spec
    repositories: dict[str, Tags] = {}
    held: dict[str, tuple[Image, ...]] = {}
    for name, repository in spec.repositories.items():
        path: Path = ("spec", "repositories", name)
        normalised = _repository(document, path, host, name)
        if normalised in repositories:
            raise document.error(f"the repository stands twice; both names mean {normalised}", path)
        repositories[normalised] = _tags(document, path, repository, images)
        held[normalised] = tuple(
            find_image(document, (*path, "images", index), image, images)
            for index, image in enumerate(repository.images)
        )
    ages = {
        _repository(document, ("spec", "repositories", name), host, name): ages_of(
            document, ("spec", "repositories", name), repository
        )
        for name, repository in spec.repositories.items()
    }
    service = make_service(
        document, spec, upstreams, images, notes, lambda place, name: covered(document, place, host, name)
    )
    if spec.latency is None:
        notes.assume(f"A registry answers after {format_duration(latency_s)} where no latency is given.")
    return Registry(
        host=host,
        latency_s=latency_s if spec.latency is None else spec.latency,
        bandwidth=spec.bandwidth,
        blob_bandwidth=spec.blob_bandwidth,
        repositories=tuple(repositories.items()),
        held=tuple((name, known) for name, known in held.items() if known),
        ages=tuple((name, written) for name, written in ages.items() if written),
        service=service,
        access=make_access(document, spec, lambda place, name: covered(document, place, host, name)),
    )


def _repository(document: Document, path: Path, host: str, name: str) -> str:
    """The repository's path without the host: nginx is library/nginx on docker.io."""
    if name.startswith(f"{host}/"):
        hint = f"write {name.removeprefix(f'{host}/')}"
        raise document.error("the name of a repository begins after the host", path, suggestion=hint)
    try:
        found = ImageReference.parse(f"{host}/{name}")
    except InvalidImageName as error:
        raise document.error(f"is not the name of a repository: {error}", path) from None
    if found.tag is not None or found.digest is not None:
        raise document.error("a repository has no tag in its name", path, suggestion="write the tag below tags")
    return found.path


def covered(document: Document, path: Path, host: str, pattern: str) -> str:
    """What an entry of `access` covers, or a fault: a pattern as it is, a name as image names have it."""
    return pattern if "*" in pattern else _repository(document, path, host, pattern)


def _tags(document: Document, path: Path, repository: Repository, images: Mapping[str, Image]) -> Tags:
    return tuple(
        (tag, find_image(document, (*path, "tags", tag), image, images)) for tag, image in repository.tags.items()
    )


def find_image(document: Document, path: Path, name: str, images: Mapping[str, Image]) -> Image:
    """Return the Image called *name*. ScenarioError if no document describes it."""
    if name not in images:
        hint = did_you_mean(name, images) or "add a document of kind Image with this name"
        raise document.error("is not the name of an Image", path, value=name, suggestion=hint)
    return images[name]


def holds(registry: Registry, reference: ImageReference) -> bool:
    """Whether the registry holds what *reference* names when the run begins."""
    tags = dict(registry.repositories).get(reference.path, ())
    if reference.digest is None:
        return reference.effective_tag in dict(tags)
    there = [*(image for _, image in tags), *dict(registry.held).get(reference.path, ())]
    digests = {image.digest for image in there} | {manifest.digest for image in there for manifest in image.manifests}
    return reference.digest in digests
