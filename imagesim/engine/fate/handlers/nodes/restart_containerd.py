"""restartContainerd: the runtimes of some nodes restart."""

from imagesim.engine.fate.reach import Reach
from imagesim.engine.fate.to_nodes import disturbed, up_nodes
from imagesim.scenarios.timeline.events.nodes.restart_containerd import RestartContainerd


def carry_out(event: RestartContainerd, reach: Reach) -> None:
    """Each kubelet loses its runtime, and finds it again when it next tries to connect."""
    ends_s = reach.env.now + event.takes_s
    for node in up_nodes(event, reach):
        disturbed(reach, f"restart of containerd of node {node}", "restartContainerd", node, ends_s)
        reach.nodes.kubelets[node].loses_runtime(event.takes_s)
