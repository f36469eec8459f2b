"""apply: manifests are applied, one after another."""

from dataclasses import replace

from imagesim.engine.api.applying import apply_manifest
from imagesim.engine.fate.reach import Reach
from imagesim.rules.api.status_errors import APIError
from imagesim.rules.kubectl.errors import refusal
from imagesim.scenarios.timeline.events.workloads.apply import Apply


def carry_out(event: Apply, reach: Reach) -> None:
    """Apply each. What the API server refuses of one keeps kubectl from none of the others."""
    refused = {}
    for applied in event.manifests:
        try:
            apply_manifest(reach.api, applied, reach.control_plane.behaviour)
        except APIError as error:
            refused[applied] = refusal(error)
    if refused:
        reach.in_vain(replace(event, manifests=tuple(refused)), "; ".join(refused.values()))
