"""environment.yml, the conda way to the same environment, made of the lock: `python -m tests.conda environment.yml`.

Binder reads that file. Its packages are those that pyproject.toml names, at the versions that the locks hold, and two
that a class may want: nbval, which compares lessons with their stored outputs, and voila, for the labs as apps. What
those need in turn is left to conda. test_house.py compares.
"""

import re
import sys
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]

_OTHER_NAME = {"matplotlib": "matplotlib-base", "docker": "docker-py"}
"""Where conda-forge's name is another; its `matplotlib` brings a desktop toolkit that nothing here uses."""

_HEADER = """\
# The environment of requirements/lab.txt with conda or mamba; Binder reads it. `make lock` takes the versions from the
# lock and a test compares them; CI does not solve it.
#   conda env create --file environment.yml && conda activate imagesim && imagesim lab
"""


_FOR_A_CLASS = ("nbval", "voila")


def locked(file: str = "requirements/lab.txt") -> dict[str, str]:
    """Version by name, from a lock."""
    lock = (ROOT / file).read_text()
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ]+)", lock, re.MULTILINE))


def direct() -> list[str]:
    """The names of the packages that pyproject.toml asks for, extras included; not its own, by which `all` is said."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    names = (re.split(r"[<>=!~\[; ]", requirement)[0] for requirement in asked)
    return [name for name in names if name != project["name"]]


def environment() -> dict[str, object]:
    """What environment.yml must hold."""
    pins = locked("requirements/dev.txt") | locked()
    packages = [f"{_OTHER_NAME.get(name, name)}={pins[name]}" for name in sorted({*direct(), *_FOR_A_CLASS})]
    return {
        "name": "imagesim",
        "channels": ["conda-forge"],
        "dependencies": ["python=3.11", "pip", *packages, {"pip": ["-e ."]}],
    }


if __name__ == "__main__":
    text = _HEADER + yaml.safe_dump(environment(), sort_keys=False)
    Path(sys.argv[1]).write_text(text)
