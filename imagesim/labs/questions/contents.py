"""What stands behind a question, as HTML and as plain text: sentences, tables, pictures, whatever else has a form."""

import base64
from dataclasses import dataclass
from typing import Any

from imagesim.labs.questions.light_text import block_html, block_plain, light_html, light_plain
from imagesim.rules.shown import gate


@dataclass(frozen=True, slots=True)
class Content:
    """One value that is shown. `axes` are those of a picture, on which a guess can be drawn; None for all else."""

    html: str
    plain: str
    axes: Any = None


def content(value: Any) -> Content:
    """*value* as it is shown: a text as sentences, Axes or a Figure as a picture, a table as a table.

    A text of a kind of its own, such as what kubectl printed, stays in its lines. Everything else is shown as a
    notebook would show it, by `_repr_html_`, or else by `str`. ValueError for a Figure without Axes.
    """
    if type(value) is str:
        return Content(light_html(value), light_plain(value))
    if hasattr(value, "savefig"):
        if not value.axes:
            raise ValueError("a figure without axes shows nothing")
        value = value.axes[0]
    if hasattr(value, "transData"):
        return _picture(value)
    text = str(value)
    as_html = getattr(value, "_repr_html_", None)
    return Content(as_html() if as_html else block_html(text), block_plain(text))


def _picture(axes: Any) -> Content:
    # Late: matplotlib is loaded already, since somebody made the Axes.
    from imagesim.results.plots.style import png, words_of

    words = words_of(axes) or axes.get_title(loc="left") or axes.get_title()
    data = base64.b64encode(png(axes)).decode()
    image = f'<img alt="{gate.markup(words)}" style="max-width:100%" src="data:image/png;base64,{data}">'
    return Content(f'<div class="imagesim-answer-picture">{image}</div>', f"(picture: {gate.line(words)})", axes)
