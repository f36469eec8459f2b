"""Where a guess is drawn in a picture: on an axis of the picture itself, as parts of its width and height.

A plot over time has seconds on its axis, whatever its ticks say: a guess in `s`, `min` or `h` is put there.
"""

from typing import Any

from imagesim.labs.questions.guesses import NumberGuess

_SECONDS = {"s": 1.0, "min": 60.0, "minutes": 60.0, "h": 3600.0, "hours": 3600.0}


def guess_line(axes: Any, axis: str, guess: NumberGuess) -> dict[str, Any]:
    """Where the least and the most that can be guessed stand on *axis* ("x" or "y") of *axes*, which has been drawn.

    `ends` are parts of the picture's width from the left, or of its height from the top; `across` is the part of the
    other direction that the axes take up, `within` that of this one. ValueError if the axis is not a linear "x" or "y".
    """
    if axis not in ("x", "y") or getattr(axes, f"get_{axis}scale")() != "linear":
        raise ValueError(f"a guess is drawn on a linear axis, x or y, and not on {axis}")
    unit = _SECONDS.get(guess.unit, 1.0) if axis == "x" else 1.0
    left, bottom, right, top = axes.get_position().extents
    box = {"x": (left, right), "y": (1 - top, 1 - bottom)}
    ends = [_place(axes, axis, end * unit) for end in (guess.least, guess.most)]
    other = "y" if axis == "x" else "x"
    return {
        "axis": axis,
        "ends": [round(end, 4) for end in ends],
        "within": [round(end, 4) for end in box[axis]],
        "across": [round(end, 4) for end in box[other]],
    }


def _place(axes: Any, axis: str, value: float) -> float:
    figure = axes.get_figure(root=True)
    x, y = axes.transData.transform((value, 0) if axis == "x" else (0, value))
    return float(x / figure.bbox.width) if axis == "x" else float(1 - y / figure.bbox.height)
