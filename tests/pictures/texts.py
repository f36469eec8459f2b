"""What is wrong with the texts of a picture: one that leaves the figure, and two that lie on each other."""

from collections.abc import Iterator
from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import BboxBase

_SLACK = 1.0
"""Pixels: what antialiasing adds, and letters do not use."""


def faults(ax: Axes) -> list[str]:
    """A sentence for each fault of the texts of *ax*, whose figure is drawn for that."""
    renderer = FigureCanvasAgg(ax.figure).get_renderer()
    ax.figure.draw(renderer)
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in _texts(ax)]
    found = [f"{text!r} leaves the figure" for text, box in boxes if not _within(box, ax.figure.bbox)]
    found += [f"{one!r} lies on {other!r}" for (one, a), (other, b) in combinations(boxes, 2) if _overlap(a, b)]
    return found


def _texts(ax: Axes) -> Iterator[Text]:
    legend = ax.get_legend()
    shown = [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels(), ax.xaxis.label, ax.yaxis.label, ax._left_title]
    shown += [] if legend is None else legend.get_texts()
    return (text for text in shown if text.get_text() and text.get_visible())


def _within(box: BboxBase, figure: BboxBase) -> bool:
    beside = min(box.x0, box.y0, figure.x1 - box.x1, figure.y1 - box.y1)
    return beside >= -_SLACK


def _overlap(one: BboxBase, other: BboxBase) -> bool:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    along = min(one.y1, other.y1) - max(one.y0, other.y0)
    return min(across, along) > _SLACK
