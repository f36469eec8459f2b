"""`python -m tests.published`: print simulated against published pull times, and what other layer counts would take.

What ghcr.io shares among nodes is taken to be each blob. That it is not all that it sends, nor a limit of each
connection, follows from the published rows: with either, one of the two clouds is far from its figures.

Exit 0 if the root mean square of the logarithmic errors is at most 0.08 for AKS and 0.10 for GKE, else 1.
"""

import sys
from functools import cache

from imagesim.scenarios.presets.nodes import NODES
from tests.published.measurements import AKS, GKE, MB, Row
from tests.published.running import SEEN_IN_ALL, Shared, median_seconds, rms_log_error

WHAT: dict[Shared, str] = {
    "blob": "each blob (the presets)",
    "both": f"each blob, and {SEEN_IN_ALL / 1e9:.2f} GB/s in all",
    "registry": "all that ghcr.io sends",
    "connection": "each connection",
}
LIMITS = {"AKS": 0.08, "GKE": 0.10}


def rows_of(cloud: str) -> tuple[Row, ...]:
    """What was published of *cloud*."""
    return _SETS[cloud][0]


@cache
def residuals(cloud: str, shared: Shared = "blob") -> tuple[tuple[Row, float], ...]:
    """Each published row of *cloud* with what is simulated for it, where the registry limits what is *shared*."""
    rows, node = _SETS[cloud]
    return tuple((row, median_seconds(row, node, shared)) for row in rows)


def error(cloud: str, shared: Shared = "blob") -> float:
    """The root mean square of the logarithmic errors of *cloud*."""
    return rms_log_error((simulated, row.seconds) for row, simulated in residuals(cloud, shared))


def in_layers(layers: int, shared: Shared = "blob") -> list[tuple[Row, float]]:
    """What the images of AKS would take in so many equal layers: a prediction, nothing to compare it with here."""
    _, node = _SETS["AKS"]
    rows = [row._replace(layers=layers) for row in AKS]
    return [(row, median_seconds(row, node, shared)) for row in rows]


_SETS = {"AKS": (AKS, NODES["aks-standard-d4ds-v5"]), "GKE": (GKE, NODES["gke-n1-standard-16"])}


def main() -> int:
    """Print everything."""
    good = True
    for cloud, limit in LIMITS.items():
        _, node = _SETS[cloud]
        pace = node.pace
        speeds = (f"{'no limit' if speed is None else f'{speed / MB:g} MB/s'}" for speed in
                  (node.network, pace.unpack, node.of_one_blob))  # fmt: skip
        print("{}: fixed {:g} s, node {}, unpacking {}, each blob {}".format(node.name, pace.before_layers_s, *speeds))
        for row, simulated in residuals(cloud):
            off = 100 * (simulated / row.seconds - 1)
            print(f"    {row.what:32} published {row.seconds:7.2f} s   simulated {simulated:7.2f} s   {off:+6.1f} %")
        found = error(cloud)
        good = good and found <= limit
        print(f"    rms of the logarithmic errors {found:.4f}, at most {limit}")
    print("What the limit is one of, and the rms of the logarithmic errors then:")
    for shared, what in WHAT.items():
        errors = ", ".join(f"{cloud} {error(cloud, shared):.4f}" for cloud in LIMITS)
        print(f"    {what:34} {errors}")
    print("AKS, the same images in four equal layers (a prediction):")
    for (row, simulated), (_, bounded) in zip(in_layers(4), in_layers(4, "both"), strict=True):
        print(f"    {row.what:32} simulated {simulated:7.2f} s   ({row.seconds:.2f} s published in one layer; "
              f"{bounded:.2f} s if ghcr.io sends no more in all than was seen)")  # fmt: skip
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
