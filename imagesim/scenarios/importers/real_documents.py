"""World documents of real images: an Image for each, and a Registry for each host, whose tags point to them.

So a pod that names the image finds it. What is not known is left out, and the document's own rules fill it in. The
annotations say what was read, and no time: the same content gives the same text.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from imagesim.rules.reference import DEFAULT_DOMAIN, ImageReference
from imagesim.scenarios.importers.real_image import RealImage, RealLayer, RealManifest
from imagesim.scenarios.world.document import API_VERSION

REFERENCE, DIGEST = "imagesim/reference", "imagesim/digest"
_NO_NAME = str.maketrans("/:", "--", "[]")
_SHORT_DIGEST = len("sha256:") + 12

Fields = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedImage:
    """An image and the name of its document. `reference` is what pods call it, None where that is not known.

    `auth` is how its registry asks who somebody is.
    """

    name: str
    image: RealImage
    reference: ImageReference | None = None
    auth: str = "none"


def documents(images: Iterable[NamedImage], *, registries: bool = True) -> list[Fields]:
    """Return the documents of *images*, Images first; without *registries*, Images alone."""
    named = list(images)
    return [_image(each) for each in named] + (_registries(named) if registries else [])


def name_for(reference: ImageReference) -> str:
    """The name of the document of what *reference* names: library-nginx-1.27, quay.io-org-app-v2."""
    host = "" if reference.domain == DEFAULT_DOMAIN else f"{reference.domain}-"
    end = reference.digest[:_SHORT_DIGEST] if reference.digest else str(reference.effective_tag)
    name = f"{host}{reference.path}-{end}"
    return name.translate(_NO_NAME)


def _image(named: NamedImage) -> Fields:
    image = named.image
    reference = named.reference.fully_qualified if named.reference else ""
    annotations = _given({REFERENCE: reference, DIGEST: image.digest})
    metadata = _given({"name": named.name, "annotations": annotations})
    spec = {
        **_given({"digest": image.digest, "index": image.is_index, "indexSize": image.index_size}),
        "manifests": [_manifest(manifest) for manifest in image.manifests],
    }
    return {"apiVersion": API_VERSION, "kind": "Image", "metadata": metadata, "spec": spec}


def _manifest(manifest: RealManifest) -> Fields:
    config = {"configDigest": manifest.config_digest, "configSize": manifest.config_size}
    return {
        "platform": manifest.platform,
        "digest": manifest.digest,
        "size": manifest.size,
        **(config if manifest.config_digest else {}),
        **_given({"diffIDs": manifest.diff_ids, "artifact": manifest.is_artifact}),
        "layers": [_layer(layer) for layer in manifest.layers],
    }


def _layer(layer: RealLayer) -> Fields:
    unpacked = {} if layer.unpacked is None else {"unpacked": layer.unpacked}
    return {"size": layer.size, "digest": layer.digest, **_given({"diffID": layer.diff_id}), **unpacked}


def _registries(images: list[NamedImage]) -> list[Fields]:
    hosts: dict[str, dict[str, Fields]] = {}
    auth: dict[str, str] = {}
    for named in images:
        if named.reference is None:
            continue
        repositories = hosts.setdefault(named.reference.domain, {})
        auth[named.reference.domain] = named.auth
        _hold(repositories.setdefault(named.reference.path, {}), named.reference, named.name)
    return [
        {
            "apiVersion": API_VERSION,
            "kind": "Registry",
            "metadata": {"name": host},
            "spec": {**({} if auth[host] == "none" else {"auth": auth[host]}), "repositories": repositories},
        }
        for host, repositories in hosts.items()
    ]


def _hold(repository: Fields, reference: ImageReference, name: str) -> None:
    """A name with a digest is there by digest alone, whatever tag stands in it too."""
    if reference.digest:
        by_digest = repository.setdefault("images", [])
        assert isinstance(by_digest, list)
        by_digest.append(name)
    else:
        tags = repository.setdefault("tags", {})
        assert isinstance(tags, dict)
        tags[str(reference.effective_tag)] = name


def _given(fields: Fields) -> Fields:
    """Leave out what is not known or not so."""
    return {name: value for name, value in fields.items() if value}
