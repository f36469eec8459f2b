"""Types of fields as the API server's decoder has them, and its words for a value of another type.

Models encoding/json's UnmarshalTypeError as sigs.k8s.io/json gives it; `kubectl apply` prints it behind "Pod in version
"v1" cannot be handled as a Pod: json: ". The value itself is not shown: in `env` it may be a password.
"""

from dataclasses import dataclass

from imagesim.scenarios.reading.fields import Field

_STRUCTS = {
    "containers": "Container",
    "env": "EnvVar",
    "initContainers": "Container",
    "livenessProbe": "Probe",
    "ports": "ContainerPort",
    "readinessProbe": "Probe",
    "spec": "PodSpec",
    "startupProbe": "Probe",
    "volumeMounts": "VolumeMount",
}
"""The Go struct that holds the fields below a field of that name."""


@dataclass(frozen=True, slots=True)
class GoType:
    """One type, `name` as Go prints it. `wants` is what YAML has to have there, `items` the type of a list's items."""

    name: str
    wants: type
    items: "GoType | None" = None
    bits: int = 0


STRING = GoType("string", str)
STRINGS = GoType("[]string", list, STRING)
BOOL = GoType("bool", bool)
INT32 = GoType("int32", int, bits=32)
INT64 = GoType("int64", int, bits=64)


def check_type(field: Field, expected: GoType) -> None:
    """Refuse a value that the decoder of the API server refuses. ScenarioError; an absent value is fine."""
    value = field.value
    if fits(value, expected):
        return
    if expected.items is not None and isinstance(value, list):
        for item in field.items():
            check_type(item, expected.items)
    else:
        raise field.error(_said(field, value, expected), suggestion=_advice(value, expected), show=False)


def fits(value: object, expected: GoType) -> bool:
    """Whether the decoder takes *value*, or there is none."""
    if value is None:
        return True
    if expected.items is not None and isinstance(value, list):
        return all(fits(item, expected.items) for item in value)
    if expected.wants is not int:
        return isinstance(value, expected.wants)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    limit = 2 ** (expected.bits - 1)
    return isinstance(value, int) and not isinstance(value, bool) and -limit <= value < limit


def _said(field: Field, value: object, expected: GoType) -> str:
    path = [step for step in field.path if isinstance(step, str)]
    struct = _STRUCTS.get(path[-2], "") if len(path) > 1 else ""
    place = ".".join([*([struct] if struct else []), *path])
    return f"cannot unmarshal {_json_type(value)} into Go struct field {place} of type {expected.name}"


def _json_type(value: object) -> str:
    """What encoding/json calls the value."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def _advice(value: object, expected: GoType) -> str:
    if expected.wants is str and isinstance(value, int | float):
        return "put it in quotes"
    if expected.wants in (int, bool) and isinstance(value, str):
        return "write it without quotes"
    return "begin each item with a dash" if expected.wants is list else ""
