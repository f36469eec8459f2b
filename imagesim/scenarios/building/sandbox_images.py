"""What is said of sandbox images before a run: where nodes lack theirs, where an outage would matter if they did."""

from imagesim.rules.reference import ImageReference
from imagesim.scenarios.building.named_hosts import sandbox_image
from imagesim.scenarios.notes import NAMES, Notes
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.scenario import Scenario


def note_sandbox_images(scenario: Scenario, notes: Notes) -> None:
    """Nothing is said where no event is about the registry of a sandbox image, and every node has its own."""
    described = {registry.host for registry in scenario.registries}
    out = {event.registry for event in scenario.timeline if isinstance(event, Outage)}
    for pool in scenario.pools:
        image, host = sandbox_image(pool), _host(pool)
        if not pool.sandbox_image.present and host not in described:
            notes.assume_of(
                pool.name,
                f"The sandbox image {image}, which nodes of {NAMES} lack, has 320 kB, as crictl lists "
                "registry.k8s.io/pause:3.10.1; containerd pulls it for the first pod.",
            )
        if pool.sandbox_image.present and host in out:
            notes.assume_of(
                pool.name,
                f"The nodes of {NAMES} have their sandbox image, {image}: where they may lack it when "
                f"{host} is out, write sandboxImage: {{present: false}} in the NodePool.",
            )


def _host(pool: NodePool) -> str:
    return ImageReference.parse(sandbox_image(pool)).domain
