"""What every run assumes, in sentences for people: where the engine is simpler than a cluster.

What a scenario assumes beyond that (a default world, a version nobody gave) is in `Scenario.assumptions`.
"""

from imagesim.engine.pod_containers import STOP_S

ASSUMPTIONS = (
    "Unpacking an image takes no time, and disks are never full.",
    "Layers are fetched in the order of the manifest, three bodies at a time.",
    "Scheduling, and creating a sandbox or a container, take no time; a started container is Ready.",
    "A container runs until something ends it; what its command does is not looked at.",
    "No registry limits how often it is asked.",
    f"A container stops {STOP_S:g} s after it is told to.",
)
