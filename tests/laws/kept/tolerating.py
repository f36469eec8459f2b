"""Which taints a pod tolerates, said once more for the laws."""

from collections.abc import Iterable

from imagesim.rules.api.node import Taint
from imagesim.rules.api.objects import Toleration


def tolerates(tolerations: Iterable[Toleration], taints: Iterable[Taint], effects: Iterable[str]) -> bool:
    """Whether each taint with one of these effects is tolerated (ToleratesTaint of core/v1/helper)."""
    return all(any(matches(each, taint) for each in tolerations) for taint in taints if taint.effect in effects)


def matches(toleration: Toleration, taint: Taint) -> bool:
    """Whether the one tolerates the other."""
    if (toleration.effect and toleration.effect != taint.effect) or (toleration.key and toleration.key != taint.key):
        return False
    return toleration.operator == "Exists" or toleration.value == taint.value
