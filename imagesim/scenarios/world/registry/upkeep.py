"""What a Registry document says of what goes in it becomes values."""

import dataclasses

from imagesim.scenarios.presets.registries import RegistryPreset
from imagesim.scenarios.values.registry_upkeep import LIKE_DISTRIBUTION, Deletion
from imagesim.scenarios.world.registry.model import RegistrySpec


def make_deletion(spec: RegistrySpec, preset: RegistryPreset | None) -> Deletion:
    """What goes with what is deleted: as the preset has it, where nothing else is written."""
    usual = LIKE_DISTRIBUTION if preset is None else preset.deletion
    written = spec.deletion
    if written is None:
        return usual
    return dataclasses.replace(usual, **{name: getattr(written, name) for name in written.model_fields_set})
