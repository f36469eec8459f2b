"""The folder of a study: what was asked, and every run that is done, so that the same call goes on where it was ended.

DIR/manifest.json   what was asked for: another question is not answered in the same folder
DIR/done.jsonl      a line for each run, in the order in which they were done, written as soon as one is

The manifest is put in its place when it is complete. A line that was cut off when the process was killed is no run, and
is taken out; all other lines are. Nothing in the folder is a secret: the manifest says of settings what the gate lets
through, and the digests are those of scenarios with stand-ins.
"""

import json
import math
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.studies.replications.setting import RunRow

MANIFEST, DONE = "manifest.json", "done.jsonl"


class StudyFolder:
    """A folder that takes runs. Only one process at a time works in it."""

    def __init__(self, folder: Path, asked: Mapping[str, Any]) -> None:
        """Open *folder*, which is new, empty, or of the same question. ScenarioError if it is none of these."""
        self.folder = folder
        with refusals(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._agree(_plain(asked))
            self._journal = _open_alone(folder)
            self.rows = _read(self._journal, folder, len(asked["measures"]))

    def _agree(self, asked: dict[str, Any]) -> None:
        manifest = self.folder / MANIFEST
        if manifest.exists():
            _same_question(_manifest(manifest), asked, self.folder)
            return
        if any(not path.name.startswith(".") for path in self.folder.iterdir()):
            raise _mistake(self.folder, "is not empty, and holds no study", "name a new folder")
        write_whole(manifest, (json.dumps(asked, indent=2, ensure_ascii=True) + "\n").encode())

    def add(self, row: RunRow) -> None:
        """Keep a run that is done. ScenarioError where it cannot be written."""
        values = [_text(value) for value in row.values]
        line = json.dumps({"setting": row.setting, "run": row.run, "seed": row.seed, "values": values})
        with refusals(self.folder):
            self._journal.write(line.encode() + b"\n")
            self._journal.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._journal.close()


@contextmanager
def refusals(folder: Path) -> Iterator[None]:
    """What the file system refuses is the mistake of whoever named *folder*: ScenarioError instead of OSError."""
    try:
        yield
    except OSError as error:
        raise _mistake(folder, f"cannot be written to: {error.strerror or 'input/output error'}") from None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, whatever happens meanwhile. OSError if it cannot be written."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _plain(asked: Mapping[str, Any]) -> dict[str, Any]:
    """As it comes back out of JSON."""
    plain: dict[str, Any] = json.loads(json.dumps(asked))
    return plain


def _manifest(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise _mistake(path.parent, f"has a {MANIFEST} that is none", "name a new folder")
    return found


def _same_question(before: dict[str, Any], asked: dict[str, Any], folder: Path) -> None:
    for key in dict.fromkeys((*asked, *before)):
        was, now = before.get(key), asked.get(key)
        if was != now:
            said = f"{key} {_short(was)}, and this is {_short(now)}" if _is_short(was) and _is_short(now) else key
            rule = f"holds a study of another question: {said}" + ("" if said != key else " differ")
            raise _mistake(folder, rule, "name a new folder, or ask the same to go on")


def _is_short(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


def _short(value: object) -> str:
    return "none" if value is None else str(value)


def _open_alone(folder: Path) -> BinaryIO:
    journal = (folder / DONE).open("a+b")
    lock = _lock()
    if lock is not None:
        try:
            lock(journal.fileno())
        except OSError:
            journal.close()
            hint = "wait for it, or name another folder"
            raise _mistake(folder, "is being written to by another process", hint) from None
    return journal


def _lock() -> Callable[[int], None] | None:
    try:
        import fcntl
    except ImportError:  # Windows has another one, which locks bytes
        return None
    return lambda number: fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _read(journal: BinaryIO, folder: Path, measures: int) -> dict[tuple[int, int], RunRow]:
    """The runs by setting and number. What follows the last whole line is taken out of the file."""
    journal.seek(0)
    content = journal.read()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        journal.truncate(whole)
    rows: dict[tuple[int, int], RunRow] = {}
    for number, line in enumerate(content[:whole].splitlines(), 1):
        row = _row(line, measures)
        if row is None:
            raise _mistake(folder, f"is damaged: line {number} of {DONE} is no run", "name a new folder")
        rows[row.setting, row.run] = row
    return rows


def _row(line: bytes, measures: int) -> RunRow | None:
    try:
        found = json.loads(line)
        values = tuple(_number(value) for value in found["values"])
        row = RunRow(int(found["setting"]), int(found["run"]), int(found["seed"]), values)
    except (ValueError, KeyError, TypeError):
        return None
    return row if len(values) == measures else None


def _text(value: float) -> float | str | None:
    """JSON has neither NaN nor infinity; a float that it has comes back as it was, to the last bit."""
    if math.isnan(value):
        return None
    return "never" if math.isinf(value) else value


def _number(value: float | str | None) -> float:
    if value is None:
        return math.nan
    return math.inf if value == "never" else float(value)


def _mistake(folder: Path, rule: str, suggestion: str = "") -> ScenarioError:
    return ScenarioError(rule, field="--out", value=str(folder), suggestion=suggestion)
