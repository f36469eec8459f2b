"""replaceSecret: a Secret holds something else."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.secrets.replace_secret import ReplaceSecret


def carry_out(event: ReplaceSecret, reach: Reach) -> None:
    """Store it. Kubelets see it at their next sync."""
    reach.api.secrets.put(event.secret)
