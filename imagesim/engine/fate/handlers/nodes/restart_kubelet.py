"""restartKubelet: the kubelets of some nodes restart."""

from functools import partial

from imagesim.engine.fate.reach import Reach
from imagesim.engine.fate.to_nodes import up_nodes
from imagesim.engine.records import Disturbance
from imagesim.scenarios.timeline.events.nodes.restart_kubelet import RestartKubelet


def carry_out(event: RestartKubelet, reach: Reach) -> None:
    """Stop them all, and start them when their time is over."""
    now = reach.env.now
    for node in up_nodes(event, reach):
        name, ends = f"restart of the kubelet of node {node}", now + event.takes_s
        reach.records.disturbances.append(Disturbance(name, "restartKubelet", f"node/{node}", now, ends))
        reach.nodes.stop_kubelet(node)
        reach.at(ends, partial(reach.nodes.start_kubelet, node))
