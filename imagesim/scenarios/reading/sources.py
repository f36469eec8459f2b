"""Files and folders become documents: what a user names is found, read once, in a fixed order.

A folder is read with its subfolders, sorted by path: *.yaml, *.yml and *.json; other files and hidden
ones are passed over. Where a folder holds a kustomization.yaml, that file says what is loaded, as with
`kubectl apply -k`; only its `resources` are understood.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from imagesim.scenarios.reading.documents import Document, read_file
from imagesim.scenarios.reading.errors import ScenarioError

_SUFFIXES = (".yaml", ".yml", ".json")
_KUSTOMIZATION = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_KUSTOMIZATION_FIELDS = {"apiVersion", "kind", "metadata", "resources"}


class Sources:
    """Reads what a user names. A file that is named twice, or by a folder and by itself, is read once."""

    def __init__(self) -> None:
        self._read: set[Path] = set()
        self.notes: list[str] = []

    def documents(self, path: Path) -> list[Document]:
        """Return the documents of a file or a folder. ScenarioError if there is none, or it cannot be read."""
        if not path.exists():
            raise ScenarioError("there is no such file or folder", file=str(path))
        if path.is_dir():
            return self._folder(path)
        if _is_kustomization(path):
            return self._kustomization(path)
        before = path.resolve() in self._read
        documents = self._file(path)
        if not documents and not before:
            raise ScenarioError("the file holds no document, only comments or separators", file=str(path))
        return documents

    def _file(self, path: Path) -> list[Document]:
        resolved = path.resolve()
        if resolved in self._read:
            return []
        self._read.add(resolved)
        return read_file(path)

    def _folder(self, folder: Path) -> list[Document]:
        files = list(_files(folder))
        if not files:
            raise ScenarioError("the folder holds no *.yaml, *.yml or *.json file", file=str(folder))
        own = [path for path in files if path.parent == folder and _is_kustomization(path)]
        if own:
            documents = self._kustomization(own[0])
            self._note_unread(folder, own[0], files)
            return documents
        known = len(self._read)
        documents = [document for path in files for document in self._listed(path)]
        if not documents and len(self._read) > known:
            raise ScenarioError("the folder holds no document, only comments or separators", file=str(folder))
        return documents

    def _listed(self, path: Path) -> list[Document]:
        return self._kustomization(path) if _is_kustomization(path) else self._file(path)

    def _note_unread(self, folder: Path, kustomization: Path, files: Iterable[Path]) -> None:
        unread = [path for path in files if path.resolve() not in self._read]
        if unread:
            names = ", ".join(str(path.relative_to(folder)) for path in unread[:5])
            more = f" and {len(unread) - 5} more" if len(unread) > 5 else ""
            self.notes.append(
                f"{kustomization} says what is loaded from its folder; not loaded: {names}{more}. "
                f"Name such a file by itself to load it."
            )

    def _kustomization(self, path: Path) -> list[Document]:
        documents = self._file(path)
        return [found for document in documents for found in self._resources(document, path)]

    def _resources(self, document: Document, path: Path) -> list[Document]:
        for key in document.value:
            if key not in _KUSTOMIZATION_FIELDS:
                hint = "run kubectl kustomize and load what it prints"
                raise document.error("is not supported in a kustomization; only resources is", (key,), suggestion=hint)
        resources = document.value.get("resources")
        if not isinstance(resources, list) or not resources:
            raise document.error("is not a list of files", ("resources",), value=resources)
        found: list[Document] = []
        for index, resource in enumerate(resources):
            target = Path(os.path.normpath(path.parent / str(resource)))
            if not isinstance(resource, str) or not target.exists():
                hint = "a resource is a file or a folder beside the kustomization; fetch what is elsewhere first"
                raise document.error("is not there", ("resources", index), value=resource, suggestion=hint)
            if target.resolve() != path.parent.resolve():
                found += self.documents(target)
        return found


def _is_kustomization(path: Path) -> bool:
    return path.name in _KUSTOMIZATION


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder that may hold documents, sorted by path, without hidden ones."""
    found: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(root) / name for name in names if _may_hold_documents(name)]
    yield from sorted(found, key=lambda path: path.relative_to(folder).parts)


def _may_hold_documents(name: str) -> bool:
    return not name.startswith(".") and (name.endswith(_SUFFIXES) or name in _KUSTOMIZATION)
