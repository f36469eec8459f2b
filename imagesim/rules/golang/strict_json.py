"""Reads JSON into typed fields as strictly as the kubelet reads its configuration: unknown and duplicate fields fail.

Models UnmarshalStrict of sigs.k8s.io/json as vendored in Kubernetes 1.36.2. Names must have the right case. A value of
a wrong type and a duration that does not parse are errors of their own; only when there is none do the strict errors
count, all of them, in the order of the document. Of several values of a wrong type Go reports the first, but a bad
duration stops it at once.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from imagesim.rules.golang.duration import DurationError, parse_duration
from imagesim.rules.golang.json import JSONObject, JSONValue, kind
from imagesim.rules.golang.text import quote


class GoDecodeError(ValueError):
    """The document does not fit the type; the message is Go's."""


class StrictDecodeError(GoDecodeError):
    """The document fits but for unknown or duplicate fields."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(f"strict decoding error: {', '.join(problems)}")


@dataclass(frozen=True, slots=True)
class Text:
    """A string."""

    go_name: str = "string"


@dataclass(frozen=True, slots=True)
class Flag:
    """A bool."""

    go_name: str = "bool"


@dataclass(frozen=True, slots=True)
class Duration:
    """A metav1.Duration: text that becomes nanoseconds."""

    go_name: str = "v1.Duration"


@dataclass(frozen=True, slots=True)
class List:
    """A slice."""

    item: "GoType"

    @property
    def go_name(self) -> str:
        return f"[]{self.item.go_name}"


@dataclass(frozen=True, slots=True)
class Map:
    """A map with texts as keys."""

    value: "GoType"

    @property
    def go_name(self) -> str:
        return f"map[string]{self.value.go_name}"


@dataclass(frozen=True, slots=True)
class Struct:
    """A struct. `go_name` is with its package, as in "v1.CredentialProvider"."""

    go_name: str
    fields: Mapping[str, "GoType"]


GoType: TypeAlias = Text | Flag | Duration | List | Map | Struct


def decode_strictly(value: JSONValue, go_type: GoType) -> Any:
    """*value* as texts, bools, lists and dicts. A field that is absent or null is not in its dict.

    GoDecodeError if a value has another type; StrictDecodeError if that is all right, and a field is unknown or
    stands twice.
    """
    decoder = _Decoder()
    decoded = decoder.decode(value, go_type)
    if decoder.type_errors:
        raise GoDecodeError(decoder.type_errors[0])
    if decoder.strict_errors:
        raise StrictDecodeError(list(decoder.strict_errors))
    return decoded


@dataclass(slots=True)
class _Decoder:
    """Where Go stands: the fields on the way, the struct that holds the last of them, the path with its indexes."""

    fields: list[str] = field(default_factory=list)
    struct: str = ""
    path: str = ""
    type_errors: list[str] = field(default_factory=list)
    strict_errors: dict[str, None] = field(default_factory=dict)

    def decode(self, value: JSONValue, go_type: GoType) -> Any:
        if value is None:
            return None
        if isinstance(go_type, Duration):
            return self._duration(value)
        if isinstance(go_type, Struct | Map) and isinstance(value, JSONObject):
            return self._struct(value, go_type) if isinstance(go_type, Struct) else self._map(value, go_type)
        if isinstance(go_type, List) and isinstance(value, list):
            return self._list(value, go_type)
        if kind(value) == {Text: "string", Flag: "bool"}.get(type(go_type)):
            return value
        self.type_errors.append(self._type_error(value, go_type.go_name))
        return None

    def _struct(self, value: JSONObject, go_type: Struct) -> dict[str, Any]:
        decoded: dict[str, Any] = {}
        seen: set[str] = set()
        for name, item in value.fields:
            if name not in go_type.fields:
                self._strict_error("unknown", name)
                continue
            if name in seen:
                self._strict_error("duplicate", name)
            seen.add(name)
            with self._inside(f".{name}" if self.path else name, field=name, struct=go_type.go_name.rpartition(".")[2]):
                decoded[name] = self.decode(item, go_type.fields[name])
        return {name: item for name, item in decoded.items() if item is not None}

    def _map(self, value: JSONObject, go_type: Map) -> dict[str, Any]:
        decoded: dict[str, Any] = {}
        for name, item in value.fields:
            if name in decoded:
                self._strict_error("duplicate", name)
            with self._inside(f".{name}" if self.path else name):
                decoded[name] = _zero(go_type.value) if item is None else self.decode(item, go_type.value)
        return decoded

    def _list(self, value: list[JSONValue], go_type: List) -> list[Any]:
        decoded = []
        for index, item in enumerate(value):
            with self._inside(f"[{index}]"):
                decoded.append(_zero(go_type.item) if item is None else self.decode(item, go_type.item))
        return decoded

    def _duration(self, value: JSONValue) -> int:
        if not isinstance(value, str):
            raise GoDecodeError(self._type_error(value, "string"))
        try:
            return parse_duration(value)
        except DurationError as error:
            raise GoDecodeError(str(error)) from None

    @contextmanager
    def _inside(self, step: str, field: str = "", struct: str = "") -> Iterator[None]:
        before = self.path, self.struct, len(self.fields)
        self.path += step
        if field:
            self.fields.append(field)
            self.struct = struct
        yield
        self.path, self.struct = before[:2]
        del self.fields[before[2] :]

    def _strict_error(self, what: str, name: str) -> None:
        path = f"{self.path}.{name}" if self.path else name
        self.strict_errors[f"{what} field {quote(path)}"] = None

    def _type_error(self, value: JSONValue, go_name: str) -> str:
        place = f"struct field {self.struct}.{'.'.join(self.fields)} of" if self.struct else "value of"
        return f"json: cannot unmarshal {kind(value)} into Go {place} type {go_name}"


def _zero(go_type: GoType) -> Any:
    """What a null leaves in a list or a map."""
    zeros: dict[type, Any] = {Text: "", Flag: False, Duration: 0, List: []}
    return zeros.get(type(go_type), {})
