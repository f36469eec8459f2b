"""Typed reading of a manifest: a Field is a value, and where it stands, so that every mistake can say so.

As in the Kubernetes API an empty value (null) is an absent one, and no type is converted into another.
"""

from __future__ import annotations

from typing import TypeVar

from imagesim.rules.api.objects import Labels
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import NOT_GIVEN, ScenarioError
from imagesim.scenarios.reading.yaml_values import Path

T = TypeVar("T")
_BEYOND_32_BITS = 2**31


class Field:
    """The value at a path of a document, None where nothing is written."""

    # A plain class, since a large manifest has a hundred of them for each object.
    __slots__ = ("_above", "_step", "document", "value")

    def __init__(self, document: Document, above: Field | None, step: str | int, value: object) -> None:
        self.document = document
        self.value = value
        self._above = above
        self._step = step

    @property
    def path(self) -> Path:
        """Where the value stands in the document."""
        return () if self._above is None else (*self._above.path, self._step)

    def __getitem__(self, key: str) -> Field:
        value = self.value
        return Field(self.document, self, key, (value if type(value) is dict else self.mapping()).get(key))

    # The next three make no Field where nothing is wrong: of most names a manifest has nothing.

    def has(self, key: str) -> bool:
        """Whether something is written at *key* below."""
        value = self.value
        return (value if type(value) is dict else self.mapping()).get(key) is not None

    def text_of(self, key: str, default: str = "") -> str:
        """The text at *key* below, as `text` reads it."""
        value = self.value
        found = (value if type(value) is dict else self.mapping()).get(key)
        if type(found) is str:
            return found
        return default if found is None else self[key].text(default)

    def integer_of(self, key: str, default: int = 0, minimum: int = 0) -> int:
        """The whole number at *key* below, as `integer` reads it."""
        value = self.value
        found = (value if type(value) is dict else self.mapping()).get(key)
        if type(found) is int and minimum <= found < _BEYOND_32_BITS:
            return found
        return default if found is None else self[key].integer(default, minimum)

    @property
    def given(self) -> bool:
        """Whether something is written here."""
        return self.value is not None

    def mapping(self) -> dict[str, object]:
        """The mapping here, empty where nothing is written. ScenarioError if it is anything else."""
        if self.value is None:
            return {}
        if not isinstance(self.value, dict):
            raise self.error("is not a mapping", suggestion="write fields below it, each as name: value")
        return self.value

    def items(self) -> list[Field]:
        """The items of the list here, empty where nothing is written. ScenarioError if it is anything else."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            raise self.error("is not a list", suggestion="begin each item with a dash")
        return [Field(self.document, self, index, item) for index, item in enumerate(self.value)]

    def text(self, default: str = "") -> str:
        """The text here. A number is no text, as in the API: it has to stand in quotes, else it is a ScenarioError."""
        if self.value is None:
            return default
        if not isinstance(self.value, str):
            raise self.error("is not text", suggestion="put it in quotes" if not self._is_container() else "")
        return self.value

    def _is_container(self) -> bool:
        return isinstance(self.value, dict | list)

    def integer(self, default: int, minimum: int = 0) -> int:
        """The whole number here, at least *minimum*. ScenarioError if it is none, smaller, or beyond 32 bits."""
        if self.value is None:
            return default
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            if not (isinstance(self.value, float) and self.value.is_integer()):
                quoted = isinstance(self.value, str) and self.value.isdigit()
                hint = "write it without quotes" if quoted else "write a number such as 3"
                raise self.error("is not a whole number", suggestion=hint)
            return Field(self.document, self._above, self._step, int(self.value)).integer(default, minimum)
        if self.value < minimum:
            raise self.error(f"must be greater than or equal to {minimum}")
        if self.value >= _BEYOND_32_BITS:
            raise self.error("is too large; the API allows 32 bits")
        return self.value

    def boolean(self, default: bool = False) -> bool:
        """The boolean here. ScenarioError if it is neither true nor false."""
        if self.value is None:
            return default
        if not isinstance(self.value, bool):
            raise self.error("is neither true nor false", suggestion="write true or false, without quotes")
        return self.value

    def labels(self) -> Labels:
        """The mapping of text to text here, sorted by key."""
        return tuple(sorted((key, self.text_of(key)) for key in self.mapping()))

    def choice(self, choices: tuple[str, ...], default: str) -> str:
        """One of *choices*. ScenarioError, in the API's words, if it is none of them."""
        text = self.text() or default
        if text not in choices:
            supported = ", ".join(f'"{choice}"' for choice in choices)
            raise self.error(f"Unsupported value: {_quoted(text)}: supported values: {supported}", show=False)
        return text

    def error(self, rule: str, *, suggestion: str = "", show: bool = True) -> ScenarioError:
        """The error for a mistake here; the value stands before *rule* unless *show* is False."""
        value = self.value if show else NOT_GIVEN
        return self.document.error(rule, self.path, value=value, suggestion=suggestion)


def _quoted(text: str) -> str:
    return f'"{text[:60]}"'


def root(document: Document) -> Field:
    """The whole document as a Field."""
    return Field(document, None, "", document.value)
