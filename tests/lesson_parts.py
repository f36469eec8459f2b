"""The lessons as whoever holds a class has them: sections, questions, and how many words are read up to where."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
NOT_IN_CLASS = {"Exercises", "Exercise", "Your own experiment", "On your cluster"}
"""What is homework in each programme, and commands to take along."""

_FENCE = re.compile("^```.*?^```", re.MULTILINE | re.DOTALL)
_ASKED = re.compile(r"<strong>((?:Question|Recall|Exercise|Case|Lab)(?: \d+)?)</strong>")


@dataclass(frozen=True)
class Piece:
    """Some text of a lesson: in which section, of which question if of one, and its words."""

    section: str
    label: str
    words: int


def _read(html: str) -> int:
    """The words of a stored question or answer that are prose. Tables, pictures and code are looked at, not read."""
    if html.startswith("<imagesim-answer") and "<details" in html:
        html = html[html.index("<details") :]  # the question is repeated before it
    for kind in ("pre", "table", "svg", "style", "script"):
        html = re.sub(f"<{kind}[ >].*?</{kind}>", " ", html, flags=re.DOTALL)
    return len(re.sub("<[^>]+>", " ", html).split())


class Lesson:
    """One notebook."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]

    @cached_property
    def title(self) -> str:
        """How the trainer's guide calls it."""
        first = "".join(self._cells[0]["source"]).splitlines()[0].removeprefix("# ")
        return "Start" if self.path.stem == "00-start" else first

    @cached_property
    def pieces(self) -> list[Piece]:
        found, section = [], ""
        for cell in self._cells:
            source = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                for block in re.split("^(?=## )", _FENCE.sub("", source), flags=re.MULTILINE):
                    if block.startswith("## "):
                        section = block.splitlines()[0].removeprefix("## ").replace("`", "")
                    words = re.sub("<small>.*?</small>", "", block, flags=re.DOTALL).split()
                    found.append(Piece(section, "", len(words)))
                continue
            if re.search(r"\.lab\(\)\s*$", source):
                found.append(Piece(section, "the lab", 0))
            for html in ("".join(each.get("data", {}).get("text/html", "")) for each in cell.get("outputs", [])):
                if (label := _ASKED.search(html)) and html.startswith("<imagesim-"):
                    found.append(Piece(section, label[1], _read(html)))
        return found

    @cached_property
    def labels(self) -> set[str]:
        return {piece.label for piece in self.pieces}

    @cached_property
    def sections(self) -> set[str]:
        """Its headings of both ranks, without formatting, and the first paragraph, which is called The question."""
        text = "\n".join("".join(cell["source"]) for cell in self._cells if cell["cell_type"] == "markdown")
        return {head.replace("`", "") for head in re.findall("^#{2,3} (.+)$", text, re.MULTILINE)} | {"The question"}

    def words(self, labels: set[str]) -> int:
        """What is read in a class that takes these questions: all before the last answer but what belongs to others."""
        taken = labels & self.labels
        last = max(place for place, piece in enumerate(self.pieces) if piece.label in taken)
        sections = {piece.section for piece in self.pieces if piece.label in taken}
        unused = {piece.section for piece in self.pieces if piece.label} - sections
        heard = [
            piece
            for piece in self.pieces[: last + 1]
            if piece.section not in NOT_IN_CLASS | unused and (not piece.label or piece.label in taken)
        ]
        return sum(piece.words for piece in heard)


LESSONS = {lesson.title: lesson for lesson in map(Lesson, sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")))}
