"""The JSON Schema of world documents, so that editors complete and check them.

It is made from the models that read the documents, so it says what they say; added are descriptions, the short forms
that are allowed, and which fields exclude each other. What only the whole scenario shows (an Image that nobody
describes, a workload that is not there) no schema finds: `imagesim check` does.
"""

from collections.abc import Callable
from typing import Any, get_args

from pydantic import TypeAdapter, WithJsonSchema
from pydantic.json_schema import JsonSchemaMode, JsonSchemaValue

from imagesim.rules.golang import duration as go_duration
from imagesim.rules.golang.time import nanoseconds
from imagesim.rules.versions import CONTAINERD_VERSIONS, KUBERNETES_VERSIONS
from imagesim.scenarios.reading.errors import ScenarioError, did_you_mean
from imagesim.scenarios.reading.quantities import format_duration, format_speed
from imagesim.scenarios.schema_texts import TEXTS
from imagesim.scenarios.timeline.model import TimelineDocument
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.image.model import ImageDocument
from imagesim.scenarios.world.node_pool.kubelet_fields import KUBELET_FIELDS
from imagesim.scenarios.world.node_pool.model import NodePoolDocument
from imagesim.scenarios.world.registry.model import RegistryDocument
from imagesim.scenarios.world.simulation.model import SimulationDocument
from imagesim.scenarios.world.types import (
    ContainerdVersion,
    Duration,
    DurationOrRange,
    GoDuration,
    KubernetesVersion,
    Size,
    Speed,
)

KINDS: dict[str, type[WorldModel]] = {
    "Simulation": SimulationDocument,
    "Registry": RegistryDocument,
    "Image": ImageDocument,
    "NodePool": NodePoolDocument,
    "Timeline": TimelineDocument,
}
_KIND_OF = {model.__name__: kind for kind, model in KINDS.items()}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NUMBER = r"([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_DURATION = {"type": "string", "pattern": f"^({_NUMBER}(ms|s|m|h))+$"}
_DURATIONS: list[JsonSchemaValue] = [_DURATION, {"const": 0}]
_SIZE = {"type": "string", "pattern": f"^{_NUMBER}([kMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$"}
_SPEED = {"type": "string", "pattern": rf"^(unlimited|{_NUMBER}\s*([kMGTPE]|[KMGTPE]i)?(bit|B)/s)$"}


def _known(versions: tuple[str, ...]) -> JsonSchemaValue:
    """Versions as texts; also as the numbers that YAML makes of them where the quotes are missing."""
    return {"enum": [*versions, *map(float, versions)]}


_VALUES: list[tuple[object, JsonSchemaValue, Callable[[Any], object]]] = [
    (Duration, {"anyOf": _DURATIONS}, format_duration),
    (
        DurationOrRange,
        {"anyOf": [*_DURATIONS, {"type": "array", "items": {"anyOf": _DURATIONS}, "minItems": 2, "maxItems": 2}]},
        str,
    ),
    (Size, {"anyOf": [_SIZE, {"type": "number", "minimum": 0}]}, str),
    (GoDuration, {"type": "string"}, lambda seconds: go_duration.format_duration(nanoseconds(seconds))),
    (Speed, _SPEED, lambda speed: "unlimited" if speed is None else format_speed(speed)),
    (KubernetesVersion, _known(KUBERNETES_VERSIONS), str),
    (ContainerdVersion, _known(CONTAINERD_VERSIONS), str),
]
"""Types of values with what may be written for them, and how their default is written."""


def world_schema(kind: str = "") -> dict[str, Any]:
    """The schema of one world document: of *kind*, or of any kind. A kind that does not exist is a ScenarioError."""
    if kind and kind not in KINDS:
        raise ScenarioError("is no kind of imagesim/v1", field="KIND", value=kind, suggestion=did_you_mean(kind, KINDS))
    wanted = [kind] if kind else list(KINDS)
    models: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [
        (name, "validation", TypeAdapter(KINDS[name])) for name in wanted
    ]
    references, whole = TypeAdapter.json_schemas(models)
    definitions = {name: _definition(name, schema) for name, schema in whole["$defs"].items()}
    _describe_references(definitions)
    roots = [references[name, "validation"] for name in wanted]
    return {
        "$schema": _DIALECT,
        "title": f"imagesim {kind}" if kind else "imagesim world document",
        "description": f"A world document of imagesim{f', kind {kind}' if kind else ''} (apiVersion imagesim/v1).",
        **(roots[0] if kind else {"oneOf": roots}),
        "$defs": definitions,
    }


def _definition(name: str, schema: JsonSchemaValue) -> JsonSchemaValue:
    """One model's schema, completed."""
    schema.pop("title", None)
    fields: dict[str, JsonSchemaValue] = schema["properties"]
    for field, text in TEXTS.get(name, {}).items():
        if field in fields:
            fields[field]["description"] = text
    for each in fields.values():
        each.pop("title", None)
        if "description" in each:
            each["description"] = each.pop("description")  # after the value's own keys
        _write_values(each)
        if each.get("default", "") is None:
            del each["default"]  # "nothing" is no value that an editor should offer
    if name in _KIND_OF:
        kind = _KIND_OF[name]
        fields["kind"] = {"const": kind, "description": fields["kind"].get("description", "")}
        schema["description"] = KINDS[kind].model_fields["spec"].annotation.__doc__
    complete = _COMPLETE.get(name)
    return complete(schema) if complete else schema


def _write_values(schema: Any) -> None:
    """Put what may be written for a value in the place of the model's own schema of it, here and below."""
    if isinstance(schema, list):
        for item in schema:
            _write_values(item)
    if not isinstance(schema, dict):
        return
    for type_, written, default in _VALUES:
        own = next(each.json_schema for each in get_args(type_) if isinstance(each, WithJsonSchema))
        if own and all(schema.get(key) == value for key, value in own.items()):
            for key in own.keys() - {"examples"}:
                del schema[key]
            if "default" in schema:
                schema["default"] = default(schema["default"])
            schema.update(written)
            return
    for inner in list(schema.values()):
        _write_values(inner)


def _describe_references(definitions: dict[str, JsonSchemaValue]) -> None:
    """A field that is a mapping of its own is described by what that mapping is."""
    for definition in definitions.values():
        for field in definition.get("properties", {}).values():
            for part in (field, *field.get("anyOf", ())):
                name = part.get("$ref", "").rpartition("/")[2]
                if name and "description" in definitions[name]:
                    field.setdefault("description", definitions[name]["description"])


def _one_event(schema: JsonSchemaValue) -> JsonSchemaValue:
    """`at`, and one thing that happens."""
    return {**schema, "minProperties": 2, "maxProperties": 2}


def _happening(schema: JsonSchemaValue) -> JsonSchemaValue:
    """One thing that happens; of its fields one may be drawn, and is left out."""
    fields = {"type": "object", "description": "As the event of a timeline; what is drawn is left out."}
    return {**schema, "properties": dict.fromkeys(schema["properties"], fields), "minProperties": 1, "maxProperties": 1}


def _one_form(schema: JsonSchemaValue) -> JsonSchemaValue:
    return {**schema, "oneOf": [{"required": [form]} for form in ("layers", "manifests", "preset")]}


def _limit(schema: JsonSchemaValue) -> JsonSchemaValue:
    """A preset, or a budget of one's own."""
    return {**schema, "anyOf": [{"required": ["preset"]}, {"required": ["amount", "window"]}]}


def _fault(schema: JsonSchemaValue) -> JsonSchemaValue:
    """Something has to go wrong."""
    effects = ("status", "transport", "delay", "cutAt", "silent", "corrupt", "slow")
    return {**schema, "anyOf": [{"required": [effect]} for effect in effects]}


def _or_size(schema: JsonSchemaValue) -> JsonSchemaValue:
    """A layer or a disk may be its size alone."""
    size = {"anyOf": [_SIZE, {"type": "number", "minimum": 0}], "examples": ["30Mi"]}
    return {"description": schema["description"], "anyOf": [size, schema]}


def _or_name(schema: JsonSchemaValue) -> JsonSchemaValue:
    """An image may be its name alone."""
    return {"description": schema["description"], "anyOf": [{"type": "string", "minLength": 1}, schema]}


def _or_path(field: str) -> Callable[[JsonSchemaValue], JsonSchemaValue]:
    """The model sees what the file holds; people write its path."""

    def complete(schema: JsonSchemaValue) -> JsonSchemaValue:
        held = schema["properties"][field]
        described = {"description": held.pop("description")}
        schema["properties"][field] = {**described, "anyOf": [held, {"type": "string"}]}
        return schema

    return complete


def _node_pool(schema: JsonSchemaValue) -> JsonSchemaValue:
    """The manifest of a static pod may be the path of its file."""
    items = schema["properties"]["staticPods"]["items"]
    schema["properties"]["staticPods"]["items"] = {"anyOf": [items, {"type": "string"}]}
    return schema


def _kubelet(schema: JsonSchemaValue) -> JsonSchemaValue:
    """A KubeletConfiguration may have all its fields."""
    schema["description"] = "Fields of KubeletConfiguration (kubelet.config.k8s.io/v1beta1)."
    fields = schema["properties"]
    del fields["others"]
    for name in sorted(KUBELET_FIELDS):
        fields.setdefault(name, {"description": "A field of KubeletConfiguration that is not modelled."})
    return schema


_COMPLETE: dict[str, Callable[[JsonSchemaValue], JsonSchemaValue]] = {
    "EventSpec": _one_event,
    "HappeningSpec": _happening,
    "ImageSpec": _one_form,
    "LayerSpec": _or_size,
    "DiskSpec": _or_size,
    "PrepulledSpec": _or_name,
    "SandboxImageSpec": _or_name,
    "LimitSpec": _limit,
    "FaultSpec": _fault,
    "ProvidersSpec": _or_path("config"),
    "HostsSpec": _or_path("file"),
    "NodePoolSpec": _node_pool,
    "KubeletSpec": _kubelet,
}
"""What a model's own schema does not say, since its validators do."""
