"""The documents that lessons link to, such as the glossary, for a copy of the course: which they are, and their links.

In the repository lessons and documents lie side by side, `notebooks` and `docs`. In a copy the lessons lie at the top
and the documents in `docs`, so a link is written anew; one to what is in no copy, such as a test, becomes its words.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath

_FENCED = re.compile(r"(^```.*?^```)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?![a-z]+:|#)([^)\s#]+)(#[^)\s]*)?\)")


def repository() -> Path:
    """The folder that has `docs`: the package where it is installed, the checkout otherwise."""
    package = Path(__file__).parents[1]
    return package if (package / "docs").is_dir() else package.parent


def linked_documents(lessons: Iterable[Path]) -> list[str]:
    """The documents that a reader of *lessons* comes to, from link to link: "docs/glossary.md"."""
    found: dict[str, None] = {}
    waiting = [name for path in lessons for name in _linked(_texts(path), "notebooks")]
    while waiting:
        name = waiting.pop()
        path = repository() / name
        if name in found or not name.startswith("docs/") or not path.is_file():
            continue
        found[name] = None
        if path.suffix == ".md":
            waiting += _linked(path.read_text(encoding="utf-8"), "docs")
    return sorted(name for name in found if name.endswith((".md", ".html")))


def in_a_copy(text: str, folder: str, copied: Iterable[str]) -> str:
    """*text* of a file of the repository's *folder*, with links as a copy of the files *copied* needs them.

    Both are as the repository has them: "docs", "notebooks/01-a-tag-moves.ipynb".
    """
    there = frozenset(copied)

    def changed(link: re.Match[str]) -> str:
        words, target, anchor = link.groups()
        name = normpath(f"{folder}/{target}")
        if name not in there:
            return str(words)
        return f"[{words}]({relpath(_place(name), _place(folder) or '.')}{anchor or ''})"

    parts = _FENCED.split(text)
    return "".join(part if part.startswith("```") else _LINK.sub(changed, part) for part in parts)


def _place(name: str) -> str:
    """Where a copy has what the repository calls *name*."""
    path = PurePosixPath(name)
    return str(path.relative_to("notebooks")) if path.parts[0] == "notebooks" else name


def _linked(text: str, folder: str) -> list[str]:
    prose = _FENCED.sub("", text)
    return [normpath(f"{folder}/{target}") for _, target, _ in _LINK.findall(prose)]


def _texts(lesson: Path) -> str:
    cells = json.loads(lesson.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
