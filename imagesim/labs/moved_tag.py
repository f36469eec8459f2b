"""The lab of the lesson *A tag moves*: one Deployment, one tag, and a push over it.

It runs the shipped scenario `moved-tag` with what the controls say; `command` writes the same run for a terminal.
"""

from collections.abc import Mapping

from imagesim.labs.controls import radio, slider
from imagesim.labs.lab import Lab, command_line, table
from imagesim.results import svg
from imagesim.results.measures.version_mix import mixed_intervals, version_mix
from imagesim.results.result import Result, simulate
from imagesim.scenarios.loading import load

TAG = "registry.example/shop/web:v1"
_CONTAINER = "Deployment/shop/web:spec.template.spec.containers[0]"
_EVENTS = "Timeline/timeline:spec.events"
BY_TAG, BY_DIGEST = "the tag v1", "a digest"


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


def run(
    *,
    replicas: int = 8,
    policy: str = "IfNotPresent",
    named_by: str = BY_TAG,
    push_min: int = 5,
    restart_min: int = 12,
    seed: int = 1,
) -> Result:
    """Simulate the shipped scenario with these settings; the defaults are the scenario as it is shipped."""
    chosen = values(replicas=replicas, policy=policy, named_by=named_by, push_min=push_min, restart_min=restart_min)
    return simulate(load("moved-tag", values=chosen), seed=seed)


def draw(**settings: object) -> str:
    """The view of the lab: a sentence, the version mix, every pod's states, a small table, the same as a command."""
    seed = settings.pop("seed")
    chosen = values(**settings)  # type: ignore[arg-type]  # the controls have the right types
    result = simulate(load("moved-tag", values=chosen), seed=seed)  # type: ignore[arg-type]
    records = result.records
    mixed = mixed_intervals(records)
    seconds = sum(row.ended_s - row.started_s for row in mixed)
    ran = len({row.digest for row in records.running})
    sentence = (
        f"Two versions ran side by side for {seconds / 60:.1f} of {records.end_s / 60:.0f} minutes."
        if mixed
        else f"At no time did two versions run side by side; {ran} version{'s' * (ran > 1)} ran in all."
    )
    pulled = [row for row in records.pulls if row.outcome == "Pulled"]
    rows: list[tuple[object, ...]] = [
        ("pulls", len(pulled)),
        ("starts with the image already on the node", sum(row.outcome == "AlreadyPresent" for row in records.pulls)),
        ("requests to the registry", len(records.requests)),
        ("megabytes fetched", round(sum(row.bytes_fetched for row in pulled) / 1e6)),
        ("minutes with mixed versions", round(seconds / 60, 1)),
    ]
    return (
        f'<p role="status"><strong>{sentence}</strong></p>'
        + svg.version_mix(version_mix(records), **result.known)
        + svg.states(records.states, **result.known)
        + table(("what", "how many"), rows, "In this run")
        + command_line("moved-tag", chosen, seed)
    )


def lab() -> Lab:
    """The lab, ready to be shown as the last value of a cell."""
    return Lab(
        "A tag moves",
        {
            "replicas": slider("Replicas", 8, 2, 16, hint="half at the start, the rest 3 minutes after the push"),
            "policy": radio("Pull policy", ["IfNotPresent", "Always"], hint="imagePullPolicy of the container"),
            "named_by": radio("Image named by", [BY_TAG, BY_DIGEST]),
            "push_min": slider("Tag pushed over at", 5, 1, 20, unit="min"),
            "restart_min": slider(
                "Pods restart from",
                12,
                1,
                20,
                unit="min",
                hint="each container once, over ten minutes",
            ),
            "seed": slider("Seed", 1, 1, 20, hint="other chances: which node, which moment"),
        },
        draw,
    )
