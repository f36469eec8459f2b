"""`python -m tests.published`: print simulated against published pull times, and what other layer counts would take.

Exit 0 if the root mean square of the logarithmic errors is at most 0.08 for AKS and 0.10 for GKE, else 1.
"""

import sys
from functools import cache

from imagesim.scenarios.presets.nodes import NODES
from tests.published.measurements import AKS, GKE, MB, Row
from tests.published.running import median_seconds, rms_log_error

LIMITS = {"AKS": 0.08, "GKE": 0.10}


def rows_of(cloud: str) -> tuple[Row, ...]:
    """What was published of *cloud*."""
    return _SETS[cloud][0]


@cache
def residuals(cloud: str) -> tuple[tuple[Row, float], ...]:
    """Each published row of *cloud* with what is simulated for it."""
    rows, node = _SETS[cloud]
    return tuple((row, median_seconds(row, node)) for row in rows)


def error(cloud: str) -> float:
    """The root mean square of the logarithmic errors of *cloud*."""
    return rms_log_error((simulated, row.seconds) for row, simulated in residuals(cloud))


def in_layers(layers: int) -> list[tuple[Row, float]]:
    """What the images of AKS would take in so many equal layers: a prediction, nothing to compare it with here."""
    _, node = _SETS["AKS"]
    rows = [row._replace(layers=layers) for row in AKS]
    return [(row, median_seconds(row, node)) for row in rows]


_SETS = {"AKS": (AKS, NODES["aks-standard-d4ds-v5"]), "GKE": (GKE, NODES["gke-n1-standard-16"])}


def main() -> int:
    """Print everything."""
    good = True
    for cloud, limit in LIMITS.items():
        _, node = _SETS[cloud]
        pace = node.pace
        speeds = (f"{'no limit' if speed is None else f'{speed / MB:g} MB/s'}" for speed in
                  (node.network, pace.unpack, node.egress))  # fmt: skip
        print("{}: fixed {:g} s, node {}, unpacking {}, egress {}".format(node.name, pace.before_layers_s, *speeds))
        for row, simulated in residuals(cloud):
            off = 100 * (simulated / row.seconds - 1)
            print(f"    {row.what:32} published {row.seconds:7.2f} s   simulated {simulated:7.2f} s   {off:+6.1f} %")
        found = error(cloud)
        good = good and found <= limit
        print(f"    rms of the logarithmic errors {found:.4f}, at most {limit}")
    print("AKS, the same images in four equal layers (a prediction):")
    for row, simulated in in_layers(4):
        print(f"    {row.what:32} simulated {simulated:7.2f} s   (in one layer: {row.seconds:.2f} s published)")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
