"""Manifests of kinds that are not modelled and from which a cluster would make pods, known by their shape.

A pod template stands at `spec.template` (an Argo Rollout, a Knative Service), in a `jobTemplate` as a CronJob has it,
or deeper, beside a number of `replicas` (the workers of a training job). Without a template `spec.image` beside
`replicas` says the same (a Prometheus of its operator). Nothing here is a mistake: what has another shape makes no pods
as far as anybody can see.
"""

from typing import Any

from imagesim.scenarios.reading.documents import Document

_NUMBERS = ("replicas", "parallelism", "completions", "suspend", "schedule")


def pod_maker(document: Document) -> dict[str, object] | None:
    """What matters of the manifest about the pods that would be made from it, None if none would.

    That is itself a manifest of the kind: its names, numbers and images.
    """
    if document.kind == "CustomResourceDefinition":
        return None  # says what such a thing looks like, at length
    spec = document.value.get("spec")
    kept = _with_templates(spec, whole=True) or _with_image(document, spec)
    if kept is None:
        return None
    metadata = _texts(document.value.get("metadata"), ("name", "generateName", "namespace"))
    head = _texts(document.value, ("apiVersion", "kind"))
    return {**head, "metadata": metadata, "spec": kept}


def images_of(maker: Any) -> tuple[str, ...]:
    """The image texts of all templates of such a manifest, or in such a value, each once, in their order."""
    found: dict[str, None] = {}
    if isinstance(maker, dict):
        if isinstance(maker.get("image"), str):
            found[maker["image"]] = None
        for inner in maker.values():
            found |= dict.fromkeys(images_of(inner))
    elif isinstance(maker, list):
        for inner in maker:
            found |= dict.fromkeys(images_of(inner))
    return tuple(found)


def _with_templates(value: Any, *, whole: bool = False) -> dict[str, Any] | None:
    """The value with the templates in it and the numbers beside them; *whole* is that of an object's own spec."""
    if not isinstance(value, dict):
        return None
    kept: dict[str, Any] = {}
    if _is_template(value.get("template")) and (whole or _is_number(value.get("replicas"))):
        kept["template"] = _template(value["template"])
    for name, inner in value.items():
        if name == "jobTemplate" and isinstance(inner, dict):
            below = _with_templates(inner.get("spec"), whole=True)
            found: Any = {"spec": below} if below else None
        elif isinstance(inner, list):
            found = [each for item in inner if (each := _with_templates(item)) is not None]
        else:
            found = _with_templates(inner) if name != "template" else None
        if found:
            kept[name] = found
    return {**_numbers(value), **kept} if kept else None


def _with_image(document: Document, spec: Any) -> dict[str, Any] | None:
    """The spec of a custom resource that names an image and how often it should run."""
    if not isinstance(spec, dict) or "." not in document.api_version.partition("/")[0]:
        return None
    image = spec.get("image")
    named = isinstance(image, str) and image and _is_number(spec.get("replicas"))
    return {**_numbers(spec), "image": image} if named else None


def _is_template(value: Any) -> bool:
    spec = value.get("spec") if isinstance(value, dict) else None
    containers = spec.get("containers") if isinstance(spec, dict) else None
    return isinstance(containers, list) and any(isinstance(each, dict) and "image" in each for each in containers)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _numbers(value: dict[str, Any]) -> dict[str, Any]:
    return {name: value[name] for name in _NUMBERS if isinstance(value.get(name), int | str)}


def _template(template: dict[str, Any]) -> dict[str, Any]:
    """Its images in the order in which they are pulled."""
    spec = template["spec"]
    kept: dict[str, Any] = {}
    for group in ("initContainers", "containers"):
        containers = [each for each in spec.get(group) or () if isinstance(each, dict)]
        named = [_texts(each, ("name", "image")) for each in containers]
        kept |= {group: named} if named else {}
    return {"spec": kept}


def _texts(value: Any, names: tuple[str, ...]) -> dict[str, object]:
    if not isinstance(value, dict):
        return {}
    return {name: value[name] for name in names if isinstance(value.get(name), str)}
