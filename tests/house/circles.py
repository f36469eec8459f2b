"""Circles: modules that import each other in the end, and rooms that do."""

from collections.abc import Iterator, Mapping

from tests.house.imports import Module

Graph = Mapping[Module, set[Module]]


def of_files(graph: Graph) -> list[tuple[Module, ...]]:
    """The circles of modules: each the sorted modules of which every one leads to every other."""
    return _circles(graph)


def of_folders(graph: Graph) -> list[tuple[Module, ...]]:
    """The circles within each folder, a subfolder taken as one thing: `engine.cluster <-> engine.node`.

    A folder's own files may lie below its subfolders (what all of them use) and above them (what puts them together);
    what may not be is a file or a subfolder on both sides. Circles of files alone are left to `of_files`.
    """
    folders = {module.rpartition(".")[0] for module in graph} | {""}
    folders |= {above for folder in list(folders) for above in _above(folder)}
    found = [circle for folder in sorted(folders) for circle in _circles(_seen_from(folder, graph))]
    files = {module for module in graph if not any(other.startswith(f"{module}.") for other in graph)}
    return [circle for circle in found if not files.issuperset(circle)]


def _above(folder: Module) -> Iterator[Module]:
    while folder:
        folder = folder.rpartition(".")[0]
        yield folder


def _seen_from(folder: Module, graph: Graph) -> dict[Module, set[Module]]:
    """The imports between a folder's own files and subfolders."""
    seen: dict[Module, set[Module]] = {}
    for module, imported in graph.items():
        if (source := _child(folder, module)) is not None:
            children = {child for name in imported if (child := _child(folder, name)) is not None}
            seen.setdefault(source, set()).update(children - {source})
    return seen


def _child(folder: Module, module: Module) -> Module | None:
    prefix = f"{folder}." if folder else ""
    if not module.startswith(prefix) or not module:
        return None
    return prefix + module.removeprefix(prefix).partition(".")[0]


def _circles(graph: Graph) -> list[tuple[Module, ...]]:
    reached = {module: _reached(graph, module) for module in graph}
    circles = {
        tuple(sorted({module} | {other for other in reached[module] if module in reached.get(other, ())}))
        for module in graph
    }
    return sorted(circle for circle in circles if len(circle) > 1)


def _reached(graph: Graph, start: Module) -> set[Module]:
    seen: set[Module] = set()
    edge = [start]
    while edge:
        for name in graph.get(edge.pop(), ()):
            if name not in seen:
                seen.add(name)
                edge.append(name)
    return seen
