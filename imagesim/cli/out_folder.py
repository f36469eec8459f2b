"""`--out FOLDER`: a run as files, all of them or none.

FOLDER has to be new or empty, so that nothing is overwritten and no files of two runs lie side by side. Whether it can
take files is tried out before the run. They are written beside it first, or inside where it is there already (it may be
a file system of its own), and put in their place when they are complete.
"""

import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from imagesim.cli.apart import apart, can_be_apart
from imagesim.cli.ending import undone
from imagesim.extras import LAB, missing, to_do
from imagesim.results.result import Result
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.paths import is_folder, is_there, own_path, real_path

_LARGE = 100_000
"""Rows of records."""


def check_out(folder: Path) -> None:
    """Refuse a folder that cannot take the files of a run: ScenarioError for one that is not new, empty or writable."""
    with _mistakes(folder):
        place = real_path(own_path(folder))
        _check_free(folder, place)
        _try_out(place)


def write_folder(result: Result, folder: Path) -> None:
    """Write *result* into *folder*. ScenarioError if that is neither new nor empty, or cannot be written to."""
    _fill(folder, lambda place: _export(result, place))


def write_files(files: Mapping[str, str], folder: Path) -> None:
    """Write texts by the names of their files into *folder*. ScenarioError as of `write_folder`."""

    def write(place: Path) -> None:
        place.mkdir(exist_ok=True)
        for name, text in files.items():
            (place / name).write_text(text, encoding="utf-8")

    _fill(folder, write)


def _fill(folder: Path, write: Callable[[Path], None]) -> None:
    with _mistakes(folder):
        place = real_path(own_path(folder))
        _check_free(folder, place)
        place.parent.mkdir(parents=True, exist_ok=True)
        there = is_there(place)
        beside = place / _hidden_name("run") if there else place.parent / _hidden_name(place.name)
        undo = _emptying(place) if there else _removing(beside)
        try:
            with undone(undo):
                write(beside)
                if there:
                    for path in sorted(beside.iterdir()):
                        path.rename(place / path.name)
                    beside.rmdir()
                else:
                    beside.rename(place)
        except BaseException:
            undo()
            raise


def without_pictures() -> list[str]:
    """What is to be said where pictures could not be drawn."""
    lacking = [module for module in missing(LAB) if module in ("pandas", "matplotlib")]
    return [f"there are no pictures: they need {' and '.join(lacking)}; {to_do(LAB)}"] if lacking else []


def _export(result: Result, folder: Path) -> None:
    """Write the files; those of a large run in a process of its own, or a signal would be answered too late."""
    from imagesim.results.export import export

    records = result.records
    rows = len(records.states) + len(records.pulls) + len(records.events) + len(records.requests)
    if rows > _LARGE and can_be_apart():
        apart(lambda: export(result, folder))
    else:
        export(result, folder)


def _check_free(folder: Path, place: Path) -> None:
    if not is_there(place):
        return
    hint = "name a new folder"
    if not is_folder(place):
        raise ScenarioError("is not a folder", field="--out", value=str(folder), suggestion=hint)
    if any(place.iterdir()):
        raise ScenarioError("is not empty", field="--out", value=str(folder), suggestion=hint)


def _try_out(place: Path) -> None:
    """Make the folders that are to be made, and one in them, and take them away again."""
    missing = [place / _hidden_name("trial")]
    while not is_there(missing[-1].parent):
        missing.append(missing[-1].parent)
    made: list[Path] = []

    def take_away() -> None:
        while made:
            with suppress(FileNotFoundError):
                made[-1].rmdir()
            made.pop()

    with undone(take_away):
        try:
            for each in reversed(missing):
                made.append(each)
                each.mkdir()
        finally:
            take_away()


def _hidden_name(name: str) -> str:
    return f".{name[:40]}-{secrets.token_hex(4)}"


def _removing(folder: Path) -> Callable[[], None]:
    return lambda: shutil.rmtree(folder, ignore_errors=True)


def _emptying(place: Path) -> Callable[[], None]:
    """What takes out whatever is in *place*, which was empty."""

    def empty() -> None:
        for path in place.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    return empty


@contextmanager
def _mistakes(folder: Path) -> Iterator[None]:
    """What the file system refuses is the mistake of whoever named *folder*."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or "input/output error"
        raise ScenarioError(f"cannot be written to: {reason}", field="--out", value=str(folder)) from None
    except ScenarioError as mistake:
        if mistake.field:
            raise
        raise ScenarioError(mistake.rule, field="--out", value=str(folder), suggestion=mistake.suggestion) from None
