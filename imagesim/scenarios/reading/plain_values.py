"""Plain values that come from a program and not from a file: the same limits hold for them."""

from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.json_values import is_too_deep
from imagesim.scenarios.reading.limits import DEEPEST


def check_plain(value: object, field: str = "") -> None:
    """ScenarioError for a value that is nested too deep, or that holds a surrogate, which is half a character."""
    if is_too_deep([value]):
        raise ScenarioError(f"values are nested more than {DEEPEST} levels deep", field=field)
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += [*each, *each.values()]
        elif isinstance(each, list | tuple):
            waiting += each
        elif isinstance(each, str) and not each.isascii() and any("\ud800" <= letter <= "\udfff" for letter in each):
            raise ScenarioError("holds a surrogate alone, which is half a character", field=field, value=each)
