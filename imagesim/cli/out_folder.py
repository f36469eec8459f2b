"""`--out FOLDER`: a run as files, all of them or none.

FOLDER has to be new or empty, so that nothing is overwritten and no files of two runs lie side by side. The files are
written beside it first and put in its place when they are complete.
"""

import shutil
import tempfile
from pathlib import Path

from imagesim.results.result import Result
from imagesim.scenarios.reading.errors import ScenarioError


def check_free(folder: Path) -> None:
    """Refuse a folder that cannot take the files of a run: ScenarioError for one that is not new, empty or readable."""
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise _mistake(folder, error) from None
    if taken:
        rule = "is not a folder" if not folder.is_dir() else "is not empty"
        raise ScenarioError(rule, field="--out", value=str(folder), suggestion="name a new folder")


def write_folder(result: Result, folder: Path) -> None:
    """Write *result* into *folder*. ScenarioError if that is neither new nor empty, or cannot be written to."""
    from imagesim.results.export import export

    check_free(folder)
    place = folder.expanduser().resolve()
    beside: Path | None = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
        export(result, beside / "run")
        if place.exists():
            for path in (beside / "run").iterdir():
                path.rename(place / path.name)
        else:
            (beside / "run").rename(place)
    except OSError as error:
        raise _mistake(folder, error) from None
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def _mistake(folder: Path, error: OSError) -> ScenarioError:
    return ScenarioError(f"cannot be written to: {error.strerror}", field="--out", value=str(folder))
