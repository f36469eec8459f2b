"""A calibration as a table and as a picture: each pull, measured against fitted."""

import math
from typing import Any

from imagesim.extras import STUDIES, needing
from imagesim.studies.calibrating.outcome import FitOutcome

with needing(STUDIES, "pictures of calibrations", "matplotlib"):
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from matplotlib.ticker import FuncFormatter, NullFormatter

    from imagesim.results.palette import BLACK, BLUE, GREEN, GREY, ORANGE, VERMILLION
    from imagesim.results.plots import style
    from imagesim.results.plots.style import png

__all__ = ["COLUMNS", "measured_against_fitted", "png", "table"]

COLUMNS = ("image", "registry", "node", "size_bytes", "measured_s", "fitted_s", "waited_s", "at_once")
_CLASSES = (
    (1.5, "alone", BLUE, "o"),
    (5.0, "2 to 4 at once", GREEN, "s"),
    (20.0, "5 to 19 at once", ORANGE, "^"),
    (math.inf, "20 and more at once", VERMILLION, "D"),
)


def table(calibration: FitOutcome) -> pd.DataFrame:
    """A row for each pull that was fitted: seconds, bytes, and the mean number of pulls under way with it."""
    rows = [
        (
            each.pull.image,
            each.pull.registry,
            each.pull.node,
            each.pull.size,
            each.pull.took_s,
            each.fitted_s,
            each.pull.waited_s,
            each.at_once,
        )
        for each in calibration.residuals
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


@style.projector
def measured_against_fitted(pulls: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the table of a calibration: on the line the fit is right; the lines beside it are 20 per cent off."""
    ax = style.axes(ax, 7.0)
    ax.set_title("How long each pull took, and what the fit says")
    least = min(pulls.measured_s.min(), pulls.fitted_s.min()) / 1.4
    most = max(pulls.measured_s.max(), pulls.fitted_s.max()) * 1.4
    ends = [least, most]
    ax.plot(ends, ends, color=BLACK, linewidth=1.5, zorder=1)
    for factor in (1.2, 1 / 1.2):
        ax.plot(ends, [factor * end for end in ends], color=GREY, linewidth=1.5, linestyle=(0, (5, 4)), zorder=1)
    handles = []
    low = 0.0
    for high, words, colour, marker in _CLASSES:
        chosen = pulls[(pulls.at_once >= low) & (pulls.at_once < high)]
        low = high
        if chosen.empty:
            continue
        look: dict[str, Any] = {
            "color": colour,
            "marker": marker,
            "markersize": 9,
            "markeredgecolor": BLACK,
            "linestyle": "",
        }
        ax.plot(chosen.fitted_s, chosen.measured_s, zorder=2, **look)
        handles.append(Line2D([], [], label=f"{words}: {len(chosen):,}", **look))
    handles.append(Line2D([], [], color=BLACK, label="measured as fitted"))
    handles.append(Line2D([], [], color=GREY, linestyle=(0, (5, 4)), label="20 % more or less"))
    for axis, set_scale, set_label, words in (
        (ax.xaxis, ax.set_xscale, ax.set_xlabel, "seconds that the fit says"),
        (ax.yaxis, ax.set_yscale, ax.set_ylabel, "seconds measured"),
    ):
        set_scale("log")
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axis.set_minor_formatter(NullFormatter())
        set_label(words)
    ax.set_xlim(least, most)
    ax.set_ylim(least, most)
    errors = [math.log(a / b) for a, b in zip(pulls.fitted_s, pulls.measured_s, strict=True)]
    rms = math.sqrt(sum(error * error for error in errors) / len(errors))
    style.describe(ax, f"{len(pulls):,} pulls, measured against fitted; rms of the logarithmic errors {rms:.3f}.")
    style.legend(ax, [], handles)
    return ax
