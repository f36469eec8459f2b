"""A kustomization: what it lists and what it changes, checked.

Understood are `resources` (and `bases`, its old name), `namespace` and `images`. What makes ConfigMaps, or only says
how kustomize prints, changes nothing that is simulated: it is passed over, and noted. Everything else would change
what runs, and is a mistake here unless it is empty. The fields are those of kustomize v5.8.1,
api/types/kustomization.go and image.go; of an image's, `tagSuffix` is not understood.
"""

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

from imagesim.rules.api.dns_names import DNS_LABEL
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.kustomize.images import ImageChange, with_images
from imagesim.scenarios.reading.kustomize.namespace import with_namespace
from imagesim.scenarios.reading.yaml_values import Path

FILES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_API_VERSION = "kustomize.config.k8s.io/v1beta1"
_RESOURCES = ("resources", "bases")
_UNDERSTOOD = {"apiVersion", "kind", "metadata", *_RESOURCES, "namespace", "images"}
_NOT_SUPPORTED = (
    "commonAnnotations",
    "commonLabels",
    "components",
    "configurations",
    "generators",
    "helmChartInflationGenerator",
    "helmCharts",
    "helmGlobals",
    "imageTags",
    "inventory",
    "labels",
    "namePrefix",
    "nameSuffix",
    "patches",
    "patchesJson6902",
    "patchesStrategicMerge",
    "replacements",
    "replicas",
    "secretGenerator",
    "transformers",
    "validators",
    "vars",
)
_WITHOUT_EFFECT = ("buildMetadata", "configMapGenerator", "crds", "generatorOptions", "openapi", "sortOptions")
_FIELDS = {*_UNDERSTOOD, *_WITHOUT_EFFECT, *_NOT_SUPPORTED}
_OF_AN_IMAGE = {"name": "name", "newName": "new_name", "newTag": "new_tag", "digest": "digest"}
_PATTERN = re.compile(r"[*+?()\[\]{}|^$\\]")
_HINT = "run kubectl kustomize and load what it prints"
_OWN_WORLD = "imagesim/"


@dataclass(frozen=True, kw_only=True)
class Kustomization:
    """What one kustomization.yaml says. `resources` are its entries with their places in it."""

    resources: tuple[tuple[Path, str], ...]
    namespace: str = ""
    images: tuple[ImageChange, ...] = ()
    passed_over: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether its objects differ from what the files hold."""
        return bool(self.namespace or self.images)

    def applied(self, document: Document) -> Document:
        """A document that it lists, as kustomize would print it. World documents are ours, and stay as they are."""
        if not self.changes or document.api_version.startswith(_OWN_WORLD):
            return document
        value = with_namespace(document.value, self.namespace) if self.namespace else document.value
        return dataclasses.replace(document, value=with_images(value, self.images))


def read_kustomization(document: Document) -> Kustomization:
    """Return what a kustomization says. ScenarioError for what is wrong in it, or would change what runs."""
    document.check_keys()
    _check_type(document)
    _check_fields(document)
    return Kustomization(
        resources=tuple(_resources(document)),
        namespace=_namespace(document),
        images=tuple(_images(document)),
        passed_over=tuple(key for key in _WITHOUT_EFFECT if document.value.get(key)),
    )


def _check_fields(document: Document) -> None:
    for key, value in document.value.items():
        if key in _NOT_SUPPORTED and value:
            rule = "is not supported in a kustomization; only resources, namespace and images are"
            raise document.error(rule, (key,), suggestion=_HINT)
        if key not in _FIELDS:
            raise document.unknown_name("is no field of a kustomization", (key,), _UNDERSTOOD)


def _check_type(document: Document) -> None:
    """ScenarioError for another kind, such as a Component, and for another Kustomization, such as Flux's."""
    for key, expected in (("kind", "Kustomization"), ("apiVersion", _API_VERSION)):
        given = document.value.get(key)
        if given and given != expected:
            raise document.error("is not that of a kustomization", (key,), value=given, suggestion=f"write {expected}")


def _resources(document: Document) -> Iterator[tuple[Path, str]]:
    listed = {key: document.value[key] for key in _RESOURCES if document.value.get(key)}
    for key, entries in (listed or {"resources": document.value.get("resources")}).items():
        if not isinstance(entries, list) or not entries:
            raise document.error("is not a list of files", (key,), value=entries)
        for index, entry in enumerate(entries):
            if not isinstance(entry, str) or not entry:
                raise document.error("is not the name of a file or a folder", (key, index), value=entry)
            yield (key, index), entry


def _namespace(document: Document) -> str:
    namespace = document.value.get("namespace") or ""
    if namespace and (not isinstance(namespace, str) or not DNS_LABEL.fullmatch(namespace) or len(namespace) > 63):
        hint = "use lower-case letters, digits and -"
        raise document.error("is not a namespace", ("namespace",), value=namespace, suggestion=hint)
    return str(namespace)


def _images(document: Document) -> Iterator[ImageChange]:
    entries = document.value.get("images") or []
    if not isinstance(entries, list):
        raise document.error("is not a list", ("images",), value=entries)
    for index, entry in enumerate(entries):
        if not isinstance(entry, dict):
            raise document.error("is not an object", ("images", index), value=entry)
        for key in entry:
            if key not in _OF_AN_IMAGE:
                rule = "is not supported in an image of a kustomization"
                raise document.unknown_name(rule, ("images", index, key), _OF_AN_IMAGE)
        yield ImageChange(**{_OF_AN_IMAGE[key]: _text(document, index, key, value) for key, value in entry.items()})


def _text(document: Document, index: int, key: str, value: object) -> str:
    path: Path = ("images", index, key)
    if value is not None and not isinstance(value, str):
        raise document.error("is not a text", path, value=value, suggestion="write it in quotes")
    if key == "name" and value and _PATTERN.search(value):
        raise document.error("is a pattern; only names are supported here", path, value=value, suggestion=_HINT)
    return value or ""
