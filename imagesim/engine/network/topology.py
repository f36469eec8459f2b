"""Which classes are in trees, and which in meshes, where the flows of some link go on to different next links.

A node that pulls from two registries at once makes one mesh of all that pull from either. A mesh is looked at, and
solved, as a whole at each of its changes; when it falls apart, its parts that are trees are trees again.
"""

from collections.abc import Collection, Iterator

from imagesim.engine.network.clocks import Time
from imagesim.engine.network.filling import fill
from imagesim.engine.network.flows import FlowClass, Link
from imagesim.engine.network.tree import Trees


class Topology:
    """Knows the links and classes of a network, and gives each class to what finds its rate."""

    def __init__(self, time: Time) -> None:
        self._time = time
        self._trees = Trees(time)

    def solve(self, changed: Collection[FlowClass]) -> None:
        """Find the rates again after *changed* began, ended, or got more flows or fewer."""
        for alike in changed:
            if not alike.count:
                alike.leave()
        in_trees = {alike: None for alike in changed if alike.count and alike.limits}
        for links, classes in _meshes_touched_by(changed):
            if any(len(link.uppers) > 1 for link in links):
                self._solve_mesh(links, classes)
            else:
                for link in links:
                    link.meshed = False
                in_trees.update(dict.fromkeys(classes))
        for alike in changed:
            self._dismiss_or_free(alike)
        self._trees.solve([alike for alike in in_trees if not alike.limits[0].meshed])

    def _solve_mesh(self, links: list[Link], classes: list[FlowClass]) -> None:
        for link in links:
            link.meshed = True
            link.branch = None
        for alike, rate in zip(classes, fill(classes), strict=True):
            alike.leaf = None
            alike.clock.run(self._time, rate)
            alike.clock.announce()

    def _dismiss_or_free(self, alike: FlowClass) -> None:
        """Take leave of a class without flows; one without links has its cap to itself."""
        if not alike.count:
            if alike.leaf is not None and alike.leaf.parent is alike.limits[0].branch:
                self._trees.remove(alike)
            alike.clock.leave()
        elif not alike.limits:
            alike.clock.run(self._time, alike.cap)
            alike.clock.announce()


def _meshes_touched_by(changed: Collection[FlowClass]) -> Iterator[tuple[list[Link], list[FlowClass]]]:
    """The links and classes of each component that *changed* are or were part of, and that is or was a mesh."""
    seen: dict[Link, None] = {}
    for alike in changed:
        if any(link.meshed or len(link.uppers) > 1 for link in alike.limits):
            for link in alike.limits:
                if link not in seen:
                    yield _component(link, seen)


def _component(start: Link, seen: dict[Link, None]) -> tuple[list[Link], list[FlowClass]]:
    seen[start] = None
    links, classes = [start], dict[FlowClass, None]()
    for link in links:  # grows while it is walked
        for alike in link.classes:
            if alike in classes:
                continue
            classes[alike] = None
            for other in alike.limits:
                if other not in seen:
                    seen[other] = None
                    links.append(other)
    return links, list(classes)
