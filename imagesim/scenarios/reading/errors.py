"""ScenarioError: one mistake of a user, said in one clear message.

The message names the file, the line where there is one, the object, the field, the value, the rule, and what to write
instead:

    world.yaml:12: NodePool/workers: spec.count: 'three' is not a whole number; write a number such as 3

It is one line, and every part of it has passed the gate: what may be shown of a value, of a name or of a long text is
decided in rules/shown.
"""

import difflib
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from imagesim.rules.shown import gate, lengths
from imagesim.rules.shown.secret_places import is_secret

NOT_GIVEN = object()
"""Stands for "no value to show", since None is a value that people write."""

_SHORTEST_SECRET = 6


class ScenarioError(Exception):
    """A mistake in a manifest, a world document or a call; nothing has been loaded.

    `rule` continues the value ("is not a whole number") or stands alone when there is no value to show. `field` is a
    dotted path ("spec.template.spec.containers[0].image"), `object` is "Kind/name" or "Kind/namespace/name". All of
    them are as the message shows them.
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
        secret = value if isinstance(value, str) and is_secret(field) else ""
        self.rule = gate.sentence(_without(secret, rule))
        self.file = gate.name(file, lengths.LONGEST_PART)
        self.line = line
        self.object = gate.name(_without(secret, object))
        self.field = gate.field(field)
        self.value = gate.NOTHING if value is NOT_GIVEN else gate.value(value, field)
        self.suggestion = gate.sentence(_without(secret, suggestion))
        super().__init__(self._message())

    def elsewhere(self, *, file: str, object: str, field: str, line: int | None = None) -> "ScenarioError":
        """The same mistake, said to be at another place."""
        return _restore(self.rule, file, line, object, field, self.value, self.suggestion)

    def suggesting(self, suggestion: str) -> "ScenarioError":
        """The same mistake with other advice: what can be done about it is not the same wherever it is read."""
        return _restore(self.rule, self.file, self.line, self.object, self.field, self.value, suggestion)

    def _message(self) -> str:
        place = f"{self.file}:{self.line}" if self.file and self.line is not None else self.file
        where = ": ".join(part for part in (place, self.object, self.field) if part)
        what = f"{self.value} {self.rule}" if self.value else self.rule
        if self.suggestion:
            what = f"{what}; {self.suggestion}"
        return f"{where}: {what}" if where else what

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback: the mistake is in what was given, not in the code."""
        return [f"{type(self).__name__}: {self}"]

    def __reduce__(self) -> tuple[object, ...]:
        """So that the error crosses process borders whole."""
        return (_restore, (self.rule, self.file, self.line, self.object, self.field, self.value, self.suggestion))


def _restore(
    rule: str, file: str, line: int | None, object: str, field: str, value: gate.Shown, suggestion: str
) -> ScenarioError:
    error = ScenarioError(rule, file=file, line=line, object=object, field=field, suggestion=suggestion)
    error.value = value
    error.args = (error._message(),)
    return error


def _without(secret: str, text: str) -> str:
    """*text* without the value that is hidden in the same message. A short one could be any word."""
    return text.replace(secret, "(hidden)") if len(secret) >= _SHORTEST_SECRET else text


@contextmanager
def alone() -> Iterator[None]:
    """Let a ScenarioError out without the errors that it was made from: those hold what people wrote, secrets too.

    Whatever the caller was handling already stays, as it would for any other error.
    """
    handled = sys.exception()
    try:
        yield
    except ScenarioError as mistake:
        mistake.__cause__ = None
        mistake.__context__ = handled
        raise


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
