"""setAdmission: other plugins from now on."""

from imagesim.engine.fate.reach import Reach
from imagesim.scenarios.timeline.events.cluster.set_admission import SetAdmission


def carry_out(event: SetAdmission, reach: Reach) -> None:
    """Start the API server with them. What is stored stays as it is."""
    reach.control_plane.set_plugins(event.plugins)
