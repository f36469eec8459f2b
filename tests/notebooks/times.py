"""How long a lesson takes, counted from what is stored of it, and what it says of that.

    python -m tests.notebooks.times

A minute for 200 words that are read once: texts, questions and what stands behind their buttons; no code, no table of
results. 3 minutes for each exercise and each experiment of one's own, 5 for a lab. What somebody thinks about a
prediction is not counted.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import nbformat

from imagesim.labs.course import lessons

WORDS_A_MINUTE, EXERCISE_MIN, LAB_MIN = 200, 3, 5
# A few words more or less are no other minute.
LEEWAY_MIN = 1

# What a lesson says can be skipped has times of its own.
_SECOND_PART = "## Part two"

_SAID = re.compile(r"[Aa]bout (?P<all>\d+) minutes(?P<parts>: [^.]*| to read)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_READ = {"imagesim-asked", "imagesim-how", "imagesim-truth", "imagesim-because", "imagesim-content"}
_NOT_READ = {"pre", "table", "style", "script"}
_OWN = re.compile(r"^## (Your own experiment|One of your own)$", re.MULTILINE)


Cells = list[nbformat.NotebookNode]


@dataclass(frozen=True)
class Times:
    """The minutes of a lesson: for reading, in labs, and for exercises and experiments."""

    read: int
    labs: int
    tasks: int

    @property
    def all(self) -> int:
        return self.read + self.labs + self.tasks


class _Prose(HTMLParser):
    """Takes the words out of a question or an answer: what is asked, how to guess, what came of it and why."""

    def __init__(self) -> None:
        super().__init__()
        self.words = 0
        self._open: list[tuple[str, bool, bool]] = []  # tag, whether it is read, whether it is passed over

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("img", "br", "hr", "input"):
            return
        names = set((dict(attrs).get("class") or "").split())
        _, read, over = self._open[-1] if self._open else ("", False, False)
        self._open.append((tag, read or bool(names & _READ), over or tag in _NOT_READ))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][1] and not self._open[-1][2]:
            self.words += len(data.split())


def prose_words(html: str) -> int:
    """The words of a stored question or answer that are read; an answer repeats its question, which counts once."""
    answer = html.startswith("<imagesim-answer")
    if answer and "<details" in html:
        html = html[html.index("<details") :]
    reader = _Prose()
    reader.feed(html)
    return reader.words


def counted(notebook: nbformat.NotebookNode) -> Times:
    """The minutes of a stored lesson by the rule above, without a part that can be skipped."""
    return _of(_parts(notebook)[0])


def counted_in_second_part(notebook: nbformat.NotebookNode) -> Times:
    """The minutes of the part that can be skipped: none where there is none."""
    return _of(_parts(notebook)[1])


def _parts(notebook: nbformat.NotebookNode) -> tuple[Cells, Cells]:
    places = [place for place, cell in enumerate(notebook.cells) if cell.source.startswith(_SECOND_PART)]
    border = places[0] if places else len(notebook.cells)
    return notebook.cells[:border], notebook.cells[border:]


def _of(cells: Cells) -> Times:
    words, labs, tasks = 0, 0, 0
    for cell in cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"<small>.*?</small>", "", _FENCE.sub("", cell.source), flags=re.DOTALL)
            words += len(re.findall(r"\S*\w\S*", text))
            tasks += len(_OWN.findall(text))
            continue
        labs += bool(re.search(r"\.lab\(\)\s*$", cell.source))
        for output in cell.get("outputs", []):
            html = "".join(output.get("data", {}).get("text/html", ""))
            if html.startswith(("<imagesim-question", "<imagesim-answer")):
                words += prose_words(html)
            tasks += html.startswith("<imagesim-question") and bool(re.search(r"<strong>(Exercise|Case)\b", html))
    return Times(round(words / WORDS_A_MINUTE), LAB_MIN * labs, EXERCISE_MIN * tasks)


def said(notebook: nbformat.NotebookNode) -> tuple[int, Times]:
    """What the lesson says: the minutes in all, and their parts. ValueError if it says none."""
    text = " ".join(" ".join(cell.source.split()) for cell in notebook.cells if cell.cell_type == "markdown")
    found = _SAID.search(text)
    if not found:
        raise ValueError("says no times, as: About 24 minutes: 10 to read, 5 in the lab, 9 for two exercises.")
    parts = (re.search(rf"(\d+)(?: minutes)? {words}", found[0]) for words in ("to read", "in the lab", "for "))
    return int(found["all"]), Times(*(int(part[1]) if part else 0 for part in parts))


def main() -> None:
    for path in sorted(lessons().glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        times = counted(notebook)
        print(
            f"{path.stem:32} {times.all:3} min: {times.read} to read, {times.labs} in labs, {times.tasks} for tasks",
            end="",
        )
        print(f"; second part {second.all}" if (second := counted_in_second_part(notebook)).all else "")


if __name__ == "__main__":
    main()
