"""load(): shipped scenarios, files and folders become one Scenario.

load("moved-tag")
load("deployment.yaml", "world.yaml", values={"NodePool/workers:spec.count": 10})
load(*scenario.documents, values={...})    # the same documents once more, with other values
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Any

from imagesim.scenarios import shipped
from imagesim.scenarios.building.build import build
from imagesim.scenarios.building.named_files import without_named_files
from imagesim.scenarios.building.node_files import with_node_files
from imagesim.scenarios.building.of_namespace import of_namespace
from imagesim.scenarios.importers.cluster.node_pools import with_node_pools
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document, open_list
from imagesim.scenarios.reading.errors import ScenarioError, alone, did_you_mean
from imagesim.scenarios.reading.paths import is_there, real_path
from imagesim.scenarios.reading.plain_values import check_plain
from imagesim.scenarios.reading.sources import STANDARD_INPUT, STDIN, Sources
from imagesim.scenarios.settings import apply_settings
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.world_documents import default_world

Source = str | PathLike[str] | Mapping[str, Any]


def load(
    *sources: Source,
    values: Mapping[str, object] | None = None,
    recursive: bool = False,
    exclude: Iterable[str] = (),
    namespace: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Scenario:
    """Return the scenario that *sources* make together, or raise ScenarioError for the first mistake in them.

    A source is the name of a shipped scenario, a file, a folder, "-" for standard input, or a document as a mapping.
    *values* maps a path
    (Kind/[namespace/]name:dotted.path[index]) to a value that takes the place of what is written there. A shipped
    scenario comes before a folder of the same name; write ./NAME for the folder. Of a folder the files that lie in it
    are read, and with *recursive* those of its subfolders, as `kubectl apply -f` does, but none that a glob of
    *exclude* fits: by its name, or by its path from the folder. With *namespace* that one alone counts of what is in
    namespaces. *progress* is told what is being done, in a few words.
    """
    if not sources:
        hint = "name a file, a folder or a shipped scenario, such as moved-tag; `imagesim scenarios` lists them"
        raise ScenarioError("there is nothing to load", suggestion=hint)
    with alone(), _no_collection():
        tell = progress or _nobody
        reader = Sources(recursive=recursive, exclude=tuple(exclude), tell=tell)
        documents = [document for source in sources for document in _documents(source, reader)]
        tell(f"Checking {len(documents):,} objects")
        notes = _notes(reader)
        documents = of_namespace(without_named_files(documents, _given(sources)), namespace, notes)
        documents += default_world(documents, _name(sources[0]), _origin(sources))
        documents = with_node_files(with_node_pools(documents), reader.hosts_files, notes)
        return build(apply_settings(documents, values or {}), notes)


def _nobody(_: str) -> None:
    """Nobody looks."""


def _notes(reader: Sources) -> Notes:
    notes = Notes(reader.notes)
    for field, where in reader.passed_over:
        notes.not_modelled(f"{field} of a kustomization", where, "it changes no pod here")
    return notes


@contextmanager
def _no_collection() -> Iterator[None]:
    """Nothing that a large manifest becomes is garbage, and looking for it again and again takes most of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _documents(source: Source, reader: Sources) -> list[Document]:
    if isinstance(source, Mapping):
        check_plain(source, object_=Document(value=dict(source)).label)
        return list(open_list(Document(value=dict(source))))
    name = str(source)
    if name == STDIN:
        return reader.standard_input()
    folder = shipped.folder(name) if isinstance(source, str) else None
    if folder is not None:
        return reader.documents(folder)
    path = Path(source)
    if not is_there(path) and path.name == name and not path.suffix:
        near = did_you_mean(name, shipped.names())
        raise ScenarioError("is neither a file or folder nor a shipped scenario", value=name, suggestion=near)
    return reader.documents(path)


def _given(sources: Iterable[Source]) -> set[Path]:
    """The files and folders that are sources by themselves."""
    return {real_path(Path(source)) for source in sources if not isinstance(source, Mapping) and str(source) != STDIN}


def _name(source: Source) -> str:
    """What to call a scenario without a Simulation: after its first source."""
    if isinstance(source, Mapping) or str(source) == STDIN:
        return "scenario"
    return real_path(Path(source)).stem or "scenario"


def _origin(sources: Iterable[Source]) -> str:
    """What was loaded, as a title has it: "dump.json", "standard input and 2 more"; "" for mappings."""
    names = [str(source) for source in sources if not isinstance(source, Mapping)]
    if not names:
        return ""
    first = STANDARD_INPUT if names[0] == STDIN else real_path(Path(names[0])).name
    return first + (f" and {len(names) - 1} more" if len(names) > 1 else "")
