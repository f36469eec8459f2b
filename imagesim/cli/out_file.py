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


def write_new_bytes(out: Path, data: bytes) -> None:
    """Write *data* into a new file. ScenarioError as for `write_new`."""
    with _mistakes(out):
        _write_new(own_path(out), data)


def _write_new(path: Path, content: str | bytes) -> Path:
    if is_there(path) or path.is_symlink():
        raise FileExistsError
    with undone(lambda: path.unlink(missing_ok=True)):
        try:
            data = content.encode() if isinstance(content, str) else content
            with path.open("xb") as file:
                file.write(data)
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
