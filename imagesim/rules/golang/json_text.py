"""The texts inside JSON as Go's encoding/json reads and writes them: escapes, bad UTF-8, case folding of names.

Models the string halves of encoding/json, Go 1.24. Where Go meets a byte that is no UTF-8 or half of a surrogate pair
it puts U+FFFD, one for each byte or escape. It writes `<`, `>`, `&` and the two Unicode line separators as escapes.
"""

import re
from collections.abc import Iterable

from imagesim.rules.golang.text import quote

_ESCAPE = re.compile(r"((?:\\u[0-9a-fA-F]{4})+)|\\(.)", re.DOTALL)
_SHORT_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WRITTEN = {character: "\\" + letter for letter, character in _SHORT_ESCAPES.items()} | {'"': r"\"", "\\": r"\\"}
_MUST_ESCAPE = re.compile('["\\\\<>&\x00-\x1f\u2028\u2029]')
_FOLDED = str.maketrans({"\N{LATIN SMALL LETTER LONG S}": "s", "\N{KELVIN SIGN}": "k"})


def go_string(data: bytes) -> str:
    """*data* as text, with U+FFFD for every byte that is not UTF-8."""
    return re.sub("[\udc80-\udcff]", "\ufffd", data.decode("utf-8", "surrogateescape"))


def unquote(literal: bytes) -> str:
    """The text that the inside of a string literal stands for. Its escapes are known to be well formed."""
    return _ESCAPE.sub(_unescape, go_string(literal))


def _unescape(match: re.Match[str]) -> str:
    units, short = match.groups()
    if short is not None:
        return _SHORT_ESCAPES.get(short, short)
    utf16 = b"".join(int(unit, 16).to_bytes(2, "big") for unit in units.split(r"\u")[1:])
    return utf16.decode("utf-16-be", "replace")


def marshal(text: str) -> str:
    """*text* as json.Marshal writes it."""
    return '"' + _MUST_ESCAPE.sub(lambda match: _escape(match.group()), text) + '"'


def _escape(character: str) -> str:
    return _WRITTEN.get(character) or f"\\u{ord(character):04x}"


def quote_byte(byte: int) -> str:
    """One byte as errors of the scanner show it: in single quotes, read as Latin-1."""
    character = chr(byte)
    if character in "'\"":
        return r"'\''" if character == "'" else "'\"'"
    return "'" + quote(character)[1:-1] + "'"


def field_named(key: str, names: Iterable[str]) -> str | None:
    """The struct field that *key* fills: the one of that name, else the first that is equal but for case.

    Go folds rune by rune, so the long s is an s and the Kelvin sign a k, but a sharp s is not two.
    """
    names = tuple(names)
    if key in names:
        return key
    return next((name for name in names if _fold(name) == _fold(key)), None)


def _fold(name: str) -> str:
    return "".join(character.lower() if character.isascii() else character for character in name.translate(_FOLDED))
