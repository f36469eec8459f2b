"""The lab of the lesson *Sharing a cluster*: two tenants on the same nodes, and who keeps one from the other's images.

It runs the shipped scenario `tenants` with what the controls say. The ways of `blue` to the images of `red` are those
of the scenario: two Deployments, an ephemeral container, and static pods that somebody with a shell has left.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from imagesim.labs.controls import checkbox, dropdown, radio
from imagesim.labs.lab import Lab
from imagesim.labs.notebook import in_notebook
from imagesim.labs.view import LabTable, Number, View, command_line, numbers_table
from imagesim.results import svg
from imagesim.results.measures.unauthorised import unauthorised
from imagesim.results.published_names import published_workload
from imagesim.results.result import Result, simulate
from imagesim.scenarios.loading import load
from imagesim.scenarios.values.scenario import Scenario

if TYPE_CHECKING:
    from imagesim.labs.notebook.lab_widget import LabWidget


class _Whose(Protocol):
    """What says whose a container is: a row of the table `unauthorised`, a container."""

    @property
    def namespace(self) -> str: ...
    @property
    def workload(self) -> str: ...


class _OfAWay(NamedTuple):
    namespace: str
    workload: str


ALLOW_LIST = "NeverVerifyAllowlistedImages"
POLICIES = ("NeverVerifyPreloadedImages", "NeverVerify", ALLOW_LIST, "AlwaysVerify")
WAYS: Mapping[str, Callable[[_Whose], bool]] = {
    "pulled app": lambda use: use.workload == "Deployment/takes-app",
    "baked-in tools": lambda use: use.workload == "Deployment/takes-tools",
    "kubectl debug": lambda use: use.workload == "DaemonSet/app",
    "static pods": lambda use: use.namespace == "kube-system",
}
"""By what somebody comes to an image of red: two Deployments and an ephemeral container of blue, pods of the nodes."""

_KUBELET = "NodePool/shared:spec.kubelet"
_OF_RED = "registry.example/red/"
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


def waiting_by_way(result: Result) -> dict[str, str]:
    """How many containers wait for an image of red at the end, by each of the ways, and what the API says of them."""
    found: dict[str, Counter[str]] = {way: Counter() for way in WAYS}
    for row in result.records.states:
        if row.state != "Waiting" or row.ended_s is not None or not row.image.startswith(_OF_RED):
            continue
        whose = _OfAWay(row.namespace, published_workload(row.workload))
        for way, fits in WAYS.items():
            found[way][row.reason] += fits(whose) and row.namespace != "red"
    return {way: ", ".join(f"{count} {reason}" for reason, count in (+why).items()) for way, why in found.items()}


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
        tables=(_ways_table(counts, waiting_by_way(result)), numbers_table(numbers)),
        notes=tuple(_without_effect(**settings)),
        command=command_line("tenants", values(**settings), 1),
    )


def _ways_table(counts: Mapping[str, int], waiting: Mapping[str, str]) -> LabTable:
    rows = [(way, count, waiting[way] or "none") for way, count in counts.items()]
    return LabTable(("way", "run it", "wait for it"), rows, "Containers of others with an image of red")


def _without_effect(version: str, policy: str, **_: object) -> Iterator[str]:
    """Which controls do nothing as the others are, and why: the picture stays as it is when they are moved."""
    if version != _VERIFIES:
        yield "Kubelets before 1.35 verify nothing: their policy and the allow list change nothing."
    elif policy != ALLOW_LIST:
        yield f"The allow list changes nothing: kubelets read it only where they verify by {ALLOW_LIST}."


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
