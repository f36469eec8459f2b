"""Times as the API server has them: in whole seconds, but for those in microseconds."""

import math

from imagesim.rules.units import Seconds


def stored(time_s: Seconds, phase: Seconds, *, micro: bool) -> Seconds:
    """*time_s* as the API server has it. *phase* is how far the run began after a whole second."""
    return time_s if micro else math.floor(time_s + phase) - phase
