"""A page loads the modules as they are, each with names of its own: what one uses of another it has to import.

A widget and run.html have all of them in one text, where an import that is missing is not missed.
"""

import re

import pytest

from docs.site.fetched import ROOT

MODULES = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "imagesim").rglob("*.js"))}
_EXPORTED = re.compile(r"^export (?:default )?(?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)
_IMPORTED = re.compile(r"^import \{([^}]*)\}", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
_TAKEN_APART = re.compile(r"(?:const|let) [\[{]([^\]}]*)[\]}]")
_GIVEN = re.compile(r"\(([\w\s,{}=]*)\)\s*(?:=>|\{)")
_CALLED = re.compile(r"(?<![.\w#])(?:new )?(\w+)\(")


def not_imported(text: str, exported: set[str]) -> list[str]:
    """Which of the names that others export *text* calls, and neither imports nor has itself."""
    code = _COMMENT.sub("", text)
    has = {name for names in _IMPORTED.findall(code) for name in re.findall(r"\w+", names)}
    has |= set(re.findall(r"(?:function\*?|const|let|class) (\w+)", code))
    has |= {name for names in _TAKEN_APART.findall(code) + _GIVEN.findall(code) for name in re.findall(r"\w+", names)}
    return sorted((set(_CALLED.findall(code)) & exported) - has)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT / "imagesim")))
def test_a_module_imports_what_it_calls_of_others(path):
    exported = {name for text in MODULES.values() for name in _EXPORTED.findall(text)}
    assert not_imported(MODULES[path], exported) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("say(`${counted(1)}`);", ["counted"]),
        ('import { counted, told } from "./words.js";\nsay(counted(1));', []),
        ("const counted = () => 1;\ncounted();", []),
        ("function counted() {}\ncounted();", []),
        ("// counted(1)\n/* counted(2) */", []),
        ("words.counted(1);", []),
        ("function say(counted) {\n  counted(1);\n}", []),
        ("const made = new Sheet(1);", ["Sheet"]),
    ],
)
def test_what_is_not_imported_is_found(text, missing):
    assert not_imported(text, {"counted", "told", "Sheet"}) == missing
