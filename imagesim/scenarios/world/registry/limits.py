"""The `limits` of a Registry document become RateLimits: presets are opened, and accounts looked up."""

import dataclasses
from typing import Any

from imagesim.rules.registry.rate_limits import RateLimit
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.presets.limits import LIMITS
from imagesim.scenarios.presets.preset import UnknownPreset, find
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.world.registry.model import LimitSpec, RegistrySpec


def make_limits(document: Document, spec: RegistrySpec, notes: Notes) -> tuple[RateLimit, ...]:
    """Return all limits of the registry, in the order in which they are asked.

    ScenarioError if a limit has no effect, or exempts somebody who is no user.
    """
    users = [user.name for user in spec.users]
    made: list[RateLimit] = []
    for index, limit in enumerate(spec.limits):
        path: Path = ("spec", "limits", index)
        opened = _opened(document, path, limit, notes)
        if spec.asks == "none":
            # Nobody has an account there. What a preset says of accounts is left out.
            opened = [each for each in opened if each.clients != "accounts"]
            if limit.exempt or not opened:
                field = "exempt" if limit.exempt else "clients" if limit.preset is None else "preset"
                rule, hint = "has no effect: the registry asks nobody who they are", "write auth: basic or auth: bearer"
                raise document.error(rule, (*path, field), suggestion=hint)
        for place, name in enumerate(limit.exempt):
            if name not in users:
                hint = did_you_mean(name, users) or "add the user below users"
                raise document.error(
                    "is no user of this registry", (*path, "exempt", place), value=name, suggestion=hint
                )
        made += opened
    return tuple(made)


def _opened(document: Document, path: Path, spec: LimitSpec, notes: Notes) -> list[RateLimit]:
    """The limits of one entry: those of its preset with what it replaces, or its own."""
    given: dict[str, Any] = {
        "amount": spec.amount,
        "window_s": spec.window,
        "counts": spec.counts,
        "per": spec.per,
        "clients": spec.clients,
        "exempt": tuple(spec.exempt),
        "message": spec.message,
    }
    if spec.preset is None:
        return [RateLimit(**given)]
    try:
        preset = find(LIMITS, spec.preset)
    except UnknownPreset as error:
        raise document.error(str(error), (*path, "preset"), value=spec.preset, suggestion=error.suggestion) from None
    notes.assume(f"The limits {preset.name} are those of {preset.as_of}: {preset.says}.")
    written = {name for name in given if name.removesuffix("_s") in spec.model_fields_set}
    return [dataclasses.replace(limit, **{name: given[name] for name in written}) for limit in preset.limits]
