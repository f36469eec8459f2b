"""Lessons as pages: nothing of JupyterLab is left, every lab is an element around its stored view."""

import json
import re

import pytest

from docs.site.book.lessons import IN_A_PAGE, in_a_page, lesson_page
from docs.site.book.links import Links
from docs.site.book.outputs import plain_outputs, tidy
from docs.site.book.pages import ROOT, pages

LESSONS = [name for name in pages() if name.endswith(".ipynb")]
LABS = {
    "01": "moved_tag",
    "02": "names",
    "03": "pull_policy",
    "04": "back_off",
    "05": "who_may_pull",
    "06": "architectures",
    "07": "pull_costs",
    "10": "sharing",
}


def page_of(name):
    return json.loads(lesson_page((ROOT / name).read_text(encoding="utf-8"), name, Links(pages())))


def shown(page):
    return ["".join(each["data"]["text/html"]) for cell in page["cells"] for each in cell.get("outputs", ())
            if "text/html" in each.get("data", {})]  # fmt: skip


@pytest.mark.parametrize("name", LESSONS)
def test_a_page_says_nothing_that_is_true_in_jupyterlab_alone(name):
    texts = [cell["source"] for cell in page_of(name)["cells"] if cell["cell_type"] == "markdown"]
    assert [text for text in texts if re.search(r"Run\s+All|Shift\+Enter|model\s+not\s+found", text)] == []


@pytest.mark.parametrize("there", IN_A_PAGE)
def test_every_text_that_is_changed_stands_in_a_lesson(there):
    texts = [
        "".join(cell["source"])
        for name in LESSONS
        for cell in json.loads((ROOT / name).read_text(encoding="utf-8"))["cells"]
    ]
    assert any(" ".join(there.split()) in " ".join(text.split()) for text in texts)


def test_a_text_is_changed_wherever_its_lines_end():
    assert in_a_page("*Run → Run All\nCells* gives nothing away: so.") == "Nothing is given away: so."


@pytest.mark.parametrize("name", LESSONS)
def test_a_lab_is_an_element_with_its_stored_view_inside(name):
    page = page_of(name)
    labs = [html for html in shown(page) if html.startswith("<imagesim-lab")]
    module = LABS.get(name.partition("/")[2][:2])
    assert [re.findall(r'^<imagesim-lab data-lab="(\w+)">', html) for html in labs] == ([[module]] if module else [])
    assert all('role="status"' in html and html.endswith("</imagesim-lab>") for html in labs)
    assert "widget-view" not in json.dumps(page)


@pytest.mark.parametrize("name", LESSONS)
def test_folded_source_of_questions_and_answers_is_left_out_and_the_note_stands_first(name):
    page = page_of(name)
    assert "data-forget-guesses" in page["cells"][0]["source"]
    assert page["cells"][0]["source"].startswith("# ")
    for cell in page["cells"]:
        folded = cell["metadata"].get("jupyter", {}).get("source_hidden")
        if folded:
            assert "remove-input" in cell["metadata"]["tags"]
            assert cell["outputs"]
        elif cell["cell_type"] == "code" and not any("imagesim-lab" in html for html in shown({"cells": [cell]})):
            assert cell["metadata"]["tags"] == []


def test_a_widget_that_is_no_lab_is_a_mistake():
    widget = {"data": {"application/vnd.jupyter.widget-view+json": {}, "text/html": "x"}}
    with pytest.raises(ValueError, match="cell c7 shows a widget"):
        plain_outputs({"id": "c7", "source": "slider", "outputs": [widget]})


def test_tables_of_pandas_are_html_of_today():
    html = '<div>\n<style scoped>\n a { b: c }\n</style>\n<table border="1"><tr style="text-align: right;">'
    assert tidy(html) == "<div>\n<table><tr>"
    assert tidy('<tr><th rowspan="4" valign="top">8</th>') == '<tr><th rowspan="4">8</th>'


def test_what_heads_a_column_or_a_row_says_so():
    html = "<table><thead><tr><th></th></tr></thead><tbody><tr><th rowspan='2'>a</th><td>1</td></tr></tbody></table>"
    assert re.findall("<th[ >][^>]*", tidy(html)) == ['<th scope="col"', """<th scope="row" rowspan='2'"""]
    assert tidy(tidy(html)) == tidy(html)
