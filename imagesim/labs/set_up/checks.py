"""What a machine needs for the course, each as one check: what was found, or what to do about it.

Nothing is changed: no folder is made, no lesson copied. The order is that of their cost, so what fails at once is said
at once; the kernel, which takes seconds, comes last.
"""

import importlib.metadata
import os
import platform
import shutil
import socket
import sys
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from imagesim.extras import LAB, command, missing, to_do
from imagesim.labs.course import lessons
from imagesim.labs.set_up.kernel_probe import KernelError, LabProbe, probe
from imagesim.rules.units import Bytes
from imagesim.scenarios.reading.paths import own_path, real_path
from imagesim.version import DISTRIBUTION

LEAST_PYTHON = (3, 11)
SHOWN_PACKAGES = ("jupyterlab", "ipywidgets", "anywidget", "matplotlib", "pandas", "simpy")
WIDGET_EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "anywidget")
"""What JupyterLab has to have in its page before it can show a lab."""
ROOM: Bytes = 100_000_000
"""Lessons, their outputs and what JupyterLab keeps are a few megabytes; more is left for what people write."""
PORT_RETRIES = 50
INSTALL = f"install again: make lab, or {command(LAB)} in a new environment"


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was looked at, whether it is as the course needs it, and what was found or is to be done."""

    name: str
    ok: bool
    text: str


def checks(folder: str | Path, port: int = 8888, open_browser: bool = True) -> Iterator[Check]:
    """Look at everything that `imagesim lab FOLDER` needs, one after another.

    Five seconds or so, most of them for a kernel, which draws a lab, moves a control, and has to answer. Where packages
    are missing, what only they can answer is not asked.
    """
    yield _python()
    lacking = missing(LAB)
    if lacking:
        yield Check("packages", False, f"{', '.join(lacking)}: not installed; {to_do(LAB)}")
    else:
        yield _packages()
        yield _widgets()
    yield _lessons()
    yield _folder(real_path(own_path(Path(folder))))
    yield _port(port)
    yield _browser() if open_browser else Check("browser", True, "none is opened; the address is printed")
    if not lacking:
        yield from _kernel()


def _python() -> Check:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info < LEAST_PYTHON:
        return Check("Python", False, f"{found}: install Python 3.11 or newer, then make lab PYTHON=/path/to/python3")
    return Check("Python", True, found)


def _packages() -> Check:
    """Each package that imagesim asks for with its extra of the course, at the version that it asks for at least."""
    from packaging.requirements import Requirement

    found: dict[str, str] = {}
    for requirement in map(Requirement, importlib.metadata.requires(DISTRIBUTION) or ()):
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": LAB}):
            continue
        try:
            found[requirement.name] = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            return Check("packages", False, f"{requirement.name} is missing: {INSTALL}")
        if not requirement.specifier.contains(found[requirement.name], prereleases=True):
            has = f"{requirement.name} is {found[requirement.name]} and has to be {requirement.specifier}"
            return Check("packages", False, f"{has}: {INSTALL}")
    return Check("packages", True, ", ".join(f"{name} {found[name]}" for name in SHOWN_PACKAGES if name in found))


def _widgets() -> Check:
    from jupyter_core.paths import jupyter_path

    places = [Path(place) for place in jupyter_path("labextensions")]
    missing = [name for name in WIDGET_EXTENSIONS if not any((place / name).is_dir() for place in places)]
    if missing:
        return Check("widgets", False, f"JupyterLab lacks {', '.join(missing)}, labs would stay empty: {INSTALL}")
    return Check("widgets", True, "JupyterLab has what shows labs")


def _lessons() -> Check:
    found = len(list(lessons().glob("*.ipynb")))
    if not found:
        return Check("lessons", False, f"none came with this installation: {INSTALL}")
    return Check("lessons", True, f"{found} notebooks")


def _folder(folder: Path) -> Check:
    """Whether lessons can be copied there, and there is room; a folder that is not there is made later."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return Check("folder", False, f"{there} cannot be written to: name another folder: imagesim lab FOLDER")
    free = shutil.disk_usage(there).free
    if free < ROOM:
        return Check("folder", False, f"{free / 1e6:.0f} MB are free at {there}: make room for {ROOM / 1e6:.0f} MB")
    begun = any(folder.glob("*.ipynb"))
    return Check("folder", True, f"{folder}, {'begun' if begun else 'still to be filled'}; {free / 1e9:.1f} GB free")


def _port(port: int) -> Check:
    """JupyterLab takes the next port that is free, so one that is taken is no fault as long as another is left."""
    free = next((each for each in range(port, min(port + PORT_RETRIES, 65535) + 1) if _is_free(each)), None)
    if free is None:
        return Check("port", False, f"{port} and those after it are taken: imagesim lab --port N with another number")
    if free != port:
        return Check("port", True, f"{port} is taken, perhaps by a JupyterLab that still runs; {free} will be used")
    return Check("port", True, f"{port} is free")


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        if os.name == "posix":  # as servers do: a port whose last connection has just ended is free
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _browser() -> Check:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return Check("browser", False, "none found: imagesim lab --no-browser, and open the address that it prints")
    return Check("browser", True, "found")


def _kernel() -> Iterator[Check]:
    try:
        found = probe()
    except KernelError as failed:
        yield Check("kernel", False, f"{failed}: {INSTALL}")
        return
    yield Check("kernel", True, f"started, and drew a lab after {found.drawn_s:.1f} s")
    yield _answers(found)
    yield _offline(found)


def _answers(found: LabProbe) -> Check:
    if found.answered_s is None:
        return Check("lab", False, f"it did not answer when a control was moved: {INSTALL}")
    return Check("lab", True, f"a moved control was answered after {found.answered_s * 1000:.0f} ms")


def _offline(found: LabProbe) -> Check:
    if found.asked:
        others = ", ".join(found.asked)
        return Check("offline", False, f"a lab asked for {others}: look which package or start-up file does that")
    return Check("offline", True, "a lab asks no other machine: the class needs no network from here on")
