"""What architecture, decisions, recipes and CONTRIBUTING name is there: files, folders, and names in them."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from tests.house.picture import FLOORS, picture, rooms

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "CONTRIBUTING.md",
    ROOT / "docs/architecture.md",
    *sorted((ROOT / "docs/decisions").glob("*.md")),
    *sorted((ROOT / "docs/recipes").glob("*.md")),
]
_ROOTS = ("imagesim", "tests", "docs", "notebooks", "requirements")
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\]\(([^)#]+)\)")


def missing(text: str, place: Path) -> list[str]:
    """What *text* names in backticks or links to and what is not there. Links are relative to *place*."""
    named = [name for name in _CODE.findall(_FENCED.sub("", text)) if not _is_there(name)]
    linked = [link for link in _LINK.findall(text) if "://" not in link and not (place / link).exists()]
    return named + linked


def _is_there(name: str) -> bool:
    if re.fullmatch(r"[\w./-]+(::[\w.]+)?", name) is None:
        return True  # a command, a value, a text
    path, _, inner = name.partition("::")
    first = path.split("/")[0]
    if "/" in path and first in _ROOTS:
        return (ROOT / path).exists() and (not inner or _has(path.removesuffix(".py").replace("/", "."), inner))
    if path.count(".") and path.split(".")[0] in ("imagesim", "tests"):
        return _found(path)
    return True


def _has(module: str, names: str) -> bool:
    found: object = import_module(module)
    for name in names.split("."):
        if not hasattr(found, name):
            return False
        found = getattr(found, name)
    return True


def _found(dotted: str) -> bool:
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            import_module(".".join(parts[:length]))
        except ImportError:
            continue
        return length == len(parts) or _has(".".join(parts[:length]), ".".join(parts[length:]))
    return False


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_everything_that_a_page_names_is_there(page):
    assert missing(page.read_text(encoding="utf-8"), page.parent) == []


@pytest.mark.parametrize(
    "name",
    [
        "`imagesim/rules/unit.py`",
        "`imagesim/rules/units.py::Parsec`",
        "`imagesim/engine/run.py::Cluster.stop`",
        "`imagesim.engine.run.Clusters`",
        "`tests/nothing`",
        "[x](nothing.md)",
    ],
)
def test_what_is_not_there_is_found(name):
    assert len(missing(f"Look at {name}.", ROOT)) == 1


@pytest.mark.parametrize("name", ["`imagesim/rules`", "`imagesim run a/b`", "`imagesim.load`", "`docs/house.svg`"])
def test_what_is_there_and_what_is_no_name_passes(name):
    assert missing(f"Look at {name}.", ROOT) == []


@pytest.mark.parametrize("folder", ["decisions", "recipes"])
def test_the_index_lists_every_page(folder):
    pages = {path.name for path in (ROOT / "docs" / folder).glob("*.md")} - {"README.md"}
    index = (ROOT / "docs" / folder / "README.md").read_text(encoding="utf-8")
    assert set(_LINK.findall(index)) - {"../../CONTRIBUTING.md"} == pages


def test_the_picture_of_the_house_shows_every_floor_and_room():
    package = ROOT / "imagesim"
    assert {path.parent.name for path in package.glob("*/__init__.py")} == set(FLOORS)
    assert "kubelet" in rooms(package / "engine")
    drawn = picture(package)
    assert (ROOT / "docs/house.svg").read_text(encoding="utf-8") == drawn, (
        "python -m tests.house.picture docs/house.svg"
    )
