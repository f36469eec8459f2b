"""ScenarioError: one mistake of a user, said in one clear message.

The message names the file, the line where there is one, the object, the field, the value, the rule, and what to write
instead:

    world.yaml:12: NodePool/workers: spec.count: 'three' is not a whole number; write a number such as 3

Values are shortened. A value whose field is named like a secret (password, token, auth, ...) is never shown.
"""

import difflib
import re
from collections.abc import Iterable

_SECRET_NAME = re.compile(r"passw|token|^auth$|dockerconfig|dockercfg|^(create|replace)Secret$", re.IGNORECASE)
_SECRET_PLACE = re.compile(
    r"(string)?data\b|.*:(string)?data\b|spec\.users\[\d+\]$|.*\.auths?\b|.*\b(credentials|vendorHook)\b",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 60

NOT_GIVEN = object()
"""Stands for "no value to show", since None is a value that people write."""


class ScenarioError(Exception):
    """A mistake in a manifest, a world document or a call; nothing has been loaded.

    `rule` continues the value ("is not a whole number") or stands alone when there is no value to show. `field` is a
    dotted path ("spec.template.spec.containers[0].image"), `object` is "Kind/name" or "Kind/namespace/name".
    """

    def __init__(
        self,
        rule: str,
        *,
        file: str = "",
        line: int | None = None,
        object: str = "",
        field: str = "",
        value: object = NOT_GIVEN,
        suggestion: str = "",
    ) -> None:
        self.rule = rule
        self.file = file
        self.line = line
        self.object = object
        self.field = field
        self.value = "" if value is NOT_GIVEN else shown(value, field)
        self.suggestion = suggestion
        super().__init__(self._message())

    def _message(self) -> str:
        place = f"{self.file}:{self.line}" if self.file and self.line is not None else self.file
        where = ": ".join(part for part in (place, self.object, self.field) if part)
        what = f"{self.value} {self.rule}" if self.value else self.rule
        if self.suggestion:
            what = f"{what}; {self.suggestion}"
        return f"{where}: {what}" if where else what

    def __reduce__(self) -> tuple[object, ...]:
        """So that the error crosses process borders whole."""
        return (_restore, (self.rule, self.file, self.line, self.object, self.field, self.value, self.suggestion))


def _restore(
    rule: str, file: str, line: int | None, object: str, field: str, value: str, suggestion: str
) -> ScenarioError:
    error = ScenarioError(rule, file=file, line=line, object=object, field=field, suggestion=suggestion)
    error.value = value
    error.args = (error._message(),)
    return error


def shown(value: object, field: str = "") -> str:
    """Return *value* as a message may show it: short, on one line, and never a secret."""
    if value is not None and is_secret(field):
        return "the value (hidden)"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "an empty value"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value) if not isinstance(value, int) or value.bit_length() < 256 else "a very large number"
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST - 15]}...{text[-12:]}"
    return text


def is_secret(field: str) -> bool:
    """Return whether a field of this dotted path may hold a secret."""
    if field == "spec.auth":
        return False  # a Registry says there how it asks for credentials, not which
    return bool(_SECRET_NAME.search(field.rsplit(".", 1)[-1]) or _SECRET_PLACE.match(field))


def did_you_mean(wrong: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return a suggestion for a mistyped name: the nearest known one, else what there is."""
    names = sorted(known)
    near = difflib.get_close_matches(wrong, names, n=1, cutoff=cutoff)
    if not near:
        folded = {name.lower(): name for name in names}
        near = [folded[name] for name in difflib.get_close_matches(wrong.lower(), folded, n=1, cutoff=cutoff)]
    if near:
        return f"did you mean {near[0]}?"
    if not names:
        return ""
    listed = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"known: {listed}"
