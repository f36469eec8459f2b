"""A file that a document names by a path, which is relative to the document's own file."""

from pathlib import Path as FilePath

from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.paths import is_folder, is_there
from imagesim.scenarios.reading.yaml_values import Path

_HINT = "write the path of a file relative to this one, or the content itself as a mapping"


def file_beside(document: Document, path: Path, written: str, hint: str = _HINT) -> FilePath:
    """The file that is named at *path* of the *document*. ScenarioError, with the *hint*, if there is none."""
    found = place_beside(document, written)
    try:
        there = "\n" not in written and is_there(found) and not is_folder(found)
    except ScenarioError as mistake:
        raise document.error(f"names no file that can be read: it {mistake.rule}", path, suggestion=hint) from None
    if not there:
        raise document.error("names no file that is there", path, suggestion=hint)
    return found


def place_beside(document: Document, written: str) -> FilePath:
    """Where the file is looked for."""
    return FilePath(document.file).parent / written if document.file else FilePath(written)
