"""The tolerations of a pod spec: read and validated as the API server does it, and written again.

Models ValidateTolerations of pkg/apis/core/validation/validation.go; the operators Lt and Gt are behind a gate that is
off (TaintTolerationComparisonOperators).
"""

from typing import Any

from imagesim.rules.api.field_errors import label_key_problems, label_value_problems
from imagesim.rules.api.objects import Toleration
from imagesim.rules.scheduling.taints import EFFECTS, NO_EXECUTE
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.reading.fields import Field

_OPERATORS = ("Equal", "Exists")


def read_tolerations(spec: Field) -> tuple[Toleration, ...]:
    """What the pod tolerates. Raises ScenarioError for what the API server refuses."""
    if not spec.has("tolerations"):
        return ()
    return tuple(_toleration(item) for item in spec["tolerations"].items())


def write_tolerations(tolerations: tuple[Toleration, ...]) -> list[dict[str, Any]]:
    """The tolerations as a manifest has them."""
    return [
        given(
            {
                "key": each.key,
                "operator": each.operator,
                "value": each.value,
                "effect": each.effect,
                "tolerationSeconds": each.seconds,
            }
        )
        for each in tolerations
    ]


def _toleration(field: Field) -> Toleration:
    has_seconds = field.has("tolerationSeconds")
    made = Toleration(
        key=field.text_of("key"),
        operator=_choice(field, "operator", _OPERATORS),
        value=field.text_of("value"),
        effect=_choice(field, "effect", EFFECTS),
        seconds=field.integer_of("tolerationSeconds", minimum=-(2**63)) if has_seconds else None,
    )
    for problem in label_key_problems(made.key) if made.key else ():
        raise field["key"].error(problem)
    if not made.key and made.operator != "Exists":
        rule = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
        raise field["operator"].error(rule, show=False)
    if made.seconds is not None and made.effect != NO_EXECUTE:
        raise field["effect"].error("effect must be 'NoExecute' when `tolerationSeconds` is set", show=False)
    if made.operator == "Exists" and made.value:
        raise field["value"].error("value must be empty when `operator` is 'Exists'")
    for problem in label_value_problems(made.value):
        raise field["value"].error(problem)
    return made


def _choice(toleration: Field, name: str, choices: tuple[str, ...]) -> str:
    written = toleration.text_of(name)
    return written if written in choices or not written else toleration[name].choice(choices, "")
