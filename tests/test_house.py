"""The rules of the house, read from the files: imports point down, the front door is light, nothing private leaks."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import imagesim
from tests import conda
from tests.house import circles, printing, raising, sizes
from tests.house.imports import graph as import_graph
from tests.house.imports import imports, sources

ROOT = Path(__file__).parents[1]

FLOORS = ("rules", "scenarios", "engine", "results", "studies", "labs", "cli")
"""Imports point down only: from a package of this list to itself or to one that stands before it."""

ENGINE_READS = ("scenarios.values", "scenarios.timeline")
"""What of scenarios the engine imports: the frozen values, and the events of a timeline, which are values too."""


def upward_imports(package: Path) -> list[str]:
    """The imports below *package* that point up, or out of the front door, as "file:line: imports module"."""
    return [
        f"{found.path.relative_to(package)}:{found.line}: imports {found.name}"
        for floor, name in enumerate(FLOORS)
        for path in sources(package / name)
        for found in imports(path, package)
        if not _may_import(floor, found.name, package.name)
    ]


def _may_import(floor: int, module: str, package: str) -> bool:
    parts = module.split(".")
    if parts[0] != package:
        return floor > 0 or parts[0] in sys.stdlib_module_names  # rules stand on Python alone
    if parts[1:2] in (["version"], ["extras"]):
        return True
    return len(parts) > 1 and parts[1] in FLOORS[: floor + 1]


def read_by_the_engine(package: Path) -> list[str]:
    """What the engine imports of scenarios beyond ENGINE_READS, as "file:line: imports module"."""
    allowed = tuple(f"{package.name}.{room}." for room in ENGINE_READS)
    return [
        f"{found.path.relative_to(package)}:{found.line}: imports {found.name}"
        for path in sources(package / "engine")
        for found in imports(path, package)
        if found.name.startswith(f"{package.name}.scenarios") and not f"{found.name}.".startswith(allowed)
    ]


@pytest.fixture(scope="module")
def graph() -> dict[str, set[str]]:
    return import_graph(ROOT / "imagesim")


def test_imports_point_down_only():
    assert upward_imports(ROOT / "imagesim") == []


@pytest.mark.parametrize(
    ("floor", "line", "up"),
    [
        ("rules", "from house.engine import run", True),
        ("rules", "import simpy", True),
        ("rules", "import math", False),
        ("engine", "import simpy", False),
        ("engine", "from house.rules import units", False),
        ("engine", "from house.engine.records import Pull", False),
        ("engine", "from house.results import tables", True),
        ("engine", "from ..results import tables", True),
        ("engine", "from ..rules import units", False),
        ("engine", "from . import records", False),
        ("results", "def late():\n    import house.labs.view", True),
        ("results", "from house import load", True),
        ("results", "from house.version import __version__", False),
        ("cli", "from house.labs import course", False),
    ],
)
def test_an_import_that_points_up_is_found(tmp_path, floor, line, up):
    module = tmp_path / "house" / floor / "module.py"
    module.parent.mkdir(parents=True)
    module.write_text(line)
    assert bool(upward_imports(tmp_path / "house")) is up


def test_the_engine_reads_frozen_values_and_nothing_else_of_scenarios():
    assert read_by_the_engine(ROOT / "imagesim") == []


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("from house.scenarios import load", True),
        ("from house.scenarios.world.image import read", True),
        ("from house.scenarios.values.scenario import Scenario", False),
        ("from house.scenarios.timeline.events import push", False),
        ("from house.scenarios.timelines import push", True),
    ],
)
def test_an_engine_that_reads_more_is_found(tmp_path, line, more):
    module = tmp_path / "house" / "engine" / "module.py"
    module.parent.mkdir(parents=True)
    module.write_text(line)
    assert bool(read_by_the_engine(tmp_path / "house")) is more


def test_no_two_modules_import_each_other_in_the_end(graph):
    assert circles.of_files(graph) == []


def test_no_two_rooms_of_a_folder_import_each_other_in_the_end(graph):
    assert circles.of_folders(graph) == []


def test_a_folder_is_a_thought():
    assert sizes.folders_too_full(ROOT / "imagesim") == []


def test_no_two_modules_of_a_folder_differ_by_an_s():
    assert sizes.names_that_differ_by_an_s(ROOT / "imagesim") == []


def test_public_functions_that_raise_say_so():
    assert raising.silent(ROOT / "imagesim") == []


def test_nothing_is_shown_past_the_gate():
    assert printing.past_the_gate(ROOT / "imagesim") == []


@pytest.mark.parametrize(
    ("module", "line", "past"),
    [
        ("cli/run.py", "print(name)", True),
        ("cli/run.py", "typer.echo(name)", True),
        ("cli/run.py", "sys.stderr.write(name)", True),
        ("cli/run.py", "sys.stdout.buffer", True),
        ("cli/run.py", "print(name, file=sys.stderr)", True),
        ("cli/run.py", "import logging", True),
        ("cli/run.py", "text = '\\n'.join(names)", True),
        ("cli/run.py", "say(gate.line(name))", False),
        ("cli/progress.py", "sys.stderr.isatty()", False),
        ("cli/terminal.py", "typer.echo(text)", False),
        ("engine/run.py", "warnings.warn(name)", True),
        ("results/report/pods.py", "text = '\\n\\n'.join(names)", True),
        ("results/report/pods.py", "text = ', '.join(names)", False),
        ("results/svg/canvas.py", "escape(name)", True),
        ("labs/lab.py", "html.escape(name)", True),
        ("rules/key.py", "re.escape(name)", False),
    ],
)
def test_what_is_shown_past_the_gate_is_found(tmp_path, module, line, past):
    path = tmp_path / module
    path.parent.mkdir(parents=True)
    path.write_text(line)
    assert bool(printing.past_the_gate(tmp_path)) is past


def test_no_class_name_stands_for_two_things():
    assert sizes.classes_of_one_name(ROOT / "imagesim") == []


def test_two_classes_of_one_name_are_found(tmp_path):
    for module in ("one", "two"):
        (tmp_path / f"{module}.py").write_text("class Answer: ...\n")
    (found,) = sizes.classes_of_one_name(tmp_path)
    assert found.startswith("Answer: ")


def test_importing_imagesim_loads_no_tables_pictures_widgets_or_clients():
    show = "import sys, imagesim; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True).stdout.split()
    assert "imagesim" in loaded
    late = {"pandas", "numpy", "matplotlib", "ipywidgets", "anywidget", "jupyterlab", "requests", "docker"}
    assert not late & set(loaded)


def test_help_waits_for_nothing_that_runs_a_scenario():
    show = "import sys, imagesim.cli.app; print(*{name.partition('.')[0] for name in sys.modules}, *sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True).stdout.split()
    assert "imagesim.cli.app" in loaded
    assert not {"simpy", "pydantic", "yaml", "rich", "imagesim.engine", "imagesim.scenarios.values.scenario"} & set(
        loaded
    )


@pytest.mark.parametrize("name", imagesim.__all__)
def test_every_name_of_the_front_door_is_there(name):
    assert getattr(imagesim, name) is not None


@pytest.mark.parametrize("path", sorted((ROOT / "imagesim").rglob("*.py")), ids=lambda path: str(path.name))
def test_every_module_says_what_it_is(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or not path.read_text().strip()


# Written in pieces, so that this file does not hold what it forbids.
PRIVATE = re.compile(
    "|".join(
        [
            r"pypi\." + "org",
            "pythonhosted" + r"\.org",
            r"npmjs\." + "(org|com)",
            r"deb\." + r"debian\.org",
            r"(?<![\w.])/" + "work/",
            "/opt/" + "(pypi|wheels)",
            "/root/" + r"\.(pyenv|cache|local)",
            "/tmp/" + r"(bash|uvenv|nb)",
        ]
    )
)
"""Hosts of package registries, and paths of the machines that this was written on."""


def _files_of_the_project() -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: what belongs to the project cannot be told")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_a_package_registry_or_a_path_of_somebodys_machine():
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in _files_of_the_project()
        if (match := PRIVATE.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert found == []


@pytest.mark.parametrize("text", ["https://" + "pypi" + ".org/simple", "see /" + "work/main", "/opt/" + "wheels"])
def test_private_text_is_found(text):
    assert PRIVATE.search(text)


def test_environment_yml_holds_the_versions_of_the_lock():
    assert yaml.safe_load((ROOT / "environment.yml").read_text()) == conda.environment()


def test_the_locks_agree_and_hold_every_dependency():
    pin = re.compile(r"^([a-z0-9.-]+==[^ ]+)", re.MULTILINE)
    lab, dev = (set(pin.findall((ROOT / "requirements" / name).read_text())) for name in ("lab.txt", "dev.txt"))
    assert lab <= dev
    assert set(conda.direct()) <= set(conda.locked())


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_every_package_of_a_lock_has_hashes(lock):
    entries = re.split(r"^(?=[a-z])", lock.read_text(), flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
