"""Which manifest each node took, and whether the node can run it.

A node asks nobody whether a program fits its processor. Where a name stands for an index it takes the manifest that
fits best, and fails if none does; where it stands for one manifest it takes that, whatever it was built for.
"""

from typing import NamedTuple

from imagesim.engine.records import PullRecord, Records
from imagesim.rules import platforms
from imagesim.scenarios.values.node_pool import pool_of
from imagesim.scenarios.values.scenario import Scenario

OWN, OTHER, UNFIT, FAILED = "own", "other", "unfit", "failed"
"""It has a manifest of its own platform; one that it runs as well; one that it cannot run; none."""


class PlatformFit(NamedTuple):
    """A node's first pull of an image: the node's platform, that of the manifest it took ("" for none), their fit."""

    node: str
    node_platform: str
    image: str
    platform: str
    fit: str
    error: str


def platform_fits(scenario: Scenario, records: Records) -> list[PlatformFit]:
    """A row for each node and image text, the nodes in the order of their pools."""
    of_pool = {pool.name: pool.platform for pool in scenario.pools}
    named = {pool.name: pool.nodes for pool in scenario.pools}
    pools = {row.node: pool_of(row.node, named) for row in records.pulls}
    first: dict[tuple[str, str], PullRecord] = {}
    for row in records.pulls:
        first.setdefault((row.node, row.image), row)
    places = {name: place for place, name in enumerate(of_pool)}
    ordered = sorted(first.values(), key=lambda row: (places[pools[row.node]], row.node, row.image))
    return [_fit(row, of_pool[pools[row.node]]) for row in ordered]


def _fit(row: PullRecord, node_platform: str) -> PlatformFit:
    if row.outcome == "Failed":
        fit = FAILED
    elif not platforms.runs(row.platform, node_platform):
        fit = UNFIT
    else:
        fit = OWN if platforms.normalized(row.platform) == platforms.normalized(node_platform) else OTHER
    return PlatformFit(row.node, node_platform, row.image, row.platform, fit, row.error)
