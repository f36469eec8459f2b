"""The wheel holds what a stranger needs: lessons, shipped scenarios and the labs' scripts, and works away from here.

Wheel and sdist are built twice, here and from the unpacked sdist, which is another place with other times and rights:
the bytes are the same. Metadata is read as strictly as a registry does; `twine check` would read it, too, and bring
twenty packages to do so.
"""

import email
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from packaging.metadata import Metadata

from imagesim.version import DISTRIBUTION, __version__

ROOT = Path(__file__).parents[1]
EPOCH = 1_700_000_000
"""What SOURCE_DATE_EPOCH is set to: November 2023."""

_BUILD = """
import os, sys
os.umask(int(sys.argv[1], 8))
from hatchling import build
print(build.build_sdist(sys.argv[2]))
print(build.build_wheel(sys.argv[2]))
"""


def _built(source, folder, umask):
    """The sdist and the wheel of the tree *source*, built in *folder*."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(EPOCH), "TZ": "Asia/Tokyo" if umask == "077" else "UTC"}
    command = [sys.executable, "-c", _BUILD, umask, str(folder)]
    done = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [folder / name for name in done.stdout.split()]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The sdist and the wheel."""
    return _built(ROOT, tmp_path_factory.mktemp("dist"), "022")


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """A folder that holds the built wheel as pip would lay it out."""
    site = tmp_path_factory.mktemp("wheel") / "site"
    zipfile.ZipFile(built[1]).extractall(site)
    return site


def test_an_equal_tree_gives_equal_bytes(built, tmp_path):
    with tarfile.open(built[0]) as sdist:
        sdist.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    for path in source.rglob("*"):
        os.utime(path, (EPOCH + 5_000_000, EPOCH + 5_000_000))
    again = _built(source, tmp_path / "again", "077")
    assert [path.name for path in again] == [path.name for path in built]
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in built]


def test_metadata_is_what_a_registry_takes(built):
    with zipfile.ZipFile(built[1]) as wheel, tarfile.open(built[0]) as sdist:
        of_wheel = next(wheel.read(name) for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        of_sdist = sdist.extractfile(f"imagesim_k8s-{__version__}/PKG-INFO").read()
        assert sorted(name for name in wheel.namelist() if "/licenses/" in name)
    assert of_wheel == of_sdist
    said = Metadata.from_email(of_wheel, validate=True)
    assert (said.name, str(said.version), said.license_expression) == (DISTRIBUTION, __version__, "Apache-2.0")
    assert sorted(said.provides_extra) == ["all", "dask", "lab", "registry", "studies"]
    assert said.description_content_type == "text/markdown"
    assert said.description == (ROOT / "docs" / "package.md").read_text(encoding="utf-8") != ""
    assert not email.message_from_bytes(of_wheel).defects


def test_the_page_of_the_registry_needs_no_file_beside_it_and_knows_the_extras_as_the_readme_does():
    page, readme = ((ROOT / name).read_text(encoding="utf-8") for name in ("docs/package.md", "README.md"))
    assert re.findall(r"\]\((?!https://)[^)]*\)|<img|src=", page) == []
    extras = re.compile(r"^\| `(imagesim-k8s[^`]*)`", re.MULTILINE)
    assert extras.findall(page) == extras.findall(readme) != []


def test_an_sdist_holds_what_belongs_to_the_project_and_nothing_else(built):
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: what belongs to the project cannot be told")
    with tarfile.open(built[0]) as sdist:
        held = {name.partition("/")[2] for name in sdist.getnames()}
    there = {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}
    assert held - there <= {"PKG-INFO", *_untracked()}
    assert {
        "imagesim/py.typed",
        "tests/test_wheel.py",
        "README.md",
        "SECURITY.md",
        "CITATION.cff",
        "requirements/dev.txt",
    } <= held


def _untracked():
    """Files that somebody is about to add."""
    command = ["git", "ls-files", "--others", "--exclude-standard", "-z"]
    return set(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0"))


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


def test_types_are_marked_and_the_command_is_named(installed):
    assert (installed / "imagesim" / "py.typed").is_file()
    (entry_points,) = installed.glob("*.dist-info/entry_points.txt")
    assert "imagesim = imagesim.cli.entry:main" in entry_points.read_text()


def test_a_shipped_scenario_runs_from_it(installed, tmp_path):
    text = _python(installed, tmp_path, "-m", "imagesim", "run", "moved-tag")
    assert "Running" in text


def test_lessons_are_copied_from_it(installed, tmp_path):
    copy = "from imagesim.labs.course import copy_lessons, lessons; print(lessons()); copy_lessons('mine')"
    source = Path(_python(installed, tmp_path, "-c", copy).strip())
    assert source == installed / "imagesim" / "notebooks"
    assert (tmp_path / "mine" / "00-start.ipynb").is_file()
    assert (tmp_path / "mine" / "docs" / "glossary.md").is_file()
