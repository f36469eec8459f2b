"""What a Registry document says of what goes in it becomes values."""

import dataclasses

from imagesim.rules.registry.retention import Retention
from imagesim.rules.units import Seconds
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.presets.registries import RegistryPreset
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.values.registry_upkeep import LIKE_DISTRIBUTION, Deletion
from imagesim.scenarios.world.registry.access import NameOrPattern
from imagesim.scenarios.world.registry.model import RegistrySpec, Repository


def make_deletion(spec: RegistrySpec, preset: RegistryPreset | None) -> Deletion:
    """What goes with what is deleted: as the preset has it, where nothing else is written."""
    usual = LIKE_DISTRIBUTION if preset is None else preset.deletion
    written = spec.deletion
    if written is None:
        return usual
    return dataclasses.replace(usual, **{name: getattr(written, name) for name in written.model_fields_set})


def make_retention(spec: RegistrySpec, covered: NameOrPattern, notes: Notes) -> tuple[Retention, ...]:
    """The rules by which the registry deletes by itself."""
    if spec.retention and not any(repository.pushed for repository in spec.repositories.values()):
        notes.assume("To a retention, what a registry holds at the start was pushed then.")
    return tuple(
        Retention(
            repository=covered(("spec", "retention", index, "repository"), rule.repository),
            status=rule.tag_status,
            keep_last=rule.keep_last,
            older_than_s=rule.older_than,
            every_s=rule.every,
            keep=tuple(rule.keep),
        )
        for index, rule in enumerate(spec.retention)
    )


def ages_of(document: Document, path: Path, repository: Repository) -> tuple[tuple[str, Seconds], ...]:
    """How long before the start which tags were pushed. ScenarioError for one that is not there."""
    for tag in repository.pushed:
        if tag not in repository.tags:
            hint = did_you_mean(tag, repository.tags)
            raise document.error("is no tag of this repository", (*path, "pushed", tag), value=tag, suggestion=hint)
    return tuple(repository.pushed.items())
