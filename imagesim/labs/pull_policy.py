"""The lab of the lesson *To pull or not to pull*: one container that starts four times, and what each start asks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from imagesim.engine.records import Records
from imagesim.labs.controls import checkbox, dropdown, radio
from imagesim.labs.lab import Lab
from imagesim.labs.notebook import in_notebook
from imagesim.labs.view import LabTable, Number, View, command_line, numbers_table
from imagesim.results import svg
from imagesim.results.result import simulate
from imagesim.rules.admission.pull_policy import default_pull_policy
from imagesim.scenarios.loading import load
from imagesim.scenarios.values.scenario import Scenario

if TYPE_CHECKING:
    from imagesim.labs.notebook.lab_widget import LabWidget

NOT_SET = "(not in the manifest)"
_REPOSITORY = "registry.example/shop/web"
DIGEST = "sha256:53038299081be7eda3878fd22885b305503ded6e603a2807ced2dd17fa42bb6c"
NAMES = {
    "…/shop/web:v1": f"{_REPOSITORY}:v1",
    "…/shop/web:latest": f"{_REPOSITORY}:latest",
    "…/shop/web": _REPOSITORY,
    "…/shop/web@sha256:5303…": f"{_REPOSITORY}@{DIGEST}",
    "…/shop/web:latest@sha256:5303…": f"{_REPOSITORY}:latest@{DIGEST}",
}
_STARTS = ((0, "first start"), (5, "nothing has changed"), (15, "both tags were pushed over"), (21, "registry is down"))
_CONTAINER = "Pod/shop/web:spec.containers[0]"


def values(*, name: str, policy: str, always_pull_images: bool, prepulled: bool) -> Mapping[str, object]:
    """What the controls set, as `--set` names it."""
    image = NAMES[name]
    return {
        f"{_CONTAINER}.image": image,
        f"{_CONTAINER}.imagePullPolicy": default_pull_policy(image) if policy == NOT_SET else policy,
        "Simulation/pull-policy:spec.admission": ["AlwaysPullImages"] if always_pull_images else [],
        "NodePool/workers:spec.prepulled": [image] if prepulled else [],
    }


def scenario(**settings: Any) -> Scenario:
    """The shipped scenario with what the controls say."""
    return load("pull-policy", values=values(**settings))


def draw(*, name: str, policy: str, always_pull_images: bool, prepulled: bool) -> View:
    """The stored policy, the stage with the container's states, each start with what it asked."""
    chosen = values(name=name, policy=policy, always_pull_images=always_pull_images, prepulled=prepulled)
    result = simulate(load("pull-policy", values=chosen))
    records = result.records
    stored = "Always" if always_pull_images else chosen[f"{_CONTAINER}.imagePullPolicy"]
    why = " (AlwaysPullImages overruled it)" if always_pull_images else " (the default)" if policy == NOT_SET else ""
    pulled = [row for row in records.pulls if row.outcome == "Pulled"]
    numbers = (
        Number("pulls", len(pulled)),
        Number("requests to the registry", len(records.requests)),
        Number("megabytes fetched", round(sum(row.bytes_fetched for row in pulled) / 1e6)),
    )
    return View(
        sentence=f"Stored in the pod: imagePullPolicy {stored}{why}.",
        run=result,
        still=lambda: svg.states(records.states, **result.known),
        numbers=numbers,
        tables=(
            LabTable(("minute", "start", "what the kubelet did"), starts(records), "Each start"),
            numbers_table(numbers),
        ),
        command=command_line("pull-policy", chosen, 1),
    )


def starts(records: Records) -> list[tuple[object, ...]]:
    """For each start of the container: the minute, what was special about it, and the kubelet's first answer.

    A container that never ran is not started again: for it nothing is special about the later minutes.
    """
    first, *others = _STARTS
    found: list[tuple[object, ...]] = [(first[0], first[1], _answer(records, first[0] * 60.0))]
    if not records.running:
        return [*found, *((minute, about, "no start: it has not run yet, and waits") for minute, about in others)]
    return [*found, *((minute, about, _answer(records, minute * 60.0)) for minute, about in others)]


def _answer(records: Records, after_s: float) -> str:
    pulls = [row for row in records.pulls if after_s <= row.queued_s < after_s + 60]
    if not pulls:
        return "did not ask: policy Never, and the image is not there (ErrImageNeverPull)"
    first = pulls[0]
    if first.outcome == "AlreadyPresent":
        return "did not ask: the node has the image"
    if first.outcome == "Failed":
        return "asked, got no answer, and the container waits (ErrImagePull)"
    if first.bytes_fetched:
        return f"asked, and fetched {first.bytes_fetched / 1e6:.0f} MB in {first.requests} requests"
    return f"asked with {first.requests} request, and fetched nothing: the content is there"


LAB = Lab(
    name="pull-policy",
    title="To pull or not to pull",
    task="keep this run, then tick AlwaysPullImages. Which start fails now, though the image is on the node?",
    controls={
        "name": dropdown("Image", list(NAMES)),
        "policy": radio("imagePullPolicy", [NOT_SET, "IfNotPresent", "Always", "Never"]),
        "always_pull_images": checkbox("AlwaysPullImages", hint="the admission plugin of the API server"),
        "prepulled": checkbox("Image is on the node", hint="before the pod comes, as in a baked node image"),
    },
    draw=draw,
    scenario=scenario,
)
run = LAB.run
"""What happens at some setting, as a Result: `run(seed=2)`."""


def lab(code: str = "") -> "LabWidget":
    """The lab, ready to be shown as the last value of a cell."""
    return in_notebook(LAB, code)
