"""The lists that a trainee chooses from: causes and remedies, in plain words and with numbers."""

from collections.abc import Mapping
from typing import Protocol

from imagesim.labs.incidents.printed import Printed
from imagesim.rules.shown import gate
from imagesim.scenarios.reading.errors import ScenarioError


class Named(Protocol):
    """What has words."""

    @property
    def words(self) -> str:
        """In a list."""
        ...


def numbered(table: Mapping[str, Named]) -> Printed:
    """All of *table*, a line each."""
    return Printed(gate.lines(f"{number:>3}  {each.words}" for number, each in enumerate(table.values(), 1)))


def chosen(given: int | str, table: Mapping[str, Named], field: str) -> str:
    """The key in *table* of what was given: its number in the list, or its words or a part that it alone has.

    ScenarioError for what is none of them, or more than one.
    """
    keys = list(table)
    if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= len(keys):
        return keys[given - 1]
    if isinstance(given, str) and given.strip():
        exact = [key for key in keys if table[key].words == given.strip()]
        found = exact or [key for key in keys if given.strip().lower() in table[key].words.lower()]
        if len(found) == 1:
            return found[0]
        if found:
            numbers = ", ".join(str(keys.index(key) + 1) for key in found)
            raise _refused("fits several of the list", field, given, f"write more of its words, or one of {numbers}")
    hint = f"write the number or the words of one in the list that {field}s shows"
    raise _refused("is not one of the list", field, given, hint)


def _refused(rule: str, field: str, given: int | str, hint: str) -> ScenarioError:
    return ScenarioError(rule, file="answer", field=field, value=given, suggestion=hint)
