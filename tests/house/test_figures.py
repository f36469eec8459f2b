"""What the rules of the house find, in houses of a few files."""

import pytest

from tests.house import circles, raising, sizes
from tests.house.__main__ import main
from tests.house.imports import graph


@pytest.fixture
def house(tmp_path):
    """Makes a package of these files: `house({"rules/units.py": "X = 1"})`."""

    def build(files):
        for name, text in files.items():
            path = tmp_path / "imagesim" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            (path.parent / "__init__.py").touch()
        return tmp_path / "imagesim"

    return build


def test_a_name_in_a_module_is_an_import_of_the_module(house):
    package = house({"a/b.py": "X = 1", "c.py": "from imagesim.a.b import X\nfrom imagesim.a import b\nimport os"})
    assert graph(package)["c"] == {"a.b"}


@pytest.mark.parametrize(
    "line",
    [
        "from imagesim.b import X",
        "import imagesim.b",
        "from . import b",
        "from .b import X",
        "def late():\n    from imagesim import b",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from imagesim.b import X",
    ],
)
def test_two_files_in_a_circle_are_found_typing_included(house, line):
    package = house({"a.py": line, "b.py": "from imagesim import c", "c.py": "import imagesim.a", "d.py": line})
    assert circles.of_files(graph(package)) == [("a", "b", "c")]
    assert circles.of_folders(graph(package)) == []


def test_two_rooms_in_a_circle_are_found_where_no_files_are(house):
    package = house({
        "engine/node/pull.py": "from imagesim.engine.cluster import state",
        "engine/node/disk.py": "",
        "engine/cluster/run.py": "from imagesim.engine.node import disk",
        "engine/cluster/state.py": "",
    })  # fmt: skip
    assert circles.of_files(graph(package)) == []
    assert circles.of_folders(graph(package)) == [("engine.cluster", "engine.node")]


def test_a_folder_s_own_files_may_be_below_and_above_its_rooms_but_no_file_on_both_sides(house):
    files = {
        "engine/records.py": "",
        "engine/node/pull.py": "from imagesim.engine import records",
        "engine/run.py": "from imagesim.engine.node import pull",
    }
    assert circles.of_folders(graph(house(files))) == []
    # Imports are read once per file, so the same package by another name.
    package = house({"engine/results/rows.py": "from imagesim.engine.whole import X", "engine/results/cell.py": "",
                     "engine/whole.py": "from imagesim.engine.results import cell"})  # fmt: skip
    assert circles.of_folders(graph(package)) == [("engine.results", "engine.whole")]


def test_a_full_folder_and_names_that_differ_by_an_s_are_found(house):
    package = house({f"rules/m{number}.py": "" for number in range(26)} | {"rules/m1s/x.py": "", "m/y.py": ""})
    assert sizes.folders_too_full(package) == ["imagesim/rules: 26"]
    assert sizes.names_that_differ_by_an_s(package) == ["imagesim/rules: m1, m1s"]


FUNCTION = 'def f(x):\n    """{}"""\n    raise {}\n'


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        (FUNCTION.format("What it does.", "ValueError(x)"), True),
        (FUNCTION.format("ValueError if x.", "ValueError(x)"), False),
        (FUNCTION.format("ScenarioError if x.", "error(x)"), False),
        (FUNCTION.format("BadCase if x.", "BadCase(x)"), False),
        (FUNCTION.format("BadCase if x.", "house.Worse(x)"), True),
        (FUNCTION.format("What it does.", "failure"), True),
        (FUNCTION.format("Empty if x, or what failed.", "Empty\n    raise failure"), False),
        (FUNCTION.format("To be overridden.", "NotImplementedError"), False),
        (FUNCTION.format("Its help.", "typer.Exit(2)"), False),
        (FUNCTION.format("Hands on.", ""), False),
        (FUNCTION.format("Private.", "ValueError").replace("def f", "def _f"), False),
        ("class C:\n    def f(self):\n        raise ValueError", True),
        ("class _C:\n    def f(self):\n        raise ValueError", False),
        ("def f():\n    def g():\n        raise ValueError\n    return g", False),
        ("def f():\n    for x in y:\n        if x:\n            raise ValueError", True),
    ],
)
def test_a_public_function_that_raises_without_saying_so_is_found(house, text, silent):
    assert bool(raising.silent(house({"module.py": text}))) is silent


def test_the_figures_of_a_house(house, capsys):
    package = house(
        {"a.py": "from imagesim import b\ndef f():\n    raise ValueError", "b.py": "from imagesim import a"}
    )
    assert main([str(package.parent)]) == 0
    out = capsys.readouterr().out
    assert "modules: 3\nlines: 4\n" in out
    assert "largest module: 3 lines, imagesim/a.py" in out
    assert "circles of files: 1\n    2: a, b\n" in out
    assert "public functions that raise without saying so: 1\n    imagesim/a.py:2 f: raises ValueError\n" in out


def test_a_folder_without_a_house_is_a_mistake(tmp_path, capsys):
    assert main([str(tmp_path)]) == 2
    assert "there is no such folder" in capsys.readouterr().err
