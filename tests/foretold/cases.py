"""Cases: pods whose pulls fail, a moment of their lives, what kubectl prints then, and when they really try again.

Each case is drawn by its number: the version, how long an attempt takes, how many containers fail, the moment (between
half a minute and two hours after the start, each length as likely as its double), and what is printed.
"""

import json
import math
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple
from unittest.mock import patch

import imagesim
from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.results.api.objects import ApiObjects
from imagesim.results.report import describe_pod
from imagesim.rules.api.kinds import EVENT
from imagesim.rules.client_go import event_correlator
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.scenario import Scenario

VERSIONS = ("1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37")
TAKES_MS = (1, 200, 700, 1000, 2500, 6000, 20_000)
EARLIEST_S, LATEST_S = 30.0, 7200.0
_LATER_S = 700.0
_IMAGE = "reg.example/app:v1"


class Case(NamedTuple):
    """`printed` at `now_s`; the container's next attempt begins at `next_s`. `records` have all that happened.

    `unix` is `now_s` as a date, for lists with dates.
    """

    number: int
    version: str
    takes_ms: int
    containers: int
    form: str
    now_s: Seconds
    next_s: Seconds
    printed: str
    unix: float | None
    records: Records


def case(number: int) -> Case:
    """The case of that number."""
    chance = random.Random(f"foretold/{number}")
    now_s = math.exp(chance.uniform(math.log(EARLIEST_S), math.log(LATEST_S)))
    version, takes_ms = chance.choice(VERSIONS), chance.choice(TAKES_MS)
    containers = 2 if chance.random() < 0.2 else 1
    form = chance.choice(("description", "description", "events"))
    scenario = _scenario(version, takes_ms, containers, now_s + _LATER_S)
    with patch.object(event_correlator, "BURST", 10**9):  # so that everything leaves a trace; it changes nothing else
        whole = run(scenario, seed=number)
    shown = run(replace(scenario, duration_s=now_s), seed=number)
    begun = [row.queued_s for row in whole.pulls if row.container == "web" and row.queued_s > now_s]
    begun += [row.queued_s for row in whole.unfinished_pulls if row.container == "web" and row.queued_s > now_s]
    printed, unix = _printed(shown, scenario, form, version)
    return Case(number, version, takes_ms, containers, form, now_s, min(begun), printed, unix, whole)


def _scenario(version: str, takes_ms: int, containers: int, lasts_s: Seconds) -> Scenario:
    listed = [{"name": "web", "image": _IMAGE}, {"name": "side", "image": "reg.example/side:v1"}][:containers]
    faults = [{"object": "manifests/*", "delay": f"{takes_ms}ms"}]
    return imagesim.load(
        {
            "apiVersion": "imagesim/v1",
            "kind": "Simulation",
            "metadata": {"name": "s"},
            "spec": {"duration": f"{lasts_s}s", "kubernetesVersion": version},
        },
        {
            "apiVersion": "imagesim/v1",
            "kind": "Registry",
            "metadata": {"name": "reg.example"},
            "spec": {"latency": "5ms", "faults": faults},
        },
        {"apiVersion": "imagesim/v1", "kind": "NodePool", "metadata": {"name": "n"}, "spec": {"count": 1}},
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "p", "namespace": "default"},
            "spec": {"containers": listed},
        },
    )


def _printed(records: Records, scenario: Scenario, form: str, version: str) -> tuple[str, float | None]:
    if form == "description":
        return str(describe_pod(records, "p", version=version)), None
    events: Sequence[object] = ApiObjects(records).list_of(EVENT)
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": events}), (
        scenario.start.timestamp() + records.end_s
    )
