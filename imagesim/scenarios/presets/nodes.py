"""How fast nodes of known kinds work."""

from dataclasses import dataclass

from imagesim.rules.units import BytesPerSecond
from imagesim.scenarios.presets.preset import Preset, table
from imagesim.scenarios.values.node_runtime import Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePreset(Preset):
    """`pace` of a node, and its `network` where that was measured too; a NodePool's own network comes first.

    `of_one_blob` is what a registry sent of one blob to all such nodes of a cluster together, for whoever describes
    that registry (`blobBandwidth`).
    """

    pace: Pace
    network: BytesPerSecond | None = None
    of_one_blob: BytesPerSecond | None = None


_GHCR_BLOB: BytesPerSecond = 1900e6
"""What ghcr.io sends of one blob to all that fetch it, fitted to AKS; tests/published says why of one blob."""

NODES = table(
    NodePreset(
        name="two-core-vm",
        says="unpacks 160 MB/s of raw bytes on one core; 0.15 ms for a file, 20 ms for a layer",
        as_of="2026-11",
        source="containerd 1.6.20 to 2.3.4 on a machine with two cores, overlayfs on ext4, registry on loopback",
        uncertain="what one connection carries: here no limit but the node's network",
        pace=Pace(
            unpack=160e6, per_file_s=0.00015, per_layer_s=0.02, before_layers_s=0.09, finish_s=0.055, resolve_s=0.015
        ),
    ),
    NodePreset(
        name="aks-standard-d4ds-v5",
        says="takes in 264 MB/s, unpacks 375 MB/s of random bytes, needs 1 s besides; ghcr.io sent 50 of them 1.9 GB/s "
        "of one blob",
        as_of="2026-11",
        source="fitted to Spegel's benchmark without Spegel (AKS 1.29, ghcr.io, images of one layer of random bytes)",
        uncertain="the unpack rate is that of random bytes on a machine with two cores; ordinary layers take longer; "
        "that the limit is one of each blob follows from GKE, where 16 nodes got more of images of nine layers",
        pace=Pace(
            unpack=375e6, per_file_s=0.00015, per_layer_s=0.02, before_layers_s=1.0, finish_s=0.025, resolve_s=0.01
        ),
        network=264e6,
        of_one_blob=_GHCR_BLOB,
    ),
    NodePreset(
        name="gke-n1-standard-16",
        says="takes in 200 MB/s, unpacks 375 MB/s of random bytes, needs 0.5 s besides; no registry was a limit to 16",
        as_of="2026-11",
        source="fitted to container-chonks (GKE, November 2024, images of nine layers of random bytes, 1 to 19 GB)",
        uncertain="above 7 GB the disk slows such nodes down, which is not modelled; ordinary layers unpack slower",
        pace=Pace(
            unpack=375e6, per_file_s=0.00015, per_layer_s=0.02, before_layers_s=0.5, finish_s=0.025, resolve_s=0.01
        ),
        network=200e6,
        of_one_blob=_GHCR_BLOB,
    ),
)
"""By name, in the order in which they are listed."""

DEFAULT = "two-core-vm"
"""The pace of a NodePool that says nothing."""
