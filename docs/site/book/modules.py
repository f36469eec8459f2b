"""The JavaScript modules that a page needs, so that it may ask for all of them at once."""

import re
from pathlib import Path

from docs.site.book.pages import ROOT

_IMPORT = re.compile(r'^import (?:\{[^}]*\} from )?"(\.{1,2}/[^"]+)";$', re.MULTILINE)


def modules(entry: str) -> list[str]:
    """All that the module *entry*, a path below ROOT, imports, with itself; as paths below ROOT, in their order."""
    found: dict[str, None] = {}
    _collect((ROOT / entry).resolve(), found)
    return list(found)


def _collect(path: Path, found: dict[str, None]) -> None:
    name = path.relative_to(ROOT).as_posix()
    if name in found:
        return
    found[name] = None
    for other in _IMPORT.findall(path.read_text(encoding="utf-8")):
        _collect((path.parent / other).resolve(), found)
