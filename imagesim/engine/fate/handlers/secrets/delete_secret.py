"""deleteSecret: a Secret is gone."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.secrets.delete_secret import DeleteSecret


def carry_out(event: DeleteSecret, reach: Reach) -> None:
    """Take it away. Kubelets miss it at their next sync."""
    reach.api.secrets.delete(event.namespace, event.name)
