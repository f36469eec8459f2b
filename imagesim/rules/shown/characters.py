r"""Characters that a terminal or a page would obey, or that nobody sees, are written out: ESC becomes \x1b.

Among them are all control characters, line breaks other than those that a text is meant to have, everything that
turns the direction of writing (U+202A to U+202E, U+2066 to U+2069, U+200E, U+200F, U+061C), what has no width or is
blank without being a space, and lone surrogates. The list is written out, since what Python calls printable differs
between versions, and the same name has to look the same everywhere. A text that is written out passes unchanged.
"""

import re

_UNSEEN = (
    r"\x00-\x1f\x7f-\x9f\u2028\u2029"  # C0, DEL, C1, and the line breaks of Unicode
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the direction
    r"\xad\u034f\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufffb"  # what has no width
    r"\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters that are blank
    r"\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"  # signs that enclose what follows
    r"\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    r"\ud800-\udfff\ufffe\uffff"  # surrogates, and what is no character
)
_ANY = re.compile(f"[{_UNSEEN}]")
_BUT_LINES = re.compile(f"(?!\n)[{_UNSEEN}]")
_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def on_one_line(text: str) -> str:
    """*text* with every such character written out, line breaks too."""
    return text if text.isascii() and text.isprintable() else _ANY.sub(_written, text)


def on_its_lines(text: str) -> str:
    """*text*, whose line breaks are meant, with every other such character written out."""
    return text if text.isascii() and text.replace("\n", "").isprintable() else _BUT_LINES.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    character = found[0]
    number = ord(character)
    if number <= 0xFF:
        return _SHORT.get(character, f"\\x{number:02x}")
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
