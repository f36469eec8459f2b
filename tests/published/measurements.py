"""Published pull times of real clusters.

AKS: Spegel's benchmark, baseline runs without Spegel (spegel-org/benchmark and spegel-org/spegel, MIT-licensed): AKS
1.29, 50 nodes Standard_D4ds_v5, images of one layer in ghcr.io, a DaemonSet; p50 of the durations in pod events.
*Burst*: all nodes begin at once (within 3 s); *rolling*: one node at a time.

GKE: container-chonks (converged-computing, November 2024, MIT-licensed): images of nine layers of random bytes, p50 of
the kubelet's "Successfully pulled ... in". From 4 to 16 nodes and two registries nothing changes beyond the noise.
"""

from typing import NamedTuple

MB = 10**6
GHCR = "ghcr.io"


class Row(NamedTuple):
    """One published median: *nodes* pull an image of *size* bytes in *layers* layers from *registry* at the same time.

    Local SSDs are those of nodes; where their images came from was not published, and is taken to be ghcr.io.
    """

    what: str
    size: int
    layers: int
    nodes: int
    seconds: float
    registry: str = GHCR


AKS = (
    Row("burst 10 MB", 10 * MB, 1, 50, 1.43),
    Row("burst 100 MB", 100 * MB, 1, 50, 4.61),
    Row("burst 1 GB", 1000 * MB, 1, 50, 27.74),
    Row("rolling 10 MB", 10 * MB, 1, 1, 1.20),
    Row("rolling 100 MB", 100 * MB, 1, 1, 1.61),
    Row("rolling 1 GB", 1000 * MB, 1, 1, 7.69),
)

_COLUMNS = (("ghcr.io, 4 nodes", 4), ("ghcr.io, 8 nodes", 8), ("ghcr.io, 16 nodes", 16), ("in-region, 16 nodes", 16),
            ("local SSD, 16 nodes", 16))  # fmt: skip
_GKE = {
    1180 * MB: (7.2, 7.7, 7.1, 6.8, 6.9),
    2770 * MB: (16.0, 15.1, 15.3, 15.3, 14.9),
    6840 * MB: (40.8, 39.2, 38.3, 39.7, 37.2),
    10_900 * MB: (77, 69, 67, 71, 60),
    19_000 * MB: (139, 121, 121, 125, 103),
}
GKE = tuple(
    Row(f"{size / 1e9:.2f} GB, {column}", size, 9, nodes, seconds, "in-region" if "in-region" in column else GHCR)
    for size, row in _GKE.items()
    for (column, nodes), seconds in zip(_COLUMNS, row, strict=True)
)
