"""What all plots share: a figure of its own, sizes that a projector shows, hatches, words, the legend.

No pyplot and no global state: a figure is made by hand, and settings hold only while a plot is drawn.
"""

import base64
import io
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.transforms import ScaledTranslation

from imagesim.results.palette import Look
from imagesim.rules.shown import gate

P = ParamSpec("P")
Box = tuple[float, float, float]
"""Left, right, and the row, which is the middle."""
EDGE = "#333333"
MOST_NAMED = 40
_MOST_DETAILS = 6
"""With more versions than that a legend has their names alone."""
_WIDTH, _DPI, _LEGEND_BELOW = 11.0, 100, 0.75  # inches, dots per inch, inches
_LINES_BELOW, _LINE = 2, 0.25
"""How many lines of a legend each figure has room for, and how high one more is in inches."""
_SETTINGS: Any = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so pictures are the same everywhere
    "font.size": 15,
    "axes.titlesize": 18,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 1.2,
    "text.parse_math": False,  # a dollar in a name is a dollar
}


class PictureAxes(Axes):
    """Axes that a notebook shows as a picture with an alternative text."""

    name = "imagesim"
    words = ""

    def _repr_html_(self) -> str:
        data = base64.b64encode(png(self)).decode()
        return f'<img alt="{gate.markup(self.words)}" style="max-width:100%" src="data:image/png;base64,{data}">'


def projector(plot: Callable[P, Axes]) -> Callable[P, Axes]:
    """A plot that is drawn with the settings of this module, whatever the user's are, and leaves the user's alone."""

    @wraps(plot)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Axes:
        with mpl.rc_context(_SETTINGS):
            return plot(*args, **kwargs)

    return drawn


def axes(ax: Axes | None, height: float = 6.0) -> Axes:
    """*ax*, or the Axes of a new figure of *height* inches."""
    if ax is not None:
        return ax
    layout = ConstrainedLayoutEngine(h_pad=0.12, w_pad=0.12)
    figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, layout=layout)
    return figure.add_subplot(axes_class=PictureAxes)


def height_for(rows: int) -> float:
    """Inches for a picture with a row per pod; rows without names need less."""
    return min(14.0, 3.0 + 0.42 * max(rows, 3)) if rows <= MOST_NAMED else 8.0


def grow(ax: Axes, inches: float) -> None:
    """Make the figure of *ax* so much higher, so that what stands around the data takes no room from them.

    A figure that is not our own stays as it is.
    """
    if isinstance(ax, PictureAxes) and inches > 0:
        figure = figure_of(ax)
        width, height = figure.get_size_inches()
        figure.set_size_inches(width, height + inches)


def figure_of(ax: Axes) -> Figure:
    """The figure that *ax* is drawn on. ValueError if it belongs to none."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("ax belongs to no figure")
    return figure


def describe(ax: Axes, words: str) -> None:
    """Say in *words* what *ax* shows; Axes that the user made are left alone."""
    if isinstance(ax, PictureAxes):
        ax.words = words


def words_of(ax: Axes) -> str:
    """What is said of *ax* for people who cannot see it; "" for Axes that the user made."""
    return ax.words if isinstance(ax, PictureAxes) else ""


def describe_more(ax: Axes, words: str) -> None:
    """Add *words* to what is said of *ax*."""
    if isinstance(ax, PictureAxes):
        ax.words += words


def nothing_happened(ax: Axes, why: str = "nothing happened") -> None:
    """Instead of data: *why* there are none. A figure of our own need not be high for that."""
    if isinstance(ax, PictureAxes):
        figure_of(ax).set_size_inches(_WIDTH, 2.5)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    ax.text(0.5, 0.5, why, ha="center", va="center", transform=ax.transAxes)
    describe(ax, f"{ax.get_title(loc='left')}: {why}.")


def fill(look: Look) -> dict[str, Any]:
    """The arguments for a patch or collection that has this look."""
    return {"facecolor": look.colour, "hatch": look.hatch * 2, "edgecolor": EDGE, "linewidth": 0.6}


def bars(ax: Axes, boxes: Iterable[Box], look: Look, *, of: int, height: float = 0.8) -> None:
    """Horizontal bars of one look, as one artist, in a picture *of* so many rows.

    Where rows are too many to be named, bars touch and have no edges, since edges would cover them. There they are one
    path: it is filled, and hatched, once, and not thousands of times.
    """
    if of <= MOST_NAMED:
        half = height / 2
        corners = [
            [(left, y - half), (right, y - half), (right, y + half), (left, y + half)] for left, right, y in boxes
        ]
        ax.add_collection(PolyCollection(corners, label=look.label, **fill(look)))
        return
    # add_artist, unlike add_patch, does not walk along the path to find the limits, which are known.
    ax.add_artist(PathPatch(_one_path(boxes), label=look.label, **{**fill(look), "linewidth": 0}))


def _one_path(boxes: Iterable[Box]) -> Path:
    """Rectangles as high as a row, all in one path."""
    left, right, middle = np.array(list(boxes), dtype=float).reshape(-1, 3).T
    top, bottom = middle - 0.5, middle + 0.5
    x = np.stack([left, right, right, left, left], axis=1)
    y = np.stack([top, top, bottom, bottom, top], axis=1)
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(np.stack([x.ravel(), y.ravel()], axis=1), np.tile(np.array(codes, Path.code_type), len(left)))


def word(ax: Axes, x: float, y: float, text: str, look: Look, size: float = 13) -> None:
    """A text on a filled shape, on a patch of the shape's colour, so that neither hatches nor lines cross it."""
    ax.text(
        x, y, gate.line(text), ha="center", va="center_baseline", color=look.ink, fontsize=size, clip_on=True,
        bbox={"facecolor": look.colour, "edgecolor": "none", "pad": 1.5},
    )  # fmt: skip


def rim(colour: str) -> list[withStroke]:
    """The path effects that keep lines and hatches away from a text."""
    return [withStroke(linewidth=4, foreground=colour)]


def _dashed(handles: Iterable[Any]) -> bool:
    """Whether lines with gaps are among *handles*, which need more length to be told apart."""
    return any(isinstance(each, Line2D) and each.get_linestyle() not in ("-", "None") for each in handles)


def legend(ax: Axes, looks: Iterable[Look], extra: Iterable[Any] = ()) -> None:
    """Below the picture, where it hides nothing."""
    looks, extra = list(dict.fromkeys(looks)), list(extra)
    short = sum(bool(look.detail) for look in looks) > _MOST_DETAILS
    handles = [Patch(label=_words(look, short), **fill(look)) for look in looks] + extra
    if not handles:
        return
    figure = figure_of(ax)
    below_the_title_of_x = ax.transAxes + ScaledTranslation(0, -_LEGEND_BELOW, figure.dpi_scale_trans)
    texts = [str(handle.get_label()).split("\n") for handle in handles]
    columns = 2 if max(len(line) for lines in texts for line in lines) > 24 else 3
    lines = -(-len(texts) // columns) * max(map(len, texts))
    grow(ax, (lines - _LINES_BELOW) * _LINE)
    ax.legend(
        handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0), bbox_transform=below_the_title_of_x,
        ncols=columns, handlelength=3.2 if _dashed(extra) else 1.8, handleheight=1.2,
        frameon=False, borderaxespad=0, fontsize=14,
    )  # fmt: skip


def _words(look: Look, short: bool) -> str:
    """What a look is called, and below that what else there is to say unless it should be *short*."""
    return f"{look.label}\n{look.detail}" if look.detail and not short else look.label


def png(ax: Axes) -> bytes:
    """The figure of *ax* as a PNG file without a date or a program's name, so that equal pictures are equal bytes.

    ValueError if *ax* belongs to no figure.
    """
    out = io.BytesIO()
    figure_of(ax).savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
