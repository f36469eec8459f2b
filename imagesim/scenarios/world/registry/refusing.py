"""Which well-known registry a Registry document is like, and how it refuses."""

import dataclasses

from imagesim.rules.registry.refusals import BY_PASSWORD, LIKE_DOCKER_HUB, OF_TOKENS, Refusals
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.presets.preset import UnknownPreset, find
from imagesim.scenarios.presets.registries import REGISTRIES, RegistryPreset
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.world.registry.model import RegistrySpec


def preset_of(document: Document, spec: RegistrySpec, notes: Notes) -> RegistryPreset | None:
    """The preset that the document names. ScenarioError if there is none, or if it asks in another way who one is."""
    if spec.preset is None:
        return None
    try:
        preset = find(REGISTRIES, spec.preset)
    except UnknownPreset as error:
        raise document.error(str(error), ("spec", "preset"), value=spec.preset, suggestion=error.suggestion) from None
    if preset.auth not in ("none", spec.asks):
        rule = f"is not how {preset.name} asks who somebody is"
        raise document.error(rule, ("spec", "auth"), value=spec.auth, suggestion=f"write {preset.auth}, or remove auth")
    notes.assume(f"A registry with the preset {preset.name} answers as it did in {preset.as_of}: {preset.says}.")
    return preset


def make_refusals(document: Document, spec: RegistrySpec, preset: RegistryPreset | None) -> Refusals | None:
    """How the registry refuses; None for what is usual. ScenarioError for a refusal that it cannot come to."""
    # What distribution says of tokens does not concern one that asks for passwords.
    fits = preset is not None and (spec.asks == "bearer" or preset.auth == "basic")
    found = preset.refusals if preset is not None and fits else None
    if spec.refusals is None:
        return found
    if spec.asks == "none":
        rule, hint = "has no effect: the registry asks nobody who they are", "write auth: basic or auth: bearer"
        raise document.error(rule, ("spec", "refusals"), suggestion=hint)
    usual = LIKE_DOCKER_HUB if spec.asks == "bearer" else BY_PASSWORD
    written = {name: getattr(spec.refusals, name) for name in spec.refusals.model_fields_set}
    for name, value in written.items():
        if value in OF_TOKENS and spec.asks != "bearer":
            field = type(spec.refusals).model_fields[name].alias or name
            rule, hint = "is a refusal of registries with tokens", "write auth: bearer, or another refusal"
            raise document.error(rule, ("spec", "refusals", field), value=value, suggestion=hint)
    return dataclasses.replace(found or usual, **written)
