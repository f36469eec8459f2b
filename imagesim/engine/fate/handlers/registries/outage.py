"""outage: a registry fails for a while."""

from imagesim.engine.fate.reach import Reach
from imagesim.engine.records import Disturbance
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.values.registry_service import Fault


def carry_out(event: Outage, reach: Reach) -> None:
    """It begins, and what is under way breaks off unless the registry still answers or stays silent."""
    registry, begin = reach.registries[event.registry], reach.env.now
    end = begin + event.for_s
    reach.records.disturbances.append(Disturbance(f"outage of {event.registry}", "outage", event.registry, begin, end))
    reach.nodes.wake_pods()
    registry.begin(_fault(event, begin, end))
    if event.how not in ("status", "silent"):
        reach.network.cut(registry.egress)


def _fault(event: Outage, begin: Seconds, end: Seconds) -> Fault:
    """The outage as a fault of every request."""
    match event.how:
        case "status":
            return Fault(from_s=begin, until_s=end, status=event.status, message="")
        case "silent":
            return Fault(from_s=begin, until_s=end, silent=True)
        case transport:
            return Fault(from_s=begin, until_s=end, transport=transport)
