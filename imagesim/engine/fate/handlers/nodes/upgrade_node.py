"""upgradeNode: nodes get other versions, one after another."""

from functools import partial

from imagesim.engine.fate.reach import Reach
from imagesim.engine.fate.to_nodes import renewal
from imagesim.engine.nodes.rolling import OneAfterAnother
from imagesim.scenarios.timeline.events.nodes.upgrade_node import UpgradeNode


def carry_out(event: UpgradeNode, reach: Reach) -> None:
    """Upgrade or replace one after another. What joins the pool from now on has the new versions, too."""
    nodes = reach.nodes
    names = [kubelet.name for kubelet in nodes.named(event.node, event.pool)]
    if not names:
        reach.in_vain(event, "there was no such node any more")
        return
    to = renewal(reach, event.kubernetes_version, event.containerd_version)
    if event.pool or event.replace:
        nodes.change_pool(to.renewed(nodes.pool(nodes.kubelets[names[0]].pool.name)))
    do = to.replaced if event.replace else partial(to.upgraded, drain=event.drain)
    OneAfterAnother(reach.env, names, event.every_s, do)
