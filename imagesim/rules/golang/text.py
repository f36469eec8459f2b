"""How Go prints a string with %q and a duration with %v: both stand verbatim in events and waiting messages.

Models strconv.Quote and time.Duration.String of Go 1.24. The kubelet cuts the durations that it prints to milliseconds
first. A lone surrogate, which no Go string decoded from JSON holds, prints as Go prints an invalid rune.
"""

from imagesim.rules.golang.time import nanoseconds
from imagesim.rules.units import Seconds

_SHORT_ESCAPES = {
    "\a": r"\a",
    "\b": r"\b",
    "\f": r"\f",
    "\n": r"\n",
    "\r": r"\r",
    "\t": r"\t",
    "\v": r"\v",
    '"': r"\"",
    "\\": r"\\",
}


_SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
"""Unicode's White_Space."""


def trim_space(text: str) -> str:
    """Go's strings.TrimSpace; Python's strip() takes four control characters for white space, too."""
    return text.strip(_SPACE)


def quote(text: str) -> str:
    """*text* as Go's %q: in double quotes, with Go's escapes for what is not printable."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x20 or code == 0x7F:
        return f"\\x{code:02x}"
    if 0xD800 <= code <= 0xDFFF:
        return r"\ufffd"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def duration(seconds: Seconds) -> str:
    """*seconds* as Go prints a duration that was cut to whole milliseconds: 0s, 300ms, 1.234s, 2m3.5s, 1h0m0s."""
    if seconds < 0:
        return "-" + duration(-seconds)
    milliseconds = nanoseconds(seconds) // 1_000_000
    if milliseconds == 0:
        return "0s"
    if milliseconds < 1000:
        return f"{milliseconds}ms"
    minutes, milliseconds = divmod(milliseconds, 60_000)
    whole, rest = divmod(milliseconds, 1000)
    text = f"{whole}.{rest:03d}".rstrip("0") + "s" if rest else f"{whole}s"
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h{minutes}m{text}"
    return f"{minutes}m{text}" if minutes else text
