"""restartKubelet: the kubelets of some nodes restart."""

from functools import partial

from imagesim.engine.fate.reach import Reach
from imagesim.engine.fate.to_nodes import disturbed, up_nodes
from imagesim.scenarios.timeline.events.nodes.restart_kubelet import RestartKubelet


def carry_out(event: RestartKubelet, reach: Reach) -> None:
    """Stop them all, and start them when their time is over."""
    life, ends_s = reach.nodes.life, reach.env.now + event.takes_s
    for node in up_nodes(event, reach):
        disturbed(reach, f"restart of the kubelet of node {node}", "restartKubelet", node, ends_s)
        life.stop_kubelet(node)
        reach.at(ends_s, partial(life.start, node))
