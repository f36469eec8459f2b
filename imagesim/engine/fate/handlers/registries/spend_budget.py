"""spendBudget: somebody else sends requests that count for the same limits."""

from imagesim.engine.fate.behind import images_behind
from imagesim.engine.fate.reach import Reach
from imagesim.engine.records import Disturbance
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.events.registries.spend_budget import SpendBudget


def carry_out(event: SpendBudget, reach: Reach) -> Seconds | None:
    """Charge the budgets. Returns when those that are used up are there again, None if something is left of each.

    In vain if the node whose address is meant has gone.
    """
    now, registry = reach.env.now, reach.registries[event.registry]
    address = _address(event, reach)
    if address is None:
        reach.in_vain(event, "there was no such node")
        return None
    refilled_s = registry.spend_budget(address, event.account, event.requests, now)
    if refilled_s is not None:
        name = f"budget of {event.whose} at {event.registry}"
        images = images_behind([event.registry], "", reach.registries, reach.nodes.pools)
        about = () if images == (event.registry,) else images
        reach.records.disturbances.append(Disturbance(name, "spendBudget", event.registry, now, refilled_s, about))
    return refilled_s


def _address(event: SpendBudget, reach: Reach) -> str | None:
    """The address as the registry sees it; "" where none is meant, None where a node is not there."""
    if event.is_node:
        kubelet = reach.nodes.kubelets.get(event.address)
        return None if kubelet is None else kubelet.runtime.parts.network.address_at(reach.registries[event.registry])
    if event.address in reach.registries:
        return reach.registries[event.address].address.rpartition(":")[0]  # a cache asks under its own
    return event.address
