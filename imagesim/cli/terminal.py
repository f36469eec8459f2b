"""What a command prints leaves here, and has passed the gate: nothing else in imagesim writes to a terminal.

An answer goes to standard output, everything about it (mistakes, notes, where files were written) to standard error.
"""

import traceback
from collections.abc import Iterable

import typer

from imagesim.rules.shown import gate
from imagesim.rules.shown.gate import Shown

_FIRST_LINES, _LAST_LINES = 4, 13
"""Of a traceback, so that with what is said of it there are no more than a message may have."""


def say(text: Shown, *, aside: bool = False, end: str = "\n") -> None:
    """Print *text*; *aside* is for what is no part of the answer."""
    typer.echo(f"{text}{end}", err=aside, nl=False)


def say_mistake(mistake: Exception) -> None:
    """Print what is wrong, as one message."""
    say(gate.message(f"Error: {mistake}".split("\n")), aside=True)


def say_notes(notes: Iterable[str]) -> None:
    """Print what is worth knowing beside the answer."""
    listed = [f"Note: {note}" for note in notes]
    if listed:
        say(gate.message(listed), aside=True)


def say_our_mistake() -> None:
    """Print the traceback of what is being handled, and whose mistake it is."""
    lines = traceback.format_exc().rstrip("\n").split("\n")
    left_out = len(lines) - _FIRST_LINES - _LAST_LINES
    if left_out > 0:
        lines[_FIRST_LINES:-_LAST_LINES] = [f"  ... ({left_out} more lines)"]
    end = ["", "This is a mistake of imagesim, not yours. Please report it with the lines above."]
    say(gate.message([*lines, *end]), aside=True)
