"""Files and folders become documents: what a user names is found, read once, in a fixed order.

Of a folder the files that lie in it are read, as `kubectl apply -f` does, and with `--recursive` those of its
subfolders, sorted by path: *.yaml, *.yml and *.json; other files and hidden ones are passed over. Where a folder holds
a kustomization.yaml, that file says what is loaded and what is changed in it, as with `kubectl apply -k`.
"""

import os
import sys
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from imagesim.scenarios.reading.documents import Document, read_bytes, read_documents
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.kustomize.kustomization import FILES, Kustomization, read_kustomization
from imagesim.scenarios.reading.limits import DEEPEST_KUSTOMIZATION, LARGEST_FILE, LARGEST_SCENARIO, MOST_DOCUMENTS
from imagesim.scenarios.reading.memory import LESS
from imagesim.scenarios.reading.paths import (
    check_file,
    entries,
    is_folder,
    is_there,
    real_path,
    subfolders,
)

STDIN = "-"
STANDARD_INPUT = "standard input"
"""What messages call it, where others name a file."""

_HOSTS = "hosts.toml"
_SUFFIXES = (".yaml", ".yml", ".json")


class Sources:
    """Reads what a user names. A file that is named twice, or by a folder and by itself, is read once.

    A kustomization that changes its resources reads them anew: two may make different objects of one base. `notes` says
    what was not read, `passed_over` has fields of kustomizations that change nothing here, and where they stand.
    `hosts_files` are the hosts.toml among what was named, which are no documents. Of folders no file is read that one
    of the globs of *exclude* fits. *tell* is told which file is being read.
    """

    def __init__(
        self,
        *,
        recursive: bool = False,
        exclude: tuple[str, ...] = (),
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self._recursive = recursive
        self._exclude = exclude
        self._tell = tell
        self._read: set[Path] = set()
        self._bytes = 0
        self._documents = 0
        self._open: list[Path] = []
        self.notes: list[str] = []
        self.hosts_files: list[Path] = []
        self.passed_over: list[tuple[str, str]] = []

    def documents(self, path: Path) -> list[Document]:
        """Return the documents of a file or a folder. ScenarioError if there is none, or it cannot be read."""
        if not is_there(path):
            raise ScenarioError("there is no such file or folder", file=str(path))
        if is_folder(path):
            return self._folder(path)
        if _is_kustomization(path):
            return self._kustomization(path)
        before = real_path(path) in self._read
        documents = self._file(path)
        if not documents and not before and path not in self.hosts_files:
            raise ScenarioError("the file holds no document, only comments or separators", file=str(path))
        return documents

    def _file(self, path: Path) -> list[Document]:
        real = real_path(path)
        if real in self._read:
            return []
        self._read.add(real)
        if path.name == _HOSTS:
            check_file(path)
            self.hosts_files.append(path)
            return []
        if self._tell is not None:
            self._tell(f"Reading {path.name}")
        return self._parsed(read_bytes(path), str(path))

    def standard_input(self) -> list[Document]:
        """Return the documents that somebody pipes in. ScenarioError if that is nothing, or was read before."""
        if Path(STDIN) in self._read:
            raise ScenarioError("was read already; - can be named once", file=STANDARD_INPUT)
        self._read.add(Path(STDIN))
        if self._tell is not None:
            self._tell(f"Reading {STANDARD_INPUT}")
        data = sys.stdin.buffer.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            most = f"{LARGEST_FILE // 2**20} MiB are read at most"
            raise ScenarioError(f"is too large; {most}", file=STANDARD_INPUT, suggestion=LESS)
        documents = self._parsed(data, STANDARD_INPUT)
        if not documents:
            raise ScenarioError("holds no document, only comments or separators", file=STANDARD_INPUT)
        return documents

    def _parsed(self, data: bytes, name: str) -> list[Document]:
        self._bytes += len(data)
        if self._bytes > LARGEST_SCENARIO:
            most = f"{LARGEST_SCENARIO // 2**20} MiB are read at most"
            raise ScenarioError(f"with this file the scenario is too large; {most}", file=name, suggestion=LESS)
        documents = read_documents(data, name)
        self._documents += len(documents)
        if self._documents > MOST_DOCUMENTS:
            rule = f"with this file there are {self._documents:,} documents; the most is {MOST_DOCUMENTS:,}"
            raise ScenarioError(rule, file=name)
        return documents

    def _folder(self, folder: Path) -> list[Document]:
        files = self._wanted(folder, _files(folder, recursive=self._recursive))
        below = [] if self._recursive else [inner for inner in subfolders(folder) if _holds_documents(inner)]
        if not files:
            hint = f"add --recursive to read its subfolders, such as {below[0].name}" if below else ""
            rule = "the folder holds no *.yaml, *.yml or *.json file"
            raise ScenarioError(rule, file=str(folder), suggestion=hint)
        own = [path for path in files if path.parent == folder and _is_kustomization(path)]
        if own:
            documents = self._kustomization(own[0])
            self._note_unread(folder, own[0], files)
            return documents
        for path in files:
            check_file(path, of_folder=True)
        if below:
            self._note_subfolders(folder, below)
        known, hosts = len(self._read), len(self.hosts_files)
        documents = [document for path in files for document in self._listed(path)]
        if not documents and len(self._read) > known and len(self.hosts_files) == hosts:
            raise ScenarioError("the folder holds no document, only comments or separators", file=str(folder))
        return documents

    def _wanted(self, folder: Path, files: list[Path]) -> list[Path]:
        """The files without those that are excluded. ScenarioError if all of them are."""
        fits = {glob: [path for path in files if _fits(path.relative_to(folder), glob)] for glob in self._exclude}
        for glob, found in fits.items():
            if not found:
                self.notes.append(f"Nothing in {folder} is excluded by {glob}.")
        out = {path for found in fits.values() for path in found}
        if out and len(out) == len(files):
            raise ScenarioError("every file of the folder is excluded", file=str(folder), suggestion="exclude less")
        return [path for path in files if path not in out]

    def _listed(self, path: Path) -> list[Document]:
        return self._kustomization(path) if _is_kustomization(path) else self._file(path)

    def _note_subfolders(self, folder: Path, below: list[Path]) -> None:
        names = ", ".join(inner.name for inner in below[:5]) + (", ..." if len(below) > 5 else "")
        self.notes.append(f"Of {folder} only the files that lie in it are read; --recursive reads {names} too.")

    def _note_unread(self, folder: Path, kustomization: Path, files: Iterable[Path]) -> None:
        unread = [path for path in files if real_path(path) not in self._read]
        if unread:
            names = ", ".join(str(path.relative_to(folder)) for path in unread[:5])
            more = f" and {len(unread) - 5} more" if len(unread) > 5 else ""
            self.notes.append(
                f"{kustomization} says what is loaded from its folder; not loaded: {names}{more}. "
                f"Name such a file by itself to load it."
            )

    def _kustomization(self, path: Path) -> list[Document]:
        if len(self._open) == DEEPEST_KUSTOMIZATION:
            raise ScenarioError(f"kustomizations lead through more than {DEEPEST_KUSTOMIZATION} others", file=str(path))
        documents = self._file(path)
        self._open.append(real_path(path))
        found = [each for document in documents for each in self._built(document, path)]
        self._open.pop()
        return found

    def _built(self, document: Document, path: Path) -> list[Document]:
        kustomization = read_kustomization(document)
        self.passed_over += [(field, str(path)) for field in kustomization.passed_over]
        if not kustomization.changes:
            return self._resources(kustomization, document, path)
        read, self._read = self._read, set(self._open)
        found = self._resources(kustomization, document, path)
        self._read |= read
        return [kustomization.applied(each) for each in found]

    def _resources(self, kustomization: Kustomization, document: Document, path: Path) -> list[Document]:
        found: list[Document] = []
        for place, resource in kustomization.resources:
            target = Path(os.path.normpath(path.parent / resource))
            if not is_there(target):
                hint = "a resource is a file or a folder beside the kustomization; fetch what is elsewhere first"
                raise document.error("is not there", place, value=resource, suggestion=hint)
            if real_path(target) != real_path(path.parent):
                found += self.documents(target)
        return found


def _is_kustomization(path: Path) -> bool:
    return path.name in FILES


def _files(folder: Path, *, recursive: bool) -> list[Path]:
    """The files of a folder that may hold documents, sorted by path."""
    found = (path for path in entries(folder, recursive=recursive) if _may_hold_documents(path.name))
    return sorted(found, key=lambda path: path.relative_to(folder).parts)


def _holds_documents(folder: Path) -> bool:
    try:
        return bool(_files(folder, recursive=False))
    except ScenarioError:
        return False  # nobody asked for it


def _may_hold_documents(name: str) -> bool:
    return name.endswith(_SUFFIXES) or name in FILES or name == _HOSTS


def _fits(path: Path, glob: str) -> bool:
    """Whether a glob fits a file's path from the folder, or one of the names on the way to it."""
    return fnmatchcase(path.as_posix(), glob.rstrip("/")) or any(
        fnmatchcase(name, glob.rstrip("/")) for name in path.parts
    )
