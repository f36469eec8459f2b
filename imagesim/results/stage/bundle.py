"""ES modules joined to one text, for places that take one: a file that is opened from a disk, and a widget.

The modules are plain: each imports names from others by `import { a, b } from "./other.js";`, nothing is renamed, and
no name stands at the top of two of them (a test says so). So the imports can be left out once what they name stands
before them.
"""

import re
from functools import cache
from pathlib import Path

JS = Path(__file__).parent / "js"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)
_TOP = re.compile(r"^(?:export )?(?:default )?(?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)


@cache
def bundle(entry: Path) -> str:
    """The module *entry* after all that it needs, each once; its own `export default` stays.

    ValueError where two modules have a name in common, where one renames what it imports, or where they need each
    other in a circle.
    """
    texts: dict[Path, str] = {}
    _collect(entry.resolve(), texts, ())
    owners: dict[str, Path] = {}
    for path, text in texts.items():
        for name in _TOP.findall(text):
            if owners.setdefault(name, path) != path:
                raise ValueError(f"{name} stands at the top of {owners[name].name} and of {path.name}")
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", text)) for text in texts.values())


def _collect(path: Path, texts: dict[Path, str], way: tuple[Path, ...]) -> None:
    if path in way:
        raise ValueError(f"{path.name} needs itself, by way of {', '.join(each.name for each in way)}")
    if path in texts:
        return
    text = path.read_text(encoding="utf-8")
    for names, other in _IMPORT.findall(text):
        if re.search(r"\bas\b", names):
            raise ValueError(f"{path.name} renames what it imports of {other}")
        _collect((path.parent / other).resolve(), texts, (*way, path))
    texts[path] = text
