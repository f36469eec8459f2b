"""What is taken for granted of images that go from registries, in sentences."""

from collections.abc import Iterable

from imagesim.rules.reference import ImageReference
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.timeline.events.registries.delete_manifest import DeleteManifest
from imagesim.scenarios.timeline.events.registries.delete_tag import DeleteTag
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.registry_upkeep import LIKE_DISTRIBUTION, Deletion
from imagesim.scenarios.values.scenario import Scenario


def note_withdrawn(scenario: Scenario, notes: Notes) -> None:
    """Say what goes with what is deleted, and which deletions find nothing."""
    deletions = {host: _deletion(scenario, host) for host in _deleting_hosts(scenario)}
    keeping = [host for host, deletion in deletions.items() if deletion.blobs == "keep"]
    if keeping:
        notes.assume(
            f"What is deleted in {', '.join(keeping)} leaves its blobs there: the garbage collection that would take "
            "them does not run."
        )
    for host, deletion in deletions.items():
        if deletion.untagged == "delete":
            notes.assume(f"{host} deletes an image with its last tag.")
    described = {registry.host: registry for registry in scenario.registries}
    for host in deletions:
        if host in described and described[host].service.cache is None:
            _note_missed(described[host], scenario, notes)


def _deletion(scenario: Scenario, host: str) -> Deletion:
    return next((each.service.deletion for each in scenario.registries if each.host == host), LIKE_DISTRIBUTION)


def _deleting_hosts(scenario: Scenario) -> list[str]:
    """The registries where something is deleted."""
    names = (event.image_names[0] for event in scenario.timeline if isinstance(event, DeleteTag | DeleteManifest))
    retaining = {registry.host for registry in scenario.registries if registry.service.retention}
    return sorted(retaining | {ImageReference.parse(name).domain for name in names})


def _note_missed(registry: Registry, scenario: Scenario, notes: Notes) -> None:
    """Go through the tags that there are, push by push, and say which deletion comes for one that never was."""
    there = {(repository, tag) for repository, tags in registry.repositories for tag, _ in tags}
    for event, reference in _about(registry.host, scenario):
        name = reference.path, reference.tag or "latest"
        if isinstance(event, Push):
            there.add(name)
        elif name not in there:
            when = format_duration(event.at_s)
            notes.assume(f"The deletion of {event.reference} at {when} finds no such tag, so nothing happens.")


def _about(host: str, scenario: Scenario) -> Iterable[tuple[Push | DeleteTag, ImageReference]]:
    events = (event for event in scenario.timeline if isinstance(event, Push | DeleteTag))
    named = ((event, ImageReference.parse(event.reference)) for event in events)
    return ((event, reference) for event, reference in named if reference.domain == host)
