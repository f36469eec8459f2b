"""The lab of the lesson *ImagePullBackOff*: a registry that is away for a while, and pods that wait for it."""

from collections.abc import Mapping
from statistics import median

from imagesim.labs.controls import dropdown, radio, slider
from imagesim.labs.lab import Lab, command_line, table
from imagesim.results import svg
from imagesim.results.measures.recovery import recovery
from imagesim.results.result import Result, simulate
from imagesim.rules.versions import DEFAULT_KUBERNETES, KUBERNETES_VERSIONS
from imagesim.scenarios.loading import load

_EVENTS = "Timeline/timeline:spec.events"


def values(*, outage_min: int, policy: str, version: str) -> Mapping[str, object]:
    """What the controls set, as `--set` names it."""
    return {
        f"{_EVENTS}[0].outage.for": f"{outage_min}m",
        "Deployment/shop/web:spec.template.spec.containers[0].imagePullPolicy": policy,
        "Simulation/registry-outage:spec.kubernetesVersion": version,
        "Simulation/registry-outage:spec.duration": f"{outage_min + 20}m",
    }


def run(
    *, outage_min: int = 10, policy: str = "IfNotPresent", version: str = DEFAULT_KUBERNETES, seed: int = 1
) -> Result:
    """Simulate the shipped scenario with these settings."""
    chosen = values(outage_min=outage_min, policy=policy, version=version)
    return simulate(load("registry-outage", values=chosen), seed=seed)


def draw(*, outage_min: int, policy: str, version: str, seed: int) -> str:
    """The view of the lab: a sentence, every pod's states, what the pods waited for, the same as a command."""
    chosen = values(outage_min=outage_min, policy=policy, version=version)
    result = simulate(load("registry-outage", values=chosen), seed=seed)
    records = result.records
    waits = [row for row in recovery(records) if row.delay_s is not None]
    failed = sum(row.outcome == "Failed" for row in records.pulls)
    sentence = (
        f"{len(waits)} pods were failing when the registry came back; it took them "
        f"{min(row.delay_s or 0 for row in waits):.0f} to {max(row.delay_s or 0 for row in waits):.0f} more seconds."
        if waits
        else "No pod was failing when the registry came back."
    )
    rows: list[tuple[object, ...]] = [("failed pulls while it was away", failed)]
    if waits:
        rows += [
            ("seconds from the end of the outage to Ready, median", round(median(row.delay_s or 0 for row in waits))),
            ("of which inside the back-off, median", round(median(row.backoff_s or 0 for row in waits))),
            ("of which waiting for the next sync, median", round(median(row.sync_s or 0 for row in waits))),
        ]
    return (
        f'<p role="status"><strong>{sentence}</strong></p>'
        + svg.states(records.states, **result.known)
        + table(("what", "how much"), rows, "In this run")
        + command_line("registry-outage", chosen, seed)
    )


def lab() -> Lab:
    """The lab, ready to be shown as the last value of a cell."""
    return Lab(
        "ImagePullBackOff",
        {
            "outage_min": slider("Registry is away for", 10, 1, 40, unit="min", hint="it goes away at minute 4"),
            "policy": radio("Pull policy", ["IfNotPresent", "Always"], hint="imagePullPolicy of the container"),
            "version": dropdown("Kubernetes version", list(reversed(KUBERNETES_VERSIONS)), DEFAULT_KUBERNETES),
            "seed": slider("Seed", 1, 1, 20, hint="other chances: which node, which moment"),
        },
        draw,
    )
