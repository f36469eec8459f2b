"""A plugin or a vendor's part of the node that begins or ceases to log in: a cause at that moment, by itself."""

from dataclasses import replace
from typing import Any

import pytest

from imagesim.engine.run import run
from imagesim.scenarios.loading import load

PLUGIN = "NodePool/workers:spec.credentials.providers.plugins.cloud-login"
HOOK = "NodePool/workers:spec.credentials.vendorHook"


def causes(name: str, values: dict[str, Any]) -> list[tuple[float, str]]:
    scenario = replace(load(name, values=values), duration_s=600.0)
    rows = [row for row in run(scenario).causes if row.event == "credential"]
    assert all((row.target, row.time_s) == ("workers", row.ended_s) for row in rows)
    assert all(row.text.endswith("on the nodes of workers") for row in rows)
    return [(row.time_s, row.label) for row in rows]


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("1m", "5m", [(60, "cloud-login fails"), (300, "cloud-login works")]),
        ("0s", "5m", [(300, "cloud-login works")]),
        ("1m", None, [(60, "cloud-login fails")]),
        ("1m", "20m", [(60, "cloud-login fails")]),  # the run has ended by then
        (None, None, []),
    ],
)
def test_a_plugin(since, until, found):
    given = {"failsFrom": since, "failsUntil": until}
    assert (
        causes("private-provider-plugin", {f"{PLUGIN}.{key}": value for key, value in given.items() if value}) == found
    )


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("1m", "5m", [(60, "vendor's login works"), (300, "vendor's login ends")]),
        ("1m", None, [(60, "vendor's login works")]),
        (None, "5m", [(300, "vendor's login ends")]),
        (None, None, []),
    ],
)
def test_a_vendors_part_of_the_node(since, until, found):
    given = {"from": since, "until": until}
    assert causes("private-vendor-hook", {f"{HOOK}.{key}": value for key, value in given.items() if value}) == found
