"""Presets: what others have published or measured, under a name, each with its date and its source.

Limits of registries change often, so a preset says when it was looked up and where; `uncertain` says what is not known.
"""

from imagesim.scenarios.presets.images import IMAGES
from imagesim.scenarios.presets.limits import LIMITS
from imagesim.scenarios.presets.nodes import NODES
from imagesim.scenarios.presets.preset import Preset
from imagesim.scenarios.presets.registries import REGISTRIES


def presets() -> dict[str, tuple[Preset, ...]]:
    """All presets, by the field in which their names are written."""
    return {
        "Registry.spec": tuple(REGISTRIES.values()),
        "Registry.spec.limits": tuple(LIMITS.values()),
        "NodePool.spec.pace": tuple(NODES.values()),
        "Image.spec": tuple(IMAGES.values()),
    }
