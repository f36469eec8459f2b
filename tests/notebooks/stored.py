"""What must hold of a notebook as it is stored, without running it."""

from collections.abc import Iterator

import nbformat

LONGEST_CELL = 15
# On a screen of 1280 x 720 with the side bar closed, as `imagesim lab --projector` enlarges it, a code cell has room
# for 100 letters of 10.84 pixels, beyond which one has to scroll, and a console in a text for 82 of 12.04, beyond which
# a line is broken. Without the projector it is 139 and 120. What a cell prints is broken, too, and never scrolls.
WIDEST_CODE, WIDEST_CONSOLE = 100, 82

_COMPARED = ("text/plain", "image/png")
_WIDGET = "application/vnd.jupyter.widget-view+json"


def problems(notebook: nbformat.NotebookNode) -> list[str]:
    """What is wrong with a stored notebook, in words; nothing for a good one."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    found = [f"cell {number}: {problem}" for number, cell in enumerate(cells, 1) for problem in _of_cell(cell, number)]
    found += _wide_lines(notebook)
    if cells and not any(_is_compared(output) for cell in cells for output in cell.outputs):
        found.append("no cell prints or draws anything that could be compared")
    if "widgets" in notebook.metadata:
        found.append("holds the state of widgets; store it with `make notebooks`")
    if notebook.metadata.get("kernelspec", {}).get("name") != "python3":
        found.append("its kernel is not python3")
    return found


def _wide_lines(notebook: nbformat.NotebookNode) -> Iterator[str]:
    for place, cell in enumerate(notebook.cells):
        code = cell.cell_type == "code"
        most = WIDEST_CODE if code else WIDEST_CONSOLE
        seen = [] if code and _is_folded(cell) else cell.source.splitlines() if code else _consoles(cell.source)
        for line in seen:
            if len(line) > most:
                yield f"cell {place} of all has a line of {len(line)} letters, more than {most}: {line[:30]}"


def _consoles(text: str) -> Iterator[str]:
    """The lines of a text that stand between fences."""
    inside = False
    for line in text.splitlines():
        if line.startswith("```"):
            inside = not inside
        elif inside:
            yield line


def _of_cell(cell: nbformat.NotebookNode, number: int) -> Iterator[str]:
    if cell.execution_count is None:
        yield "stored unrun; store it with `make notebooks`"
    elif cell.execution_count != number:
        yield f"was run as number {cell.execution_count}; store it with `make notebooks`"
    if "raises-exception" not in cell.metadata.get("tags", []):
        yield from (f"stored with an error: {out.ename}: {out.evalue}" for out in cell.outputs if _is_error(out))
    if "execution" in cell.metadata:
        yield "holds times of its run; store it with `make notebooks`"
    if _should_print(cell.source) and not cell.outputs:
        yield "ends with a value or a print, and has no output"
    if any(_is_widget(output) and not _is_compared(output) for output in cell.outputs):
        yield "shows a widget without a text of what it says, so nothing of it is compared"
    yield from _given_away(cell)
    # A folded one is not read: most of it is the text of an answer.
    if len(cell.source.splitlines()) > LONGEST_CELL and not _is_folded(cell):
        yield f"has {len(cell.source.splitlines())} lines, more than {LONGEST_CELL}"


def _given_away(cell: nbformat.NotebookNode) -> Iterator[str]:
    """What tells an answer before it was guessed: source that is not folded, or the line of it that is seen folded."""
    if ".answer(" not in cell.source:
        return
    if not _is_folded(cell):
        yield 'answers a question and is not folded; its metadata lack `"jupyter": {"source_hidden": true}`'
    first = cell.source.splitlines()[0]
    if ".answer(" in first and not first.endswith(".answer("):
        yield "its first line, which is seen where it is folded, tells the answer; break it after `.answer(`"


def _is_folded(cell: nbformat.NotebookNode) -> bool:
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden"))


def _is_error(output: nbformat.NotebookNode) -> bool:
    return bool(output.output_type == "error")


def _is_compared(output: nbformat.NotebookNode) -> bool:
    """Whether nbval compares it with something that the simulator computed, which the mere name of a widget is not."""
    data = output.get("data", {})
    if _is_widget(output):
        return "\n" in data.get("text/plain", "")
    return output.output_type == "stream" or any(mime in data for mime in _COMPARED)


def _is_widget(output: nbformat.NotebookNode) -> bool:
    return _WIDGET in output.get("data", {})


def _should_print(source: str) -> bool:
    """Whether the cell's last line is a call of print or a name alone, which always shows something."""
    last = source.rstrip().splitlines()[-1]
    return last.startswith("print(") or last.isidentifier()
