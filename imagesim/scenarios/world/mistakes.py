"""What pydantic finds wrong with a world document, as one ScenarioError in words."""

from collections.abc import Mapping
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import NOT_GIVEN, ScenarioError, did_you_mean
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import MISTAKE

M = TypeVar("M", bound=WorldModel)

_RULES = {
    "string_type": ("is not text", "put it in quotes"),
    "string_too_short": ("is empty", "write a value or remove the field"),
    "int_type": ("is not a whole number", "write a number such as 3"),
    "int_from_float": ("is not a whole number", "write a number such as 3"),
    "float_type": ("is not a number", "write a number such as 0.5, without quotes"),
    "bool_type": ("is neither true nor false", "write true or false"),
    "too_short": ("is empty", "list what it holds, or remove the field"),
    "list_type": ("is not a list", "begin each item with a dash"),
    "dict_type": ("is not a mapping", "write fields below it, each as name: value"),
    "model_type": ("is not a mapping", "write fields below it, each as name: value"),
    "model_attributes_type": ("is not a mapping", "write fields below it, each as name: value"),
}


def read_world(model: type[M], document: Document) -> M:
    """Return the document as its model, or raise the ScenarioError for the mistake that stands first."""
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        details = error.errors(include_url=False)
    # A mistyped name makes an unknown field and a missing one; the first says more.
    details.sort(key=lambda detail: detail["type"] == "missing")
    raise min((_mistake(model, document, detail) for detail in details), key=lambda found: found.line or 0)


def _mistake(model: type[BaseModel], document: Document, detail: ErrorDetails) -> ScenarioError:
    value, kind, context = detail["input"], detail["type"], detail.get("ctx", {})
    path = _written_path(document.value, detail["loc"], missing=kind == "missing")
    if kind == MISTAKE:
        return document.error(
            context["rule"], path, value=_unless_container(value), suggestion=str(context["suggestion"])
        )
    if kind == "missing":
        return document.error("is missing", path)
    if kind == "extra_forbidden":
        return _unknown_field(model, document, path)
    if value is None:
        return document.error("has no value", path, suggestion="write one, or remove the field")
    if kind == "literal_error":
        return _not_one_of(document, path, value, str(context["expected"]))
    if kind == "greater_than_equal":
        return document.error(f"is less than {context['ge']}", path, value=value)
    if kind == "less_than_equal":
        return document.error(f"is more than {context['le']}", path, value=value)
    rule, suggestion = _RULES.get(kind, (f"is wrong: {detail['msg']}", ""))
    if kind == "int_type" and isinstance(value, str) and value.isdigit():
        suggestion = "write it without quotes"
    return document.error(rule, path, value=value, suggestion=suggestion)


def _unless_container(value: object) -> object:
    """A rule about a whole mapping or list reads well without "a mapping" before it."""
    return NOT_GIVEN if isinstance(value, dict | list | BaseModel) else value


def _written_path(value: object, location: Path, *, missing: bool) -> Path:
    """The steps of pydantic's *location* that are written, and the last one where it is *missing*.

    Left out are the ways to read a value that pydantic tries ("constrained-int"), and steps into what is not there,
    such as the `size` of a layer that is written as a size alone.
    """
    written: list[str | int] = []
    for place, step in enumerate(location):
        if isinstance(value, list) and isinstance(step, int):
            value = value[step]
        elif isinstance(value, Mapping) and str(step) in value:
            value = value[str(step)]
        elif not (isinstance(value, Mapping) and missing and place == len(location) - 1):
            continue
        written.append(step)
    return tuple(written)


def _not_one_of(document: Document, path: Path, value: object, expected: str) -> ScenarioError:
    words = [word.strip().strip("'") for word in expected.replace(" or ", ", ").split(",")]
    suggestion = f"write {words[0]}" if len(words) == 1 else did_you_mean(str(value), words)
    return document.error("is not known here", path, value=value, suggestion=suggestion)


def _unknown_field(model: type[BaseModel], document: Document, path: Path) -> ScenarioError:
    parent = _model_at(model, path[:-1])
    known = field_names(parent) if parent else []
    rule = getattr(parent, "UNKNOWN_FIELD", "unknown field")
    return document.unknown_name(rule, path, known)


def field_names(model: type[BaseModel]) -> list[str]:
    """The names of a model's fields as they are written."""
    hidden: frozenset[str] = getattr(model, "HIDDEN", frozenset())
    return [info.alias or name for name, info in model.model_fields.items() if name not in hidden]


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model that reads what stands at *path*, None where a plain value does."""
    found: Any = model
    for step in path:
        if isinstance(found, type) and issubclass(found, BaseModel):
            fields = {info.alias or name: info.annotation for name, info in found.model_fields.items()}
            found = _core(fields.get(str(step)))
        else:
            found = _core(get_args(found)[-1]) if get_args(found) else None
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def _core(annotation: Any) -> Any:
    """The part of `X | None` that is not None."""
    if get_origin(annotation) in (Union, UnionType):
        return next(part for part in get_args(annotation) if part is not type(None))
    return annotation
