"""What kinds of guess a question takes, as plain data: what a front end has to know, and the truth in the same terms.

Each kind says how to guess for readers without a front end (`how`), and what a truth is as JSON (`truth`): always with
`said`, the words that follow "It was". `imagesim/labs/questions/js` draws the kinds and compares guess and truth.
A truth that cannot be one of this question is a ValueError: a mistake of the lesson.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

_MOST_COUNTED = 6
"""Of more different outcomes of runs than this only the least and the most are said."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What all kinds have in common."""

    kind: ClassVar[str] = ""

    def drawn(self) -> dict[str, Any]:
        """What a front end has to know, as JSON can hold it."""
        return {"kind": self.kind}

    def how(self) -> str:
        """How to guess, for a reader who has no front end."""
        return ""

    def truth(self, value: Any) -> dict[str, Any]:
        """*value* as JSON. ValueError if it is no answer to this kind of question."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class NumberGuess(Guess):
    """A number from `least` to `most` in steps. Its truth is a number, a pair (least, most), or a list, one a run."""

    kind: ClassVar[str] = "number"
    least: float
    most: float
    unit: str
    step: float

    def drawn(self) -> dict[str, Any]:
        """With its ends, step and unit."""
        return {"kind": self.kind, "least": self.least, "most": self.most, "step": self.step, "unit": self.unit}

    def how(self) -> str:
        """From where to where."""
        return f"a number from {_numeral(self.least)} to {self.with_unit(self.most)}"

    def with_unit(self, value: float) -> str:
        """ "1 pod", "4 pods", "30 min": a unit of more than two letters loses its s after a 1."""
        one = value == 1 and len(self.unit) > 2
        return f"{_numeral(value)} {self.unit.removesuffix('s') if one else self.unit}".rstrip()

    def truth(self, value: Any) -> dict[str, Any]:
        """With `low`, `high` and, where every run has its own, `runs` in their order. ValueError if it is no number."""
        runs = None if isinstance(value, int | float | tuple) else [_number(each) for each in value]
        ends = runs or (value if isinstance(value, tuple) else (value,))
        low, high = _number(min(ends)), _number(max(ends))
        said = self.with_unit(low) if low == high else f"{_numeral(low)} to {self.with_unit(high)}"
        if runs:
            said += f" in every one of {len(runs)} runs" if low == high else f" in {len(runs)} runs{_counted(runs)}"
        return {"low": low, "high": high, "runs": runs, "said": said}


@dataclass(frozen=True, slots=True)
class SpanGuess(NumberGuess):
    """Two numbers, from ... to ..., for what depends on chance; the truth is as a number's."""

    kind: ClassVar[str] = "span"

    def how(self) -> str:
        """That it is two."""
        return f"from how many to how many, between {_numeral(self.least)} and {self.with_unit(self.most)}"


@dataclass(frozen=True, slots=True)
class PointGuess(NumberGuess):
    """A place on an axis; the truth is as a number's."""

    kind: ClassVar[str] = "point"

    def how(self) -> str:
        """On which axis."""
        return f"a point between {_numeral(self.least)} and {self.with_unit(self.most)}"


@dataclass(frozen=True, slots=True)
class ChoiceGuess(Guess):
    """One of several texts."""

    kind: ClassVar[str] = "choice"
    options: tuple[str, ...]

    def drawn(self) -> dict[str, Any]:
        """With its options."""
        return {"kind": self.kind, "options": list(self.options)}

    def how(self) -> str:
        """The options."""
        return f"one of: {'; '.join(self.options)}"

    def truth(self, value: Any) -> dict[str, Any]:
        """One of the options. ValueError otherwise."""
        (chosen,) = _of(self.options, [value])
        return {"value": chosen, "said": chosen.removesuffix(".")}


@dataclass(frozen=True, slots=True)
class SeveralGuess(ChoiceGuess):
    """Any of several texts; the truth is a list of them, which may be empty."""

    kind: ClassVar[str] = "several"

    def how(self) -> str:
        """The options."""
        return f"any of: {'; '.join(self.options)}"

    def truth(self, value: Any) -> dict[str, Any]:
        """Those that are right, in the order of the options. ValueError if one is none of them."""
        chosen = _of(self.options, value)
        right = [option for option in self.options if option in chosen]
        return {"value": right, "said": ", ".join(right) or "none of them"}


@dataclass(frozen=True, slots=True)
class OrderGuess(ChoiceGuess):
    """Several things to be brought into an order; the truth is a list of all of them."""

    kind: ClassVar[str] = "order"

    def how(self) -> str:
        """The things."""
        return f"the order of: {'; '.join(self.options)}"

    def truth(self, value: Any) -> dict[str, Any]:
        """All of them, in their order. ValueError if one is missing or does not belong."""
        ordered = _of(self.options, value)
        if sorted(ordered) != sorted(self.options):
            raise ValueError(f"an order has each of {', '.join(self.options)} once, and not {', '.join(ordered)}")
        return {"value": ordered, "said": ", then ".join(ordered)}


@dataclass(frozen=True, slots=True)
class WordsGuess(Guess):
    """Free text, for what no program can judge; the reader compares. Its truth is a text, or None."""

    kind: ClassVar[str] = "words"

    def how(self) -> str:
        """That it is to be written down."""
        return "in your own words"

    def truth(self, value: Any) -> dict[str, Any]:
        """The text. ValueError if it is none."""
        if not isinstance(value, str):
            raise ValueError("what is answered in words has a text as its answer, or none")
        return {"value": value, "said": value}


def number(least: float, most: float, unit: str = "", step: float = 1) -> NumberGuess:
    """A number from *least* to *most*, such as `number(0, 8, "pods")`."""
    return NumberGuess(least, most, unit, step)


def span(least: float, most: float, unit: str = "", step: float = 1) -> SpanGuess:
    """From ... to ...: what chance decides, such as `span(0, 8, "pods")`; answered with a list of one value a run."""
    return SpanGuess(least, most, unit, step)


def point(least: float, most: float, unit: str = "", step: float = 1) -> PointGuess:
    """A point that is dragged, or moved by arrow keys, on an axis from *least* to *most*: `point(0, 30, "min")`."""
    return PointGuess(least, most, unit, step)


def choice(*options: str) -> ChoiceGuess:
    """One of *options*."""
    return ChoiceGuess(options)


def several(*options: str) -> SeveralGuess:
    """Any of *options*: all, some or none."""
    return SeveralGuess(options)


def order(*things: str) -> OrderGuess:
    """All of *things*, which stand in the given order at first: not in the right one."""
    return OrderGuess(things)


def words() -> WordsGuess:
    """A free text."""
    return WordsGuess()


def _numeral(value: float) -> str:
    # As a browser writes it: 1,000 and 13.5.
    return f"{round(value, 2):,}".removesuffix(".0")


def _number(value: Any) -> float:
    # NumPy's numbers are none of JSON's.
    given = float(value)
    return int(given) if given.is_integer() else given


def _counted(runs: list[float]) -> str:
    """ ": 2 in 10 of them, 3 in 9", where whole numbers are few enough to be told."""
    counts = sorted(Counter(runs).items())
    if len(counts) > _MOST_COUNTED or any(value % 1 for value in runs):
        return ""
    (value, count), *others = counts
    return f": {_numeral(value)} in {count} of them" + "".join(f", {_numeral(each)} in {n}" for each, n in others)


def _of(options: tuple[str, ...], chosen: Iterable[str]) -> list[str]:
    chosen = list(chosen)
    unknown = [each for each in chosen if each not in options]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is not among {', '.join(options)}")
    return chosen
