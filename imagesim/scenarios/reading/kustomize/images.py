"""kustomize's image transformer: the `images` of a kustomization give images another name, tag or digest.

Models kustomize v5.8.1, api/internal/builtins/ImageTagTransformer.go with api/filters/imagetag (legacy.go, updater.go),
api/internal/image/image.go and api/internal/konfig/builtinpluginconsts/images.go. What surprises:

- The images of all lists called `containers` and `initContainers` are looked at, however deep, in any kind except
  CustomResourceDefinition: so those of a CronJob are, and of kinds that nobody knows. `ephemeralContainers` are not.
- Image volumes are looked at in `spec` and in `spec.template.spec` alone, so not in a CronJob.
- A name is compared with the text as it is written: `nginx` is not `docker.io/library/nginx`. A dot stands for any
  character, since the name is made a regular expression.
- A new tag without a digest drops the old digest, a new digest without a tag the old tag. With both, both are written,
  and what pulls goes by the digest.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

_LISTS = ("containers", "initContainers")
_POD_SPECS = (("spec",), ("spec", "template", "spec"))
_TAG_AND_DIGEST = r"(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?"

Change = Callable[[object], object]


@dataclass(frozen=True, kw_only=True)
class ImageChange:
    """One entry of `images`. What is "" is not given."""

    name: str
    new_name: str = ""
    new_tag: str = ""
    digest: str = ""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(re.escape(self.name).replace(r"\.", ".") + _TAG_AND_DIGEST)

    def changed(self, image: object) -> object:
        """The image as this entry writes it; anything that is not an image of that name comes back as it is."""
        if not isinstance(image, str) or not self._pattern.fullmatch(image):
            return image
        name, tag, digest = split(image)
        if self.new_tag or self.digest:
            tag, digest = self.new_tag, self.digest
        return (self.new_name or name) + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")


def split(image: str) -> tuple[str, str, str]:
    """Name, tag and digest of an image's text. A colon before the first slash is that of a port."""
    slash = max(image.find("/"), 0)
    rest, _, digest = image[slash:].partition("@")
    name, _, tag = rest.partition(":")
    return image[:slash] + name, tag, digest


def with_images(value: dict[str, object], changes: tuple[ImageChange, ...]) -> dict[str, object]:
    """An object with its images changed, one entry after the other. *value* itself stays as it is."""
    if value.get("kind") == "CustomResourceDefinition":
        return value
    for each in changes:
        value = _mapping(value, each.changed)
        for path in _POD_SPECS:
            value = _at(value, path, partial(_volumes, change=each.changed))
    return value


def _walk(value: object, change: Change) -> object:
    if isinstance(value, dict):
        return _mapping(value, change)
    if isinstance(value, list):
        return [_walk(item, change) for item in value]
    return value


def _mapping(value: dict[str, object], change: Change) -> dict[str, object]:
    walked = {key: _walk(item, change) for key, item in value.items()}
    for key in _LISTS:
        containers = walked.get(key)
        if isinstance(containers, list):
            walked[key] = [_with(container, "image", change) for container in containers]
    return walked


def _volumes(spec: object, change: Change) -> object:
    """A pod's spec with the references of its image volumes changed."""

    def reference(image: object) -> object:
        return _with(image, "reference", change)

    volumes = spec.get("volumes") if isinstance(spec, dict) else None
    if not isinstance(spec, dict) or not isinstance(volumes, list):
        return spec
    return {**spec, "volumes": [_with(each, "image", reference) for each in volumes]}


def _at(value: dict[str, object], path: tuple[str, ...], change: Change) -> dict[str, object]:
    """*value* with what stands at *path* changed, where it leads through mappings."""
    inner = value.get(path[0])
    if not isinstance(inner, dict):
        return value
    return {**value, path[0]: change(inner) if len(path) == 1 else _at(inner, path[1:], change)}


def _with(value: object, key: str, change: Change) -> object:
    return {**value, key: change(value[key])} if isinstance(value, dict) and key in value else value
