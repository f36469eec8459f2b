"""What well-known registries send to one cluster, as far as somebody measured it."""

from dataclasses import dataclass

from imagesim.rules.units import BytesPerSecond
from imagesim.scenarios.presets.preset import Preset, table


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressPreset(Preset):
    """`bandwidth` is what all nodes of the cluster share."""

    bandwidth: BytesPerSecond


EGRESS = table(
    EgressPreset(
        name="ghcr-from-aks",
        says="1.9 GB/s for 50 nodes that pull at once",
        as_of="2026-11",
        source="fitted to Spegel's benchmark without Spegel (AKS 1.29, 50 nodes Standard_D4ds_v5, images in ghcr.io)",
        uncertain="one cluster on one day; whose limit it was, the registry's or the cluster's, is not known",
        bandwidth=1900e6,
    ),
)
"""By name, in the order in which they are listed."""
