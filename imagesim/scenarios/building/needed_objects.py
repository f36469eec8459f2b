"""Which ConfigMaps and Secrets pods need and no document makes: in a cluster without them the pods would not start.

A pod that mounts one that is missing stays ContainerCreating (MountVolume.SetUp failed), a container whose environment
needs one waits with CreateContainerConfigError. Often another program makes them, so here they are taken to exist, and
that is said with their names. What is marked `optional` is not needed. Single variables are not looked at: what stands
in `env` is hidden before.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from imagesim.scenarios.notes import Notes

_EVERYWHERE = "kube-root-ca.crt"
"""A ConfigMap that the controller manager puts into every namespace."""
_SHOWN = 3
_Needed = tuple[str, str]
"""Kind and name."""
_Object = tuple[str, str, str]
"""Kind, namespace and name."""


def note_needed_objects(documents: Iterable[Mapping[str, Any]], notes: Notes) -> None:
    """Note what the pods of the manifests need beside images, as far as none of the documents holds it."""
    there: set[_Object] = set()
    needed: dict[_Object, None] = {}
    for document in documents:
        kind, metadata = document.get("kind"), _at(document, "metadata")
        namespace = _at(metadata, "namespace") or "default"
        if kind in ("ConfigMap", "Secret"):
            there.add((kind, namespace, _at(metadata, "name")))
        else:
            found = _needs(_pod_spec(kind, _at(document, "spec")))
            needed |= dict.fromkeys((of, namespace, name) for of, name in found if name != _EVERYWHERE)
    missing = sorted("/".join(each) for each in needed.keys() - there)
    if missing:
        rest = len(missing) - _SHOWN
        names = ", ".join(missing[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
        are = "are in no document: they exist" if len(missing) > 1 else "is in no document: it exists"
        notes.assume(f"{names} {are}, or the containers that need them would not start.")


def _pod_spec(kind: object, spec: Any) -> Any:
    """The pod spec of a manifest, as it is written; {} if it has none where built-in kinds have it."""
    if kind == "Pod":
        return spec
    if kind == "CronJob":
        spec = _at(_at(spec, "jobTemplate"), "spec")
    return _at(_at(spec, "template"), "spec")


def _needs(spec: Any) -> Iterator[_Needed]:
    for volume in _items(spec, "volumes"):
        for source in (volume, *_items(_at(volume, "projected"), "sources")):
            yield from _named("ConfigMap", _at(source, "configMap"), "name")
            yield from _named("Secret", _at(source, "secret"), "secretName" if source is volume else "name")
    for container in (*_items(spec, "initContainers"), *_items(spec, "containers")):
        for source in _items(container, "envFrom"):
            yield from _named("ConfigMap", _at(source, "configMapRef"), "name")
            yield from _named("Secret", _at(source, "secretRef"), "name")


def _named(kind: str, source: Any, field: str) -> Iterator[_Needed]:
    name = _at(source, field)
    if isinstance(name, str) and _at(source, "optional") is not True:
        yield kind, name


def _at(value: Any, field: str) -> Any:
    return value.get(field, {}) if isinstance(value, dict) else {}


def _items(value: Any, field: str) -> list[Any]:
    found = _at(value, field)
    return found if isinstance(found, list) else []
