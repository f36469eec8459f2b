"""Texts of several lines in block YAML: where one ends, and what it says.

Which lines belong to it is decided here, by quotation marks and indentation; what they say the whole of YAML decides,
which reads them alone. kubectl breaks long texts at spaces near column 80, so a dump of a cluster is full of them.
"""

import re

from imagesim.scenarios.reading.yaml_values import YamlMistake, compose, construct

BLOCK_TEXT = re.compile(r"[|>](?:[1-9]?[+-]?|[+-][1-9])")
"""How a literal or a folded text begins."""

_ESCAPED = re.compile(r"\\.")
_ANY = "x"
"""A key for the text to stand at."""


class GiveUpError(Exception):
    """This is not as simple as it looked."""


def check_printable(text: str) -> None:
    """GiveUpError for tabs, other line breaks and control characters: they have meanings of their own, or none."""
    if not text.isprintable():
        raise GiveUpError


def leaves_open(written: str, quote: str) -> bool:
    """Whether an odd number of quotation marks stands on a line, so that what it opens or closes goes on."""
    return (_ESCAPED.sub("", written) if quote == '"' else written).count(quote) % 2 == 1


def goes_on(line: str, indent: int) -> bool:
    """Whether a line belongs to a text below that indentation: it is empty, or stands deeper."""
    return not line.strip(" ") or len(line) - len(line.lstrip(" ")) > indent


def text_of_lines(written: str, going_on: list[str]) -> object:
    """What a scalar says that begins with *written*, behind a key, and goes on in further lines.

    GiveUpError where they say anything but one scalar.
    """
    for line in (written, *going_on):
        check_printable(line)
    try:
        (node,) = compose("\n".join([f"{_ANY}: {written}", *going_on]) + "\n")
        value = construct(node)
    except (YamlMistake, ValueError):
        raise GiveUpError from None
    if not isinstance(value, dict) or list(value) != [_ANY] or isinstance(value[_ANY], dict | list):
        raise GiveUpError
    return value[_ANY]
