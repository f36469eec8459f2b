"""Whom an event befalls that happens to a node or to the nodes of a pool, and for how long nothing runs there."""

import math
from collections.abc import Iterable
from functools import partial

from imagesim.engine.fate.reach import Reach
from imagesim.engine.nodes.renewal import Renewal
from imagesim.engine.records import Disturbance
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.some_nodes import ToSomeNodes


def up_nodes(event: ToSomeNodes, reach: Reach) -> list[str]:
    """The nodes whose kubelets run now; where there is none the event is in vain."""
    called = [kubelet.name for kubelet in reach.nodes.named(event.node, event.pool)]
    up = [node for node in called if not reach.nodes.life.is_down(node)]
    if not up:
        reach.in_vain(event, "no kubelet was running there" if called else "there was no such node any more")
    return up


def are_off(nodes: Iterable[str], kind: str, what: str, for_s: Seconds, reach: Reach) -> None:
    """The machines of these nodes are off *for_s* seconds, infinity for good; *what* befalls each."""
    life, begin = reach.nodes.life, reach.env.now
    for node in nodes:
        disturbed(reach, f"{what} {node}", kind, node, begin + for_s)
        life.power_off(node)
        if not math.isinf(for_s):
            reach.at(begin + for_s, partial(life.start, node))


def renewal(reach: Reach, kubernetes_version: str = "", containerd_version: str = "") -> Renewal:
    """What replaces nodes, or gives them these versions."""

    def stops(node: str, ends_s: Seconds) -> None:
        disturbed(reach, f"upgrade of node {node}", "upgradeNode", node, ends_s)

    return Renewal(reach.env, reach.nodes, stops, kubernetes_version, containerd_version)


def disturbed(reach: Reach, name: str, kind: str, node: str, ends_s: Seconds) -> None:
    """Write down that a node was not as it should be, from now until then."""
    reach.records.disturbances.append(Disturbance(name, kind, f"node/{node}", reach.env.now, ends_s))
