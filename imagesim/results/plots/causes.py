"""What was done, drawn where its effect is seen: a line or a band through the picture, and a label above it.

Bands lie behind the data and lines in front of it, thin and dashed, with a white rim; labels stand above the picture,
where no data are. A grey box is something that lasts; a dotted one holds several events of a kind, which are counted.
"""

from functools import lru_cache
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath
from matplotlib.transforms import ScaledTranslation, Transform

from imagesim.results.cause_marks import CauseLabel, CauseMarks, cause_marks, causes_in_words
from imagesim.results.plots import style
from imagesim.results.plots.about import causes_of

_SIZE, _LANE = 12.0, 18.0  # points
_BAND, _BOX, _LINE = "#ececec", "#d4d4d4", "#333333"
_LINES = "causes"
_FEW = 40
"""With more lines than this they are drawn fainter."""
_FONT = FontProperties(family="DejaVu Sans", size=_SIZE)  # made once: it is looked up


def draw_causes(ax: Axes, frame: pd.DataFrame, causes: pd.DataFrame | None) -> None:
    """Draw what *causes* (else what *frame*) knows onto *ax*, whose x axis, title and words are there already."""
    rows = causes_of(frame, causes)
    begin, end = ax.get_xlim()
    room = _inches(ax) * 72
    marks = cause_marks(rows, begin, end, lambda text: (_points(text) + 10) / room)
    if not marks.lanes and not marks.lines:
        return
    style.grow(ax, _LANE * marks.lanes / 72)
    for left, right in marks.bands:
        ax.axvspan(begin + left * (end - begin), begin + right * (end - begin), color=_BAND, zorder=0.4, linewidth=0)
    _draw_lines(ax, marks, begin, end)
    for label in marks.labels:
        _draw_label(ax, label, begin, end)
    ax.set_title(ax.get_title(loc="left"), pad=12 + _LANE * marks.lanes)
    style.describe_more(
        ax,
        causes_in_words([row for row in rows if row.time_s <= end and (row.ended_s is None or begin <= row.ended_s)]),
    )


def free_of_causes(ax: Axes, width: float) -> float:
    """The right end, on the time axis, of the last gap between lines of causes that is at least *width* wide.

    *width* is a part of the axis. Without such a gap it is the end of the axis.
    """
    begin, end = ax.get_xlim()
    drawn = [each for each in ax.collections if each.get_gid() == _LINES and isinstance(each, LineCollection)]
    lines = sorted(float(segment[0][0]) for each in drawn for segment in each.get_segments())
    slack = 0.006 * (end - begin)
    needed = width * (end - begin) + slack
    for left, right in reversed(list(pairwise([begin, *lines, end]))):
        if right - left > needed:
            return right - slack * (right < end)
    return end


def _draw_lines(ax: Axes, marks: CauseMarks, begin: float, end: float) -> None:
    edges = [edge for band in marks.bands for edge in band if 0 < edge < 1]
    # Lines that are nearer to each other than a picture can show are one.
    places = sorted({round(place, 3) for place in (*marks.lines, *edges)})
    lines = [[(begin + place * (end - begin), 0.0), (begin + place * (end - begin), 1.0)] for place in places]
    few = len(lines) <= _FEW
    drawn = LineCollection(
        lines, colors=_LINE, linewidths=1.4 if few else 0.6, linestyles=[(0, (4, 3))], zorder=2.4,
        transform=ax.get_xaxis_transform(), path_effects=[withStroke(linewidth=3 if few else 1, foreground="white")],
    )  # fmt: skip
    drawn.set_gid(_LINES)
    ax.add_collection(drawn, autolim=False)


def _draw_label(ax: Axes, label: CauseLabel, begin: float, end: float) -> None:
    scale = style.figure_of(ax).dpi_scale_trans
    height = 5 + label.lane * _LANE
    above = ax.get_xaxis_transform() + ScaledTranslation(0, (height + _LANE / 2) / 72, scale)
    if label.bracket is not None:
        _draw_bracket(ax, [begin + place * (end - begin) for place in label.bracket], label.lasts, above)
    elif label.line is not None:
        ax.annotate(
            "", xy=(begin + label.line * (end - begin), 1), xycoords=("data", "axes fraction"),
            xytext=(0, height + _LANE - 3), textcoords="offset points", annotation_clip=False,
            arrowprops={"arrowstyle": "-", "shrinkA": 0, "shrinkB": 0, "color": _LINE, "linewidth": 1.2},
        )  # fmt: skip
    place, at_its_left = label.anchor
    on_a_line = label.bracket is not None and not label.lasts
    ax.text(
        begin + place * (end - begin), 1.0, label.text, ha="right" if at_its_left else "left", va="center",
        transform=above + ScaledTranslation((-4 if at_its_left else 4) / 72, 0, scale),
        fontsize=_SIZE, path_effects=[] if label.lasts or on_a_line else style.rim("white"), gid="cause",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5} if on_a_line else None,
    )  # fmt: skip


def _draw_bracket(ax: Axes, span: list[float], lasts: bool, above: Transform) -> None:
    """A box for what lasts, a line with two ends for several events."""
    (line,) = ax.plot(span, [1.0, 1.0], transform=above, clip_on=False, solid_capstyle="butt", color=_LINE)
    line.set_linewidth(_LANE - 3 if lasts else 1.0)
    if lasts:
        line.set_color(_BOX)
    else:
        line.set_marker("|")
        line.set_markersize(10)


@lru_cache(maxsize=1024)  # the pictures of a run have the same labels, and outlines of letters take long
def _points(text: str) -> float:
    """How wide *text* is."""
    return float(TextPath((0, 0), text, prop=_FONT).get_extents().width)


def _inches(ax: Axes) -> float:
    """About how wide the axes are: what their names at the left leave of the figure."""
    width = float(style.figure_of(ax).get_size_inches()[0])
    if not isinstance(ax, style.PictureAxes):
        return float(width * ax.get_position().width)
    lines = [
        (line, float(label.get_fontsize())) for label in ax.get_yticklabels() for line in label.get_text().split("\n")
    ]
    names = max((len(line) * size * 0.62 for line, size in lines), default=20.0) / 72
    return width - 0.7 - names - (0.35 if ax.get_ylabel() else 0.0)
