"""Texts in quotes in a JSONPath template (UnquoteExtend of parser.go, strconv.UnquoteChar of Go)."""

import re

from imagesim.rules.kubectl.jsonpath.nodes import JSONPathError

_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.)|$)", re.DOTALL)
_SHORT = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
_LAST_CHARACTER = 0x10FFFF


def unquoted(text: str) -> str:
    """The text between two quotation marks of one kind, escapes resolved.

    JSONPathError for an escape that Go refuses.
    """
    mark = text[0]

    def resolved(escape: re.Match[str]) -> str:
        number = escape[1] or escape[2] or escape[3]
        if number:
            return _character(int(number, 16), text)
        if escape[4]:
            return _character(int(escape[4], 8), text)
        if escape[5] == mark:
            return mark
        if escape[5] not in _SHORT:
            raise JSONPathError(f"unquote string {text} error invalid syntax")
        return _SHORT[escape[5]]

    return _ESCAPE.sub(resolved, text[1:-1])


def _character(code: int, text: str) -> str:
    if code > _LAST_CHARACTER:
        raise JSONPathError(f"unquote string {text} error invalid syntax")
    return chr(code)
