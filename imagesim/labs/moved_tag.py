"""The lab of the lesson *A tag moves*: one Deployment, one tag, and a push over it.

It runs the shipped scenario `moved-tag` with what the controls say; `command` writes the same run for a terminal.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from imagesim.labs.controls import radio, slider
from imagesim.labs.lab import Drag, Lab
from imagesim.labs.notebook import in_notebook
from imagesim.labs.view import Number, View, command_line, numbers_table
from imagesim.results import svg
from imagesim.results.measures.version_mix import mixed_intervals, version_mix
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load
from imagesim.scenarios.values.scenario import Scenario

if TYPE_CHECKING:
    from imagesim.labs.notebook.lab_widget import LabWidget

TAG = "registry.example/shop/web:v1"
_CONTAINER = "Deployment/shop/web:spec.template.spec.containers[0]"
_EVENTS = "Timeline/timeline:spec.events"
BY_TAG, BY_DIGEST = "the tag v1", "a digest"
PRESENT = "AlreadyPresent"


def first_build() -> str:
    """The digest of the image that the tag points to when the run begins."""
    (registry,) = load("moved-tag").registries
    return registry.repositories[0][1][0][1].digest


def values(*, replicas: int, policy: str, named_by: str, push_min: int, restart_min: int) -> Mapping[str, object]:
    """What the controls set, as `--set` names it. Half of the replicas are there before the push."""
    repository = TAG.rpartition(":")[0]
    return {
        "Deployment/shop/web:spec.replicas": max(1, replicas // 2),
        f"{_CONTAINER}.image": TAG if named_by == BY_TAG else f"{repository}@{first_build()}",
        f"{_CONTAINER}.imagePullPolicy": policy,
        f"{_EVENTS}[0].at": f"{push_min}m",
        f"{_EVENTS}[1].at": f"{push_min + 3}m",
        f"{_EVENTS}[1].scale.replicas": replicas,
        f"{_EVENTS}[2].at": f"{restart_min}m",
    }


def scenario(*, seed: int, **settings: object) -> Scenario:
    """The shipped scenario with what the controls say."""
    return replace(load("moved-tag", values=values(**settings)), seed=seed)  # type: ignore[arg-type]


def draw(**settings: object) -> View:
    """A sentence, the stage with every pod's states, the numbers of the run."""
    result = simulate(scenario(**settings))  # type: ignore[arg-type]  # the controls have the right types
    records = result.records
    mixed = mixed_intervals(records)
    seconds = sum(row.ended_s - row.started_s for row in mixed)
    ran = len({row.digest for row in records.running})
    pulled = [row for row in records.pulls if row.outcome == "Pulled"]
    numbers = (
        Number("pulls", len(pulled)),
        Number("starts with the image already on the node", sum(row.outcome == PRESENT for row in records.pulls)),
        Number("requests to the registry", len(records.requests)),
        Number("megabytes fetched", round(sum(row.bytes_fetched for row in pulled) / 1e6)),
        Number("minutes with mixed versions", round(seconds / 60, 1)),
    )
    seed = settings.pop("seed")
    return View(
        sentence=f"Two versions ran side by side for {seconds / 60:.1f} of {records.end_s / 60:.0f} minutes."
        if mixed
        else f"At no time did two versions run side by side; {ran} version{'s' * (ran > 1)} ran in all.",
        run=result,
        still=lambda: (
            svg.version_mix(version_mix(records), **result.known) + svg.states(records.states, **result.known)
        ),
        numbers=numbers,
        tables=(numbers_table(numbers),),
        command=command_line("moved-tag", values(**settings), seed),  # type: ignore[arg-type]
    )


LAB = Lab(
    name="moved-tag",
    title="A tag moves",
    task="choose Always, then drag the restart in the picture to minute 1. When does the mix of versions end now?",
    controls={
        "replicas": slider("Replicas", 8, 2, 16, hint="half at the start, the rest 3 minutes after the push"),
        "policy": radio("Pull policy", ["IfNotPresent", "Always"], hint="imagePullPolicy of the container"),
        "named_by": radio("Image named by", [BY_TAG, BY_DIGEST]),
        "push_min": slider("Tag pushed over at", 5, 1, 20, unit="min"),
        "restart_min": slider("Pods restart from", 12, 1, 20, unit="min", hint="each container once, over ten minutes"),
        "seed": slider("Seed", 1, 1, 20, hint="other chances: which node, which moment"),
    },
    draw=draw,
    drags=(Drag(control="push_min", event="push"), Drag(control="restart_min", event="restart")),
    scenario=scenario,
)
run = LAB.run
"""What happens at some setting, as a Result: `run(seed=2)`."""


def lab(code: str = "") -> "LabWidget":
    """The lab, ready to be shown as the last value of a cell."""
    return in_notebook(LAB, code)
