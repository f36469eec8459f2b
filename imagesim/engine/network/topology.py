"""Which classes are in trees, and which in meshes.

Links of which all flows go on to one and the same next link form trees; a link that is spread over several trees may
pass as well (`spread`). Where it may not, all that hangs together with it is a mesh. A mesh is looked at, and solved,
as a whole at each of its changes; when it falls apart, its parts that are trees are trees again.
"""

from collections.abc import Collection, Iterable, Iterator

from imagesim.engine.network.clocks import Time
from imagesim.engine.network.filling import fill
from imagesim.engine.network.flows import FlowClass, Link
from imagesim.engine.network.spread import Spread, can_be_spread
from imagesim.engine.network.tree import Trees

_ROUNDS = 6
"""How often trees that share a link may change each other's limits before they are solved as one mesh."""


class Topology:
    """Knows the links and classes of a network, and gives each class to what finds its rate."""

    def __init__(self, time: Time) -> None:
        self._time = time
        self._trees = Trees(time)
        self._spread = Spread(time, self._trees)

    def solve(self, changed: Collection[FlowClass]) -> None:
        """Find the rates again after *changed* began, ended, or got more flows or fewer."""
        for alike in changed:
            if not alike.count:
                alike.leave()
                self._trees.remove(alike)
        concerned = {alike: None for alike in changed if alike.count}
        concerned.update(dict.fromkeys(self._spread.release()))
        for link in {link: None for alike in changed for link in alike.limits if not link.meshed}:
            concerned.update(dict.fromkeys(self._spread.look_at(link)))
        for links, classes in _components(_links_of_meshes(changed)):
            if not self._solve_as_mesh(links, classes):
                concerned.update(dict.fromkeys(classes))
        self._solve_trees([alike for alike in concerned if not (alike.limits and alike.limits[0].meshed)])

    def _solve_trees(self, classes: Iterable[FlowClass]) -> None:
        in_trees: list[FlowClass] = []
        for alike in classes:
            if not alike.limits:
                alike.clock.run(self._time, alike.cap)  # its cap is all that it has to mind
                alike.clock.announce()
                continue
            self._spread.place(alike)
            if alike.path:
                in_trees.append(alike)
        for _ in range(_ROUNDS):
            self._spread.watch(self._trees.solve(in_trees))
            in_trees = self._spread.limit()
            if not in_trees:
                break
        for links, members in _components(link for alike in in_trees for link in alike.limits):
            self._make_mesh(links, members, fill(members))
        self._spread.serve_the_others()

    def _solve_as_mesh(self, links: list[Link], classes: list[FlowClass]) -> bool:
        """Find the rates of a component that is or was a mesh, unless its links can be, or be spread over, trees."""
        rates = fill(classes)
        if not can_be_spread(links, dict(zip(classes, rates, strict=True))):
            self._make_mesh(links, classes, rates)
            return True
        for link in links:
            link.meshed = False
            self._spread.look_at(link)
        return False

    def _make_mesh(self, links: list[Link], classes: list[FlowClass], rates: list[float]) -> None:
        self._trees.dissolve(links, classes)
        for link in links:
            link.meshed = True
            self._spread.give_up(link)
        for alike, rate in zip(classes, rates, strict=True):
            alike.clock.run(self._time, rate)
            alike.clock.announce()


def _links_of_meshes(changed: Collection[FlowClass]) -> Iterator[Link]:
    """The links of those of *changed* that are or were in a mesh."""
    for alike in changed:
        if any(link.meshed or (link.odd and not link.spread) for link in alike.limits):
            yield from alike.limits


def _components(starts: Iterable[Link]) -> Iterator[tuple[list[Link], list[FlowClass]]]:
    """The links and classes of each component that one of *starts* is part of."""
    seen: dict[Link, None] = {}
    for start in starts:
        if start not in seen:
            yield _component(start, seen)


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
