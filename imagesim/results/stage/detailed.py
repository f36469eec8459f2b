"""A run's tables in full: every state, pull, request and image, for a cluster that fits a screen."""

from collections.abc import Iterator
from typing import Any

from imagesim.engine.records import Records
from imagesim.results.container_lines import container_lines, container_look
from imagesim.results.measures.node_images import node_images
from imagesim.results.palette import Look, image_looks
from imagesim.results.stage.columns import Columns, columns, second
from imagesim.results.stage.places import Looks, PodPlaces
from imagesim.results.svg.pull_rows import PodEnds, pull_parts, pulls_by_node

_ROW = ("name", "pod", "lanes")
_BAR = ("row", "pod", "started_s", "ended_s", "look", "ready", "lane")
_PULL = (
    *("pod", "node", "image", "version", "queued_s", "started_s", "ended_s", "backoff_until_s"),
    *("outcome", "bytes", "error"),
)
_REQUEST = ("time_s", "ended_s", "node", "host", "object", "status")
_IMAGE = ("node", "image", "version", "from_s", "to_s")
_POD = ("namespace", "pod", "workload", "node", "created_s", "scheduled_s", "ready_s", "deleted_s")

NOTHING: dict[str, Columns] = {
    "rows": columns(_ROW, ()),
    "states": columns(_BAR, ()),
    "pods": columns(_POD, ()),
    "pulls": columns(_PULL, ()),
    "requests": columns(_REQUEST, ()),
    "images": columns(_IMAGE, ()),
}
"""The same tables of a run that is shown in shares."""

_Rows = list[tuple[Any, ...]]


def detailed(
    records: Records, nodes: dict[str, int], versions: dict[str, Look], looks: Looks, kind: str = "states"
) -> dict[str, Columns]:
    """The tables `rows`, `states`, `pods`, `pulls`, `requests` and `images`; *nodes* has the place of each node.

    Of the *kind* "pulls", a row is a node and its bars are the parts of its pulls, each image in a lane of its own.
    """
    pods = PodPlaces(records.pods)
    rows, bars = _pull_rows(records, pods, looks) if kind == "pulls" else _state_rows(records, pods, versions, looks)
    return {
        "rows": columns(_ROW, rows),
        "states": columns(_BAR, bars),
        "pods": columns(_POD, _pods(records, nodes)),
        "pulls": columns(_PULL, sorted(_pulls(records, nodes, pods, looks), key=lambda row: row[4])),
        "requests": columns(
            _REQUEST,
            (
                (second(row.time_s), second(row.ended_s), nodes.get(row.node), row.host, row.object, row.status)
                for row in records.requests
            ),
        ),
        "images": columns(
            _IMAGE,
            (
                (
                    nodes.get(row.node),
                    row.image,
                    looks.of_digest.get(row.digest),
                    second(row.started_s),
                    second(row.ended_s),
                )
                for row in node_images(records)
            ),
        ),
    }


def _state_rows(records: Records, pods: PodPlaces, versions: dict[str, Look], looks: Looks) -> tuple[_Rows, _Rows]:
    lines = container_lines(records.states)
    bars: _Rows = [
        (
            place,
            pods.at(*_whose(state)),
            second(state.started_s),
            second(state.ended_s),
            looks.place(container_look(state, versions)),
            state.ready,
            0,
        )
        for place, line in enumerate(lines)
        for state in line.states
    ]
    return [(line.name, pods.at(*_whose(line.states[0])), 1) for line in lines], bars


def _pull_rows(records: Records, pods: PodPlaces, looks: Looks) -> tuple[_Rows, _Rows]:
    images = sorted({row.image for row in records.pulls})
    of_images = image_looks(images)
    nodes, gone = pulls_by_node(records.pulls), PodEnds(records.pods)
    bars: _Rows = [
        (
            place,
            pods.at(row.namespace, row.pod, row.queued_s),
            second(start),
            second(until),
            looks.place(look),
            False,
            images.index(row.image),
        )
        for place, rows in enumerate(nodes.values())
        for row in rows
        for start, until, look in pull_parts(row, of_images[row.image], records.end_s, gone)
    ]
    return [(node, None, len(images)) for node in nodes], bars


def _whose(state: Any) -> tuple[str, str, float]:
    return state.namespace, state.pod, state.started_s


def _pods(records: Records, nodes: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    for pod in records.pods:
        times = (second(time) for time in (pod.created_s, pod.scheduled_s, pod.ready_s, pod.deleted_s))
        yield pod.namespace, pod.pod, str(pod.workload) if pod.workload else None, nodes.get(pod.node), *times


def _pulls(records: Records, nodes: dict[str, int], pods: PodPlaces, looks: Looks) -> Iterator[tuple[Any, ...]]:
    for row in records.pulls:
        yield (
            pods.at(row.namespace, row.pod, row.queued_s),
            nodes.get(row.node),
            row.image,
            looks.of_digest.get(row.digest),
            second(row.queued_s),
            second(row.started_s),
            second(row.ended_s),
            second(row.backoff_until_s),
            row.outcome,
            row.bytes_fetched,
            row.error,
        )
    for open_ in records.unfinished_pulls:
        yield (
            pods.at(open_.namespace, open_.pod, open_.queued_s),
            nodes.get(open_.node),
            open_.image,
            None,
            second(open_.queued_s),
            second(open_.started_s),
            None,
            None,
            "Unfinished",
            open_.bytes_fetched,
            "",
        )
