"""The wheel holds what a stranger needs: lessons, shipped scenarios and the labs' scripts, and works away from here."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder that holds the built wheel as pip would lay it out."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    site = folder / "site"
    zipfile.ZipFile(next(folder.glob("*.whl"))).extractall(site)
    return site


def _python(installed, cwd, *arguments):
    """Python that finds imagesim in the wheel and not in this checkout."""
    environment = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_lesson_and_shipped_scenario_is_in_it(installed):
    for source, target in (("notebooks", "notebooks"), ("imagesim/scenarios/library", "scenarios/library")):
        here, there = ROOT / source, installed / "imagesim" / target
        assert _files(here) == _files(there) != set()


def _files(folder):
    names = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    return {name for name in names if not any(part.startswith((".", "__")) for part in name.parts)}


def test_it_carries_no_tests_and_nothing_that_jupyter_or_python_left(installed):
    assert {path.name for path in installed.iterdir()} == {"imagesim", next(installed.glob("*.dist-info")).name}
    assert not [path for path in installed.rglob("*") if path.name.startswith((".", "__pycache__"))]


def test_a_shipped_scenario_runs_from_it(installed, tmp_path):
    text = _python(installed, tmp_path, "-m", "imagesim", "run", "moved-tag")
    assert "Running" in text


def test_lessons_are_copied_from_it(installed, tmp_path):
    copy = "from imagesim.labs.course import copy_lessons, lessons; print(lessons()); copy_lessons('mine')"
    source = Path(_python(installed, tmp_path, "-c", copy).strip())
    assert source == installed / "imagesim" / "notebooks"
    assert (tmp_path / "mine" / "00-start.ipynb").is_file()
