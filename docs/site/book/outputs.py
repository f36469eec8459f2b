"""What a lesson shows, as HTML of a page: the stored outputs without what only a notebook knows."""

import re
from typing import Any

_PANDAS_STYLE = re.compile(r"<style scoped>.*?</style>\n?", re.DOTALL)
_BORDER = re.compile(r'<table border="1"')
_ALIGN = re.compile(r'(?<=<tr) style="text-align: right;"|(?<=") valign="top"(?=>)')
_PARTS = re.compile(r"<(thead|tbody)>.*?</\1>", re.DOTALL)
_SCOPES = {"thead": "col", "tbody": "row"}
_WIDGET = "application/vnd.jupyter.widget-view+json"
_LAB = re.compile(r"^(?:\w+\.)*?(\w+)\.lab\(\)\s*$", re.MULTILINE)


def lab_of_cell(cell: dict[str, Any]) -> str:
    """The module of the lab that a cell shows, "" if it shows none. ValueError for a widget that is no lab."""
    if not any(_WIDGET in output.get("data", {}) for output in cell["outputs"]):
        return ""
    found = _LAB.findall("".join(cell["source"]))
    if not found:
        raise ValueError(f"cell {cell['id']} shows a widget, and its source does not end with the call of a lab")
    return str(found[-1])


def plain_outputs(cell: dict[str, Any]) -> list[dict[str, Any]]:
    """The outputs of a cell: a lab as the element that the page brings to life, around its stored view."""
    lab = lab_of_cell(cell)
    return [_plain(output, lab) for output in cell["outputs"]]


def _plain(output: dict[str, Any], lab: str) -> dict[str, Any]:
    data = output.get("data", {})
    if "text/html" not in data:
        return output
    html = tidy("".join(data["text/html"]))
    if _WIDGET in data:
        stored = f'<div class="imagesim-lab imagesim-stored imagesim-pictures">{html}</div>'
        html = f'<imagesim-lab data-lab="{lab}">{stored}</imagesim-lab>'
    return {**output, "data": {"text/html": html}}


def tidy(html: str) -> str:
    """HTML of pandas without what is no HTML any more: a scoped style, borders and places of cells; style sheets do it.

    What heads a column or a row says so, for those who hear a table.
    """
    plain = _ALIGN.sub("", _BORDER.sub("<table", _PANDAS_STYLE.sub("", html)))
    return _PARTS.sub(_with_scopes, plain)


def _with_scopes(part: re.Match[str]) -> str:
    return re.sub(r"<th(?=[ >])(?! scope)", f'<th scope="{_SCOPES[part.group(1)]}"', part.group())
