"""A long text is cut in its middle, and says how much was left out: its beginning and its end tell it from others."""

LONGEST_LINE = 2000
"""Of one line of a report. The API server takes messages of events up to half of that."""
LONGEST_PICTURE = 20_000
"""Of the words for people who cannot see a picture; they tell of every row."""
LONGEST_PART = 600
"""Of the sentence of a message, or of the path of a file."""
LONGEST_NAME = 200
"""Of what a message is about: an object, a field."""
LONGEST_VALUE = 60
"""Of a value that a message shows."""
MOST_LINES = 20
"""Of a message."""


def cut(text: str, most: int) -> str:
    """*text* in at most *most* characters, which are more than 40."""
    if len(text) <= most:
        return text
    room = most - len(_note(len(text)))
    tail = room // 4
    return f"{text[: room - tail]}{_note(len(text) - room)}{text[len(text) - tail :]}"


def _note(count: int) -> str:
    return f"...({count:,} more characters)..."


def fewer(lines: list[str], most: int = MOST_LINES) -> list[str]:
    """At most *most* of *lines*, the last of which says how many were left out."""
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"... and {len(lines) - most + 1:,} more"]
