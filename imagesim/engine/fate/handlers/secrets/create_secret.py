"""createSecret: a Secret is there."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.secrets.create_secret import CreateSecret


def carry_out(event: CreateSecret, reach: Reach) -> None:
    """Store it. Kubelets see it at their next sync."""
    reach.api.secrets.put(event.secret)
