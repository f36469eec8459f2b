"""`--out FILE`: documents in a new file, all of them or none. That it can be written is tried out before the work."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from imagesim.cli.ending import undone
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.paths import is_there, own_path


def check_new(out: Path) -> None:
    """ScenarioError for what is there already, or cannot be made."""
    with _mistakes(out):
        _write_new(own_path(out), "").unlink()


def write_new(out: Path, text: str) -> None:
    """Write *text* into a new file. ScenarioError if it is there already or cannot be written; then nothing is left."""
    with _mistakes(out):
        _write_new(own_path(out), text)


def _write_new(path: Path, text: str) -> Path:
    if is_there(path) or path.is_symlink():
        raise FileExistsError
    with undone(lambda: path.unlink(missing_ok=True)):
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            raise  # somebody else has just made it
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return path


@contextmanager
def _mistakes(out: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        hint = "name a new file"
        raise ScenarioError("exists already", field="--out", value=str(out), suggestion=hint) from None
    except OSError as error:
        rule = f"cannot be written: {error.strerror or 'input/output error'}"
        raise ScenarioError(rule, field="--out", value=str(out)) from None
    except ScenarioError as mistake:
        raise ScenarioError(mistake.rule, field="--out", value=str(out), suggestion=mistake.suggestion) from None
