"""One line of a picture for each container: those of a pod together, in the order in which pods appeared."""

from collections.abc import Iterable
from typing import NamedTuple

from imagesim.engine.records import StateRecord
from imagesim.results.palette import Look, state_look


class ContainerLine(NamedTuple):
    """A container's states in the order of time. `name` is its pod's, and its own too where a pod has several."""

    name: str
    states: list[StateRecord]


def container_lines(rows: Iterable[StateRecord]) -> list[ContainerLine]:
    """The lines of *rows*, those that appeared first at the top."""
    containers: dict[tuple[str, str], dict[str, list[StateRecord]]] = {}
    for row in sorted(rows, key=lambda row: row.started_s):
        containers.setdefault((row.namespace, row.pod), {}).setdefault(row.container, []).append(row)
    return [
        ContainerLine(pod if len(found) == 1 else f"{pod}/{container}", found[container])
        for (_, pod), found in containers.items()
        for container in sorted(found)
    ]


def container_look(state: StateRecord, versions: dict[str, Look]) -> Look:
    """How a state looks: a container that runs has its version's look, and is said to run it, if that is known."""
    version = versions.get(state.digest)
    if state.state == "Running" and version is not None:
        return version._replace(label=f"Running {version.label}")
    return state_look(state.state, state.reason)
