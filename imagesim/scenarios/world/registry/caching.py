"""The `cache` of a Registry document becomes a PullThroughCache."""

import dataclasses
from collections.abc import Mapping

from imagesim.scenarios.notes import Notes
from imagesim.scenarios.presets.registries import RegistryPreset
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.values.registry_service import NEVER_STALE, PullThroughCache, StaleAnswers
from imagesim.scenarios.world.registry.hosts import registry_host
from imagesim.scenarios.world.registry.model import CacheSpec, RegistrySpec


def make_cache(
    document: Document, spec: RegistrySpec, upstreams: Mapping[str, str], preset: RegistryPreset | None, notes: Notes
) -> PullThroughCache | None:
    """Return the cache that the registry is, None if it is none; *upstreams* maps a name or a host to a host."""
    if spec.cache is None:
        return None
    path: Path = ("spec", "cache", "of")
    upstream = upstreams.get(spec.cache.of) or registry_host(document, path, spec.cache.of)
    if preset is None and not spec.cache.model_fields_set & {"stale", "serves_stale"}:
        notes.assume(
            "A cache that says neither preset nor stale is like the registry distribution as a proxy: "
            "it serves what it has of a tag whatever its upstream answers instead."
        )
    return PullThroughCache(
        upstream=upstream,
        under=(spec.cache.under or "").strip("/"),
        tag_ttl_s=spec.cache.tag_ttl,
        stale=_stale(spec.cache, preset.stale if preset is not None else StaleAnswers()),
    )


def _stale(spec: CacheSpec, usual: StaleAnswers) -> StaleAnswers:
    if not spec.serves_stale:
        return NEVER_STALE
    if "serves_stale" in spec.model_fields_set and usual.no_answer not in ("serve", "serve-or-pass-on"):
        usual = dataclasses.replace(usual, no_answer="serve")
    if spec.stale is None:
        return usual
    return dataclasses.replace(usual, **{name: getattr(spec.stale, name) for name in spec.stale.model_fields_set})
