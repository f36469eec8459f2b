"""Text that a notebook shows as it is, in lines that fit a projector."""

from textwrap import wrap

from imagesim.rules.shown import gate


class Printed(str):
    """A text of several lines. As the last value of a cell it stands there without quotes."""

    __slots__ = ()

    def __new__(cls, text: gate.Shown) -> "Printed":
        """The text, which has passed the gate."""
        return super().__new__(cls, text)

    def __repr__(self) -> str:
        return str(self)


def wrapped(text: str, indent: str = "") -> list[str]:
    """*text* in lines of at most 88 letters, a longer word apart; from the second on they are indented twice."""
    deeper = indent * 2
    return wrap(
        text, 88, initial_indent=indent, subsequent_indent=deeper, break_long_words=False, break_on_hyphens=False
    )
