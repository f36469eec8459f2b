"""The lab of the lesson *Sharing a cluster*: two tenants on the same nodes, and who keeps one from the other's images.

It runs the shipped scenario `tenants` with what the controls say. The ways of `blue` to the images of `red` are those
of the scenario: two Deployments, an ephemeral container, and static pods that somebody with a shell has left.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from imagesim.labs.controls import checkbox, dropdown, radio
from imagesim.labs.lab import Lab
from imagesim.labs.notebook import in_notebook
from imagesim.labs.view import Number, View, command_line, numbers_table
from imagesim.results import svg
from imagesim.results.measures.unauthorised import UnauthorisedUse, unauthorised
from imagesim.results.result import Result, simulate
from imagesim.scenarios.loading import load
from imagesim.scenarios.values.scenario import Scenario

if TYPE_CHECKING:
    from imagesim.labs.notebook.lab_widget import LabWidget

ALLOW_LIST = "NeverVerifyAllowlistedImages"
POLICIES = ("NeverVerifyPreloadedImages", "NeverVerify", ALLOW_LIST, "AlwaysVerify")
WAYS: Mapping[str, Callable[[UnauthorisedUse], bool]] = {
    "pulled app": lambda use: use.workload == "Deployment/takes-app",
    "baked-in tools": lambda use: use.workload == "Deployment/takes-tools",
    "kubectl debug": lambda use: use.workload == "DaemonSet/app",
    "static pods": lambda use: use.namespace == "kube-system",
}
"""By what somebody comes to an image of red: two Deployments and an ephemeral container of blue, pods of the nodes."""

_KUBELET = "NodePool/shared:spec.kubelet"
_VERIFIES = "1.36"


def values(*, version: str, always_pull: bool, policy: str, allowed: str) -> Mapping[str, object]:
    """What the controls set, as `--set` names it. Kubelets before 1.35 know no policy of verification."""
    set_here: dict[str, object] = {
        "Simulation:spec.kubernetesVersion": version,
        "Simulation:spec.admission": ["AlwaysPullImages"] if always_pull else [],
    }
    if version == _VERIFIES:
        set_here[f"{_KUBELET}.imagePullCredentialsVerificationPolicy"] = policy
        if policy == ALLOW_LIST:
            set_here[f"{_KUBELET}.preloadedImagesVerificationAllowlist"] = [f"registry.example/{allowed}"]
    return set_here


def scenario(**settings: Any) -> Scenario:
    """The shipped scenario with what the controls say."""
    return load("tenants", values=values(**settings))


def by_way(result: Result) -> dict[str, int]:
    """How many containers came to an image of red by each of the ways, without a login that could pull it."""
    uses = unauthorised(result.records)
    return {way: sum(map(fits, uses)) for way, fits in WAYS.items()}


def draw(**settings: Any) -> View:
    """A sentence, the stage with every pod's states, how many containers came to what is not theirs, and how."""
    result = simulate(scenario(**settings))
    counts = by_way(result)
    own = [row for row in result.records.pods if row.workload is not None and row.workload.kind == "DaemonSet"]
    ready = sum(row.ready_s is not None for row in own)
    numbers = (
        *(Number(f"without a login: {way}", count) for way, count in counts.items()),
        Number("apps of their own that run", ready),
    )
    return View(
        sentence=_sentence(counts, ready == len(own)),
        run=result,
        still=lambda: svg.states(result.records.states, **result.known),
        numbers=numbers,
        tables=(numbers_table(numbers),),
        notes=() if settings["version"] == _VERIFIES else ("Kubelets before 1.35 verify nothing.",),
        command=command_line("tenants", values(**settings), 1),
    )


def _sentence(counts: Mapping[str, int], own_run: bool) -> str:
    """How many containers run from images that were not given to them, by which ways."""
    total = sum(counts.values())
    own = "" if own_run else " Not every tenant runs its own app."
    if not total:
        return f"Nobody runs red's images without a login.{own}"
    ways = ", ".join(f"{way} {count}" for way, count in counts.items() if count)
    return f"{total} container{'s' * (total > 1)} run{'s' * (total == 1)} red's images without a login: {ways}.{own}"


LAB = Lab(
    name="sharing",
    title="Sharing a cluster",
    task="find settings in which nobody runs red's images without a login.",
    controls={
        "version": radio("Kubernetes", ["1.34", _VERIFIES]),
        "always_pull": checkbox("AlwaysPullImages"),
        "policy": dropdown("Kubelets verify by", POLICIES),
        "allowed": dropdown("Allow list", ["red/tools", "blue/*"]),
    },
    draw=draw,
    scenario=scenario,
)
run = LAB.run
"""What happens at some setting, as a Result: `run(version="1.36")`."""


def lab(code: str = "") -> "LabWidget":
    """The lab, ready to be shown as the last value of a cell."""
    return in_notebook(LAB, code)
