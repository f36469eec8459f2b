"""The lab of the lesson *ImagePullBackOff*: a registry that is away for a while, and pods that wait for it."""

from collections.abc import Mapping
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from imagesim.labs.controls import dropdown, radio, slider
from imagesim.labs.lab import Drag, Lab
from imagesim.labs.notebook import in_notebook
from imagesim.labs.view import Number, View, command_line, numbers_table
from imagesim.results import svg
from imagesim.results.measures.recovery import recovery
from imagesim.results.result import simulate
from imagesim.rules.versions import DEFAULT_KUBERNETES, KUBERNETES_VERSIONS
from imagesim.scenarios.loading import load
from imagesim.scenarios.values.scenario import Scenario

if TYPE_CHECKING:
    from imagesim.labs.notebook.lab_widget import LabWidget

_EVENTS = "Timeline/timeline:spec.events"
_AWAY_FROM_S = 240.0
_DURATION = "60m"
"""The same for every outage, so that the axis stays where it is; the longest one ends 16 minutes before."""


def values(*, outage_min: int, policy: str, version: str) -> Mapping[str, object]:
    """What the controls set, as `--set` names it."""
    return {
        f"{_EVENTS}[0].outage.for": f"{outage_min}m",
        "Deployment/shop/web:spec.template.spec.containers[0].imagePullPolicy": policy,
        "Simulation/registry-outage:spec.kubernetesVersion": version,
        "Simulation/registry-outage:spec.duration": _DURATION,
    }


def scenario(*, seed: int, **settings: object) -> Scenario:
    """The shipped scenario with what the controls say."""
    return replace(load("registry-outage", values=values(**settings)), seed=seed)  # type: ignore[arg-type]


def draw(*, outage_min: int, policy: str, version: str, seed: int) -> View:
    """A sentence, the stage with every pod's states, what each pod waited for after the outage."""
    result = simulate(scenario(outage_min=outage_min, policy=policy, version=version, seed=seed))
    records = result.records
    recovered = recovery(records)
    waits = [row for row in recovered if row.delay_s is not None]
    failed = sum(row.outcome == "Failed" for row in records.pulls)
    delays = [row.delay_s or 0 for row in waits]
    numbers = [Number("failed pulls while it was away", failed), Number("pods that waited", len(waits))]
    if waits:
        numbers += [
            Number("seconds from the end of the outage to Ready, median", round(median(delays))),
            Number("of which waiting out the back-off, median", round(median(row.backoff_s or 0 for row in waits))),
            Number("of which until the kubelet's next look, median", round(median(row.sync_s or 0 for row in waits))),
        ]
    return View(
        sentence=f"{len(waits)} pods were failing when the registry came back; it took them "
        f"{min(delays):.0f} to {max(delays):.0f} more seconds."
        if waits
        else "No pod was failing when the registry came back.",
        run=result,
        still=lambda: svg.states(records.states, **result.known),
        pictures=(svg.recovery_split(recovered),),
        numbers=tuple(numbers),
        tables=(numbers_table(numbers),),
        command=command_line("registry-outage", values(outage_min=outage_min, policy=policy, version=version), seed),
    )


LAB = Lab(
    name="back-off",
    title="ImagePullBackOff",
    task="keep this run, then drag the end of the outage one minute later. How much longer do the pods wait?",
    controls={
        "outage_min": slider("Registry is away for", 11, 1, 40, unit="min", hint="it goes away at minute 4"),
        "policy": radio("Pull policy", ["IfNotPresent", "Always"], hint="imagePullPolicy of the container"),
        "version": dropdown("Kubernetes version", list(reversed(KUBERNETES_VERSIONS)), DEFAULT_KUBERNETES),
        "seed": slider("Seed", 1, 1, 20, hint="other chances: which node, which moment"),
    },
    draw=draw,
    drags=(Drag(control="outage_min", event="outage", edge="end", zero_s=_AWAY_FROM_S),),
    scenario=scenario,
)
run = LAB.run
"""What happens at some setting, as a Result: `run(seed=2)`."""


def lab(code: str = "") -> "LabWidget":
    """The lab, ready to be shown as the last value of a cell."""
    return in_notebook(LAB, code)
