"""What stands at a path that somebody wrote: a file, a folder, nothing, or something that is not to be read.

People write names that no file can have (too long, with a NUL), links that lead into one another, folders that they may
not look into, and pipes that nobody ever writes to. Each gives one clear error here, before anything is opened.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from imagesim.scenarios.reading.errors import ScenarioError

_STREAMS = ("/dev/", "/proc/")
"""Where a shell puts what it pipes into a command: there somebody writes, and it comes to an end."""

_NOT_READ = {
    stat.S_IFIFO: "is a named pipe, which may never end",
    stat.S_IFSOCK: "is a socket",
    stat.S_IFBLK: "is a device",
}


def is_there(path: Path) -> bool:
    """Whether anything stands at *path*. ScenarioError for a name that no file can have, or that may not be asked."""
    return _mode(path) is not None


def is_folder(path: Path) -> bool:
    """Whether a folder stands at *path*. ScenarioError as for `is_there`."""
    mode = _mode(path)
    return mode is not None and stat.S_ISDIR(mode)


def check_file(path: Path, *, of_folder: bool = False) -> None:
    """ScenarioError unless a file that can be read to its end stands at *path*; a shell's pipe is one.

    In a folder (*of_folder*) only ordinary files are.
    """
    mode = _mode(path)
    if mode is None:
        rule = (
            "is a link that leads nowhere"
            if path.is_symlink()
            else "the file cannot be read: No such file or directory"
        )
        raise ScenarioError(rule, file=str(path))
    if stat.S_ISDIR(mode):
        raise ScenarioError("is a folder, not a file", file=str(path))
    if stat.S_ISFIFO(mode) and str(path).startswith(_STREAMS):
        return
    what = _NOT_READ.get(stat.S_IFMT(mode)) or ("is a device" if of_folder and not stat.S_ISREG(mode) else "")
    if what:
        raise ScenarioError(f"{what}, not a file", file=str(path), suggestion="write its content into a file")


def _mode(path: Path) -> int | None:
    try:
        return os.stat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise cannot_be_read(path, error) from None
    except ValueError:
        raise ScenarioError("is no name that a file can have", file=str(path)) from None


def cannot_be_read(path: Path, error: OSError) -> ScenarioError:
    """The error for a file or a folder that the system does not let anybody read."""
    reason = error.strerror or "input/output error"
    return ScenarioError(f"cannot be read: {reason}", file=str(path))


def real_path(path: Path) -> Path:
    """The one name of what *path* means, links followed as far as they lead; nothing has to be there."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return path


def own_path(path: Path) -> Path:
    """*path* with `~` and `~USER` written out, which a shell does not do behind an `=`.

    ScenarioError where there is no such user.
    """
    try:
        return path.expanduser()
    except RuntimeError:
        hint = f"for a folder of that name write ./{path}"
        raise ScenarioError("begins with a user who is not here", value=str(path), suggestion=hint) from None


def entries(folder: Path, *, recursive: bool) -> Iterator[Path]:
    """Yield what is in a folder, and with *recursive* in its subfolders, but no folders; hidden ones are passed over.

    Links to folders are not followed, as kubectl does not. ScenarioError for a folder that cannot be read.
    """

    def refuse(error: OSError) -> None:
        raise cannot_be_read(Path(error.filename), error)

    for root, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if recursive and not name.startswith("."))
        yield from (Path(root) / name for name in names if not name.startswith("."))


def subfolders(folder: Path) -> list[Path]:
    """The folders of a folder without hidden ones, sorted; none where that cannot be seen."""
    try:
        with os.scandir(folder) as found:
            return sorted(Path(each.path) for each in found if each.is_dir() and not each.name.startswith("."))
    except OSError:
        return []
