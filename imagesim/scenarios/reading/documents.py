"""Documents: what one file holds, each as a plain mapping that knows where its values stand.

A file may hold several YAML documents, JSON, or a `List`. What cannot be a document is a mistake: a file that is too
large, binary, not UTF-8, empty, or not YAML. The size is looked at before anything is read, so that a huge file is
refused at once.
"""

import dataclasses
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

import yaml

from imagesim.rules.shown import gate
from imagesim.rules.shown.secret_places import may_be_shown
from imagesim.scenarios.reading.block_yaml import read_blocks
from imagesim.scenarios.reading.errors import NOT_GIVEN, ScenarioError, did_you_mean
from imagesim.scenarios.reading.json_values import join_surrogates, read_json
from imagesim.scenarios.reading.limits import LARGEST_FILE
from imagesim.scenarios.reading.memory import LESS, check_memory, json_memory, lines_memory, nodes_memory
from imagesim.scenarios.reading.paths import cannot_be_read, check_file
from imagesim.scenarios.reading.places import Place, Written
from imagesim.scenarios.reading.yaml_values import Path, Twice, YamlMistake, compose, construct

_JSON = ("{", "[")
_OPEN_IN_A_SECRET = {("apiVersion",), ("kind",), ("metadata",), ("type",)}
SET_FROM_OUTSIDE = "set from outside"
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_USUAL = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
_AN_OBJECT = "a Kubernetes object or a world document, which are mappings with apiVersion and kind"
_SIMPLE_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One Kubernetes object or world document.

    `settings` are the paths that were set from outside: a mistake there is no fault of the file. `twice` are the keys
    that stand twice in one mapping. `within` is where it stands in another document, as messages name that:
    "Timeline/t: spec.events[0].apply.manifests[0]". `brought` are documents of other files whose values stand in this
    one, by their paths here.
    """

    value: dict[str, object]
    file: str = ""
    at: Place | None = None
    settings: frozenset[Path] = frozenset()
    twice: tuple[tuple[Path, YamlMistake], ...] = ()
    within: str = ""
    brought: Mapping[Path, "Document"] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind, "" where it is missing or no text."""
        return _text(self.value.get("kind"))

    @property
    def api_version(self) -> str:
        """The apiVersion, "" where it is missing or no text."""
        return _text(self.value.get("apiVersion"))

    @property
    def name(self) -> str:
        """metadata.name, "" where it is missing or no text."""
        metadata = self.value.get("metadata")
        return _text(metadata.get("name")) if isinstance(metadata, dict) else ""

    @property
    def namespace(self) -> str:
        """metadata.namespace as it is written, "" where it is missing."""
        metadata = self.value.get("metadata")
        return _text(metadata.get("namespace")) if isinstance(metadata, dict) else ""

    @property
    def label(self) -> str:
        """How messages name the object: "Deployment/shop/web", "NodePool/workers"."""
        return "/".join(part for part in (self.kind, self.namespace, self.name) if part)

    @property
    def full_name(self) -> str:
        """The object with the namespace that it is in if none is written: "Deployment/default/web"."""
        return f"{self.kind}/{self.namespace or 'default'}/{self.name}"

    @property
    def place(self) -> str:
        """Where the object stands, as other messages name it: "shop.yaml:12"."""
        line = self.line(("metadata", "name"))
        return f"{self.file}:{line}" if self.file and line else self.file or "another document"

    def line(self, path: Path = ()) -> int | None:
        """The line at which the value at *path* stands, None for a document that no file holds."""
        return None if self.at is None else self.at.line(path)

    def check_keys(self) -> None:
        """ScenarioError if a key stands twice in one mapping of the document."""
        for _, mistake in self.twice:
            raise _in_file(mistake, self.file)

    def error(self, rule: str, path: Path = (), *, value: object = NOT_GIVEN, suggestion: str = "") -> ScenarioError:
        """Make the error for a mistake at *path*. A value that was set from outside is no fault of the file."""
        for length in range(len(path), 0, -1):
            # What is wrong may be the value itself, something in it, or a mapping that was made on the way to it.
            if any(path[:length] == setting or path == setting[: len(path)] for setting in self.settings):
                file, line = SET_FROM_OUTSIDE, None
                break
        else:
            file, line = self.file, self.line(path)
        if value is not NOT_GIVEN and self.kind == "Secret" and path[:1] not in _OPEN_IN_A_SECRET:
            value = gate.HIDDEN_VALUE
        where = ", ".join(part for part in (self.within, self.label) if part)
        return ScenarioError(
            rule, file=file, line=line, object=where, field=dotted(path), value=value, suggestion=suggestion
        )

    def unknown_name(self, rule: str, path: Path, known: Iterable[str], *, cutoff: float = 0.6) -> ScenarioError:
        """Make the error for a name, the last step of *path*, that is none of the *known* there.

        Where secrets stand the name itself may be one: then the message says where it is, and which names there are.
        """
        error = self.error(rule, path, suggestion=did_you_mean(str(path[-1]), known, cutoff))
        place = dotted(path[:-1])
        if may_be_shown(str(path[-1]), place, known):
            return error
        names = ", ".join(sorted(known))
        return ScenarioError(
            f"{rule} (hidden)",
            file=error.file,
            line=error.line,
            object=error.object,
            field=place,
            suggestion=f"known: {names}",
        )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def dotted(path: Path) -> str:
    """Write a path as messages and settings have it: spec.containers[0].image, spec.repositories[shop/web]."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, str) and _SIMPLE_KEY.fullmatch(step):
            parts.append(f".{step}")
        else:
            parts.append(f"[{gate.step(str(step))}]")
    return "".join(parts).removeprefix(".")


def read_file(path: FilePath) -> list[Document]:
    """Return the documents of one file, none if it holds only comments; a `List` is opened."""
    return read_documents(read_bytes(path), str(path))


def read_documents(data: bytes, name: str) -> list[Document]:
    """Return the documents of a file's bytes, a `List` opened. ScenarioError as for `decode` and `parse`."""
    documents = parse(decode(data, name), name, judged_later=True)
    for document in documents:
        if not document.kind:
            document.check_keys()  # nobody can tell that nobody looks at it
    return [item for document in documents for item in open_list(document)]


def read_text(path: FilePath) -> str:
    """Return a file's text, or refuse it: too large, binary, not UTF-8, of no bytes."""
    return decode(read_bytes(path), str(path))


def read_bytes(path: FilePath, most: int = LARGEST_FILE) -> bytes:
    """Return what a file holds. ScenarioError if it is more than *most* bytes, or cannot be read."""
    check_file(path)
    try:
        with path.open("rb") as file:
            # A pipe has no size to ask for, so the limit holds while reading, too.
            data = b"" if os.fstat(file.fileno()).st_size > most else file.read(most + 1)
            too_large = len(data) > most or os.fstat(file.fileno()).st_size > most
    except OSError as error:
        raise cannot_be_read(path, error) from None
    if too_large:
        hint = LESS if most == LARGEST_FILE else ""
        raise ScenarioError(
            f"the file is too large; {most // 2**20} MiB are read at most", file=str(path), suggestion=hint
        )
    return data


def decode(data: bytes, name: str) -> str:
    """Return the text of a file's bytes. ScenarioError if it is empty, binary, not UTF-8, or has control characters."""
    if not data.strip():
        raise ScenarioError("the file is empty", file=name, suggestion="a manifest or a world document is expected")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ScenarioError("the file is UTF-16, not UTF-8", file=name, suggestion="save it as UTF-8")
    if b"\0" in data:
        raise ScenarioError("the file is binary, not YAML or JSON", file=name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        rule = f"the file is not valid UTF-8 (byte 0x{data[error.start]:02x})"
        raise ScenarioError(rule, file=name, line=line, suggestion="save it as UTF-8") from None
    # In most files nothing is left, which is known in a tenth of the time that looking for it takes.
    control = _CONTROL.search(text) if data.translate(None, _USUAL) else None
    if control is not None:
        line = text.count("\n", 0, control.start()) + 1
        raise ScenarioError(f"the control character {control.group()!r} is not allowed in YAML", file=name, line=line)
    return text


def parse(text: str, name: str = "", *, judged_later: bool = False, what: str = _AN_OBJECT) -> list[Document]:
    """Return the documents of a YAML or JSON text. ScenarioError for the first mistake in it.

    With *judged_later* a key that stands twice is left to `Document.check_keys`: it only matters where somebody looks.
    What is no mapping is not *what* is wanted.
    """
    try:
        if text.lstrip()[:1] in _JSON:
            text = join_surrogates(text)
        written = Written(text)
        values = _quickly(text, name)
        if values is not None:
            return [_document(value, name, Place(written, number), what) for number, value in enumerate(values)]
        check_memory(nodes_memory(text), name, any_yaml=True)
        return [
            _document(value, name, Place(written, number), what, twice)
            for number, (value, twice) in enumerate(_slowly(node, judged_later) for node in compose(text))
        ]
    except YamlMistake as mistake:
        raise _in_file(mistake, name) from None


def _quickly(text: str, name: str) -> list[object] | None:
    """The values of a text's documents, None where it is not simple, or where a mistake has to get its line."""
    is_json = text.lstrip()[:1] in _JSON
    check_memory((json_memory if is_json else lines_memory)(text), name)
    return (read_json if is_json else read_blocks)(text)


def _slowly(node: yaml.Node, judged_later: bool) -> tuple[object, Twice]:
    twice: Twice = []
    return construct(node, twice=twice if judged_later else None), twice


def _in_file(mistake: YamlMistake, name: str) -> ScenarioError:
    return ScenarioError(mistake.rule, file=name, line=mistake.line, suggestion=mistake.suggestion)


def _document(value: object, name: str, place: Place, what: str, twice: Twice | None = None) -> Document:
    if not isinstance(value, dict):
        # What it is stays unsaid: it may be a file of somebody's secrets.
        found = "a list" if isinstance(value, list) else "a text or a number"
        raise ScenarioError(f"{found} is not {what}", file=name, line=place.line())
    _drop_managed_fields(value)
    return Document(value=value, file=name, at=place, twice=tuple(twice or ()))


def _drop_managed_fields(value: dict[str, object]) -> None:
    """Who wrote which field is half of what the API server stores, and nothing here asks for it."""
    metadata = value.get("metadata")
    if isinstance(metadata, dict):
        metadata.pop("managedFields", None)


def open_list(document: Document) -> Iterator[Document]:
    """Yield the items of a `List` (also a PodList, a DeploymentList, ...), or the document itself.

    ScenarioError if `items` is no list, or an item no object.
    """
    items = document.value.get("items")
    if not (document.kind.endswith("List") and "items" in document.value):
        yield document
        return
    if not isinstance(items, list):
        if items is not None:
            raise document.error("is not a list", ("items",), value=items)
        return
    dataclasses.replace(document, twice=tuple(each for each in document.twice if len(each[0]) < 3)).check_keys()
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            raise document.error("is not an object", ("items", index), value=item)
        _drop_managed_fields(item)
        kind = document.kind.removesuffix("List")
        implied = {"apiVersion": document.api_version, "kind": kind} if kind and "kind" not in item else {}
        place = None if document.at is None else document.at.below("items", index)
        twice = tuple((path[2:], mistake) for path, mistake in document.twice if path[:2] == ("items", index))
        within = f"{document.within}.items[{index}]" if document.within else ""
        value = {**implied, **item}
        yield from open_list(Document(value=value, file=document.file, at=place, twice=twice, within=within))
