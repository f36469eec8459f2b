"""webhookOutage: nobody answers behind the webhook's Service for a while."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.cluster.webhook_outage import WebhookOutage


def carry_out(event: WebhookOutage, reach: Reach) -> None:
    """From now on the API server calls it in vain."""
    if not reach.control_plane.has_webhook:
        reach.in_vain(event, "no webhook that pins digests was switched on")
        return
    reach.control_plane.lose_webhook(reach.env.now + event.for_s)
