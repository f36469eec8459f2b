"""Reads JSON as Go's encoding/json does: the same documents pass, and a broken one is refused in the same words.

Models the scanner of encoding/json, Go 1.24. The result keeps what Go's decoder still has to
decide about: an object is a tuple of its fields in order, duplicates included, and a number is its text. Texts of
errors name a byte, not a character, as Go's do, and never an offset: json.SyntaxError keeps that to itself.

Values may stand 10,000 levels deep, as in Go. What stands deeper than KEPT levels is checked and not kept, since no
field that Kubernetes reads lies there: where the stack is small, as in a browser, Python dies when it takes such values
apart.
"""

import re
from typing import NamedTuple, TypeAlias

from imagesim.rules.golang.json_text import quote_byte, unquote


class JSONSyntaxError(ValueError):
    """The document is no JSON; the text is that of Go's json.SyntaxError."""


class JSONObject(NamedTuple):
    """An object's fields in the order of the document. A name may occur more than once."""

    fields: tuple[tuple[str, "JSONValue"], ...]


class JSONNumber(NamedTuple):
    """A number as it was written."""

    text: str


JSONValue: TypeAlias = "JSONObject | list[JSONValue] | str | JSONNumber | bool | None"

MAX_DEPTH = 10_000
KEPT = 100
_SPACE = b" \t\r\n"
_LITERALS: dict[bytes, bool | None] = {b"true": True, b"false": False, b"null": None}
_STRING = re.compile(rb'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*')


def parse(document: bytes | str) -> JSONValue:
    """The one value in *document*, or JSONSyntaxError."""
    data = document.encode("utf-8", "surrogatepass") if isinstance(document, str) else document
    return _Parser(data).parse()


def kind(value: JSONValue) -> str:
    """What Go's errors call *value*: object, array, string, number, bool or null."""
    names: dict[type, str] = {JSONObject: "object", list: "array", str: "string", JSONNumber: "number", bool: "bool"}
    return names.get(type(value), "null")


class _Frame:
    """An object or an array that is still open, with what it holds so far."""

    def __init__(self, opener: int) -> None:
        self.is_object = opener == ord("{")
        self.closer = ord("}") if self.is_object else ord("]")
        self.keys: list[str] = []
        self.values: list[JSONValue] = []

    def value(self) -> JSONValue:
        return JSONObject(tuple(zip(self.keys, self.values, strict=True))) if self.is_object else self.values

    def empty(self) -> JSONValue:
        return JSONObject(()) if self.is_object else []


class _Parser:
    """A pass over the bytes with the open frames on a stack of its own, since Go allows a depth of 10,000.

    At the end of the input Go's scanner is fed one more space before it gives up, so `-` alone fails because of a
    space. Hence the space behind the data; only what lacks more than that is an unexpected end.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data + b" "
        self.position = 0
        self.open: list[_Frame] = []

    def parse(self) -> JSONValue:
        while True:
            value, complete = self._begin_value()
            while complete:
                if not self.open:
                    return self._end(value)
                self.open[-1].values.append(value)
                value, complete = self._end_of_element()

    def _begin_value(self) -> tuple[JSONValue, bool]:
        """A scalar or an empty container, or nothing yet: a container was opened and its first value comes next."""
        byte = self._next_byte()
        if byte in b"{[":
            return self._open(byte)
        if byte == ord('"'):
            return self._string(), True
        if byte in b"-0123456789":
            return self._number(), True
        for word, value in _LITERALS.items():
            if byte == word[0]:
                return self._literal(word, value), True
        raise self._failure("looking for beginning of value")

    def _open(self, byte: int) -> tuple[JSONValue, bool]:
        if len(self.open) >= MAX_DEPTH:
            raise self._failure("exceeded max depth")
        self.open.append(_Frame(byte))
        self.position += 1
        if self._next_byte() == self.open[-1].closer:
            return self._close(), True
        if self.open[-1].is_object:
            self._key()
        return None, False

    def _close(self) -> JSONValue:
        self.position += 1
        frame = self.open.pop()
        return frame.value() if len(self.open) < KEPT else frame.empty()

    def _end_of_element(self) -> tuple[JSONValue, bool]:
        """Behind a value in a container: close it, or go on to the next value."""
        frame, byte = self.open[-1], self._next_byte()
        if byte == frame.closer:
            return self._close(), True
        if byte != ord(","):
            raise self._failure("after object key:value pair" if frame.is_object else "after array element")
        self.position += 1
        if frame.is_object:
            self._key()
        return None, False

    def _end(self, value: JSONValue) -> JSONValue:
        while self.position < len(self.data):
            if self.data[self.position] not in _SPACE:
                raise self._failure("after top-level value")
            self.position += 1
        return value

    def _key(self) -> None:
        if self._next_byte() != ord('"'):
            raise self._failure("looking for beginning of object key string")
        self.open[-1].keys.append(self._string())
        if self._next_byte() != ord(":"):
            raise self._failure("after object key")
        self.position += 1

    def _string(self) -> str:
        match = _STRING.match(self.data, self.position)
        assert match is not None
        self.position = match.end()
        if self._byte() == ord("\\"):
            raise self._failure_in_escape()
        if self._byte() != ord('"'):
            raise self._failure("in string literal")
        self.position += 1
        return unquote(match.group()[1:])

    def _failure_in_escape(self) -> JSONSyntaxError:
        self.position += 1
        if self._byte() != ord("u"):
            return self._failure("in string escape code")
        self.position += 1
        while self._byte() in b"0123456789abcdefABCDEF":
            self.position += 1
        return self._failure(r"in \u hexadecimal character escape")

    def _number(self) -> JSONNumber:
        start = self.position
        if self._byte() == ord("-"):
            self.position += 1
        if self._byte() == ord("0"):
            self.position += 1
        else:
            self._digits("in numeric literal")
        if self._byte() == ord("."):
            self.position += 1
            self._digits("after decimal point in numeric literal")
        if self._byte() in b"eE":
            self.position += 1
            if self._byte() in b"+-":
                self.position += 1
            self._digits("in exponent of numeric literal")
        return JSONNumber(self.data[start : self.position].decode("ascii"))

    def _digits(self, where: str) -> None:
        """One digit or more."""
        if not self._is_digit():
            raise self._failure(where)
        while self._is_digit():
            self.position += 1

    def _is_digit(self) -> bool:
        return self._byte() in b"0123456789"

    def _literal(self, word: bytes, value: bool | None) -> bool | None:
        for expected in word:
            if self._byte() != expected:
                raise self._failure(f"in literal {word.decode()} (expecting '{chr(expected)}')")
            self.position += 1
        return value

    def _next_byte(self) -> int:
        """The next byte that is not white space; it is not consumed."""
        while self._byte() in _SPACE:
            self.position += 1
        return self._byte()

    def _byte(self) -> int:
        if self.position >= len(self.data):
            raise JSONSyntaxError("unexpected end of JSON input")
        return self.data[self.position]

    def _failure(self, where: str) -> JSONSyntaxError:
        return JSONSyntaxError(f"invalid character {quote_byte(self._byte())} {where}")
