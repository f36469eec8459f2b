"""A lab's setting as a short text that people send each other: `moved-tag?replicas=12&policy=Always`.

It names what differs from the lab's first setting. What is secret is no part of it: whoever opens it types their own.
"""

import json
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from imagesim.labs.controls import Control
from imagesim.labs.lab import Lab, Values
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.nesting import loads


def share_code(lab: Lab, values: Values) -> str:
    """The code of these *values*."""
    changed = {
        name: _written(control, values[name])
        for name, control in lab.controls.items()
        if not control.secret and values[name] != control.value
    }
    return f"{lab.name}?{urlencode(changed, quote_via=quote)}" if changed else lab.name


def shared(lab: Lab, code: str) -> dict[str, Any]:
    """The values that a code stands for. ScenarioError if it is none of this lab."""
    name, _, settings = code.strip().partition("?")
    if name != lab.name:
        rule = f"is no code of this lab: those begin with {lab.name}"
        raise ScenarioError(rule, object=lab.title, field="code", value=code)
    given = dict(parse_qsl(settings, keep_blank_values=True))
    unknown = next((key for key in given if key not in lab.controls or lab.controls[key].secret), None)
    if unknown is not None:
        raise ScenarioError("sets what this lab has not", object=lab.title, field="code", value=unknown)
    return lab.checked({key: _read(lab.controls[key], text) for key, text in given.items()})


def _written(control: Control, value: Any) -> str:
    # An address may have a login in it; what a text for people says of it is what may be shared.
    return control.said(value) if control.kind == "text" and value else _json(value)


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _read(control: Control, text: str) -> Any:
    if isinstance(control.value, str):
        return text
    try:
        return loads(text)
    except ValueError:
        return text  # and the control says what is wrong with it
