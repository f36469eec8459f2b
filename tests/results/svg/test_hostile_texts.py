"""Names in pictures and pages: nothing of them is obeyed, by a browser or by a font."""

from xml.etree import ElementTree

import pandas as pd

from imagesim.results.palette import Look
from imagesim.results.plots import style
from imagesim.results.plots.mix_over_time import version_mix
from imagesim.results.svg.canvas import Canvas

HOSTILE = "<b>\x1b[2J\n\u202e$x^2$ u:hunter2@r.example"
SHOWN = "<b>\\x1b[2J\\n\\u202e$x^2$ ...@r.example"


def test_a_drawing_is_good_xml_and_shows_what_is_written_out() -> None:
    canvas = Canvas()
    look = Look("#000000", "", HOSTILE)
    canvas.rect(0, 0, 1, 1, look, HOSTILE)
    canvas.text(0, 0, HOSTILE)
    canvas.label(0, 0, HOSTILE, look)
    canvas.legend(0, [look])
    root = ElementTree.fromstring(canvas.svg(10, HOSTILE))
    assert root.attrib["aria-label"] == SHOWN
    assert {text for text in root.itertext() if text} == {SHOWN}


def test_a_plot_draws_letters_and_no_formula() -> None:
    row = {
        "time_s": 0.0,
        "namespace": "a",
        "workload": HOSTILE,
        "container": "c",
        "image": "i",
        "digest": "d",
        "pods": 1,
    }
    ax = version_mix(pd.DataFrame([row]), end_s=10.0)
    assert ax.get_title(loc="left").startswith(SHOWN)
    assert style.png(ax)
