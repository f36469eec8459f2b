"""The lab of the lesson *What a pull costs*: some nodes that pull a large image and a small one, all at once."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from imagesim.labs.controls import dropdown, radio, slider
from imagesim.labs.lab import Lab
from imagesim.labs.notebook import in_notebook
from imagesim.labs.view import LabTable, Number, View, command_line
from imagesim.results import svg
from imagesim.results.measures.costs import Costs, costs
from imagesim.results.result import simulate
from imagesim.rules.units import Seconds
from imagesim.scenarios.loading import load
from imagesim.scenarios.values.scenario import Scenario

if TYPE_CHECKING:
    from imagesim.labs.notebook.lab_widget import LabWidget

UPSTREAM, MIRROR = "registry.example", "mirror.example"
WEB, AGENT = f"{UPSTREAM}/shop/web:v2", f"{UPSTREAM}/shop/agent:v1"
BEFORE = f"{UPSTREAM}/shop/web:v1"

BUILD = "300 MB in 5 layers"
IMAGES: Mapping[str, list[str]] = {
    BUILD: [],
    "300 MB in one layer": ["300M"],
    "300 MB in 15 equal layers": ["20M"] * 15,
    "300 MB, a big layer first": ["240M", *["15M"] * 4],
    "300 MB, a big layer last": [*["15M"] * 4, "240M"],
    "30 MB in 5 layers": ["6M"] * 5,
}
"""What each image is made of; of the first one the build before is known, so it stays as the scenario has it."""
NOTHING, OLD_BUILD, THE_IMAGES = "nothing", "the build before", "these images"
ON_NODES: Mapping[str, list[str]] = {NOTHING: [], OLD_BUILD: [BEFORE], THE_IMAGES: [WEB, AGENT]}
SERIAL, PARALLEL = "one at a time", "at the same time"
NO_LIMIT, HUB, USED_UP = "none", "Docker Hub's: 100 in 6 h", "100 in 6 h, 85 used up"
LIMITS: Mapping[str, list[dict[str, object]]] = {
    NO_LIMIT: [],
    HUB: [{"preset": "docker-hub-anonymous"}],
    USED_UP: [{"preset": "docker-hub-anonymous", "amount": 15}],
}
NO_MIRROR, EMPTY_CACHE, FULL_CACHE = "none", "a cache, empty", "a cache that has them"
_MIRRORS = {UPSTREAM: {"mirrors": [{"host": f"https://{MIRROR}"}]}}
_HELD = {"shop/web": {"tags": {"v2": "new-build"}}, "shop/agent": {"tags": {"v1": "agent"}}}
_AXES: tuple[Seconds, ...] = (5, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300)
_POLICY = "spec.template.spec.containers[0].imagePullPolicy"


def values(
    *, nodes: int, image: str, on_nodes: str, policy: str, pulls: str, egress: str, limit: str, mirror: str
) -> Mapping[str, object]:
    """What the controls set, as `--set` names it."""
    layers = {"Image/new-build:spec.layers": IMAGES[image]} if IMAGES[image] else {}
    return {
        "NodePool/workers:spec.count": nodes,
        "Deployment/shop/web:spec.replicas": nodes,
        "Deployment/shop/agent:spec.replicas": nodes,
        **layers,
        "NodePool/workers:spec.prepulled": ON_NODES[on_nodes],
        f"Deployment/shop/web:{_POLICY}": policy,
        f"Deployment/shop/agent:{_POLICY}": policy,
        "NodePool/workers:spec.kubelet.serializeImagePulls": pulls == SERIAL,
        f"Registry/{UPSTREAM}:spec.bandwidth": egress,
        f"Registry/{UPSTREAM}:spec.limits": LIMITS[limit],
        "NodePool/workers:spec.hosts": {} if mirror == NO_MIRROR else _MIRRORS,
        f"Registry/{MIRROR}:spec.repositories": _HELD if mirror == FULL_CACHE else {},
    }


DEFAULTS: Mapping[str, object] = {
    "nodes": 10,
    "image": BUILD,
    "on_nodes": NOTHING,
    "policy": "IfNotPresent",
    "pulls": SERIAL,
    "egress": "5Gbit/s",
    "limit": NO_LIMIT,
    "mirror": NO_MIRROR,
}
"""The shipped scenario, as the controls say it."""


def scenario(**settings: Any) -> Scenario:
    """The shipped scenario with what the controls say; what is left out is as it is shipped."""
    return load("what-a-pull-costs", values=values(**{**DEFAULTS, **settings}))


def draw(**settings: Any) -> View:
    """The three numbers, the stage with the pulls of every node, where the requests went."""
    result = simulate(scenario(**settings))
    records = result.records
    found, upstream = costs(records), costs(records, UPSTREAM)
    over_s = records.end_s if found.ready_s is None else found.ready_s * 1.04
    end_s = _axis_end(over_s, records.end_s)
    rows = [_host(host, costs(records, host)) for host in (UPSTREAM, MIRROR)]
    return View(
        sentence=_sentence(found, upstream),
        run=result,
        rows="pulls",
        axis_end_s=end_s,
        still=lambda: svg.pulls(
            records.pulls, end_s=end_s, ready_s=found.ready_s, pods=records.pods, causes=records.causes
        ),
        numbers=(
            Number(f"requests to {UPSTREAM}", upstream.requests),
            Number(f"megabytes from {UPSTREAM}", round(upstream.bytes_sent / 1e6)),
            Number("seconds until all pods are Ready", None if found.ready_s is None else round(found.ready_s, 1)),
        ),
        tables=(
            LabTable(("host", "requests", "manifest GETs", "answered 429", "MB sent"), rows, "Who was asked for what"),
        ),
        command=command_line("what-a-pull-costs", values(**settings), 1),
    )


def _axis_end(over_s: Seconds, end_s: Seconds) -> Seconds:
    """The end of the axis: one of a few, so that it stays where it is while a control moves a little."""
    return next((step for step in _AXES if step >= over_s), end_s)


def _sentence(found: Costs, upstream: Costs) -> str:
    ready = "All pods are" if not found.not_ready else f"{found.not_ready} pods are not"
    when = f"after {found.ready_s:.1f} s" if found.ready_s is not None else "at the end"
    return f"{UPSTREAM}: {upstream.requests} requests, {upstream.bytes_sent / 1e6:,.0f} MB. {ready} Ready {when}."


def _host(host: str, found: Costs) -> tuple[object, ...]:
    return host, found.requests, found.manifest_gets, found.refused, f"{found.bytes_sent / 1e6:,.0f}"


LAB = Lab(
    name="pull-costs",
    title="What a pull costs",
    task="keep this run, then put an empty cache before the registry. How much less does the registry send?",
    controls={
        "nodes": slider("Nodes", 10, 1, 20),
        "image": dropdown("Image of web", list(IMAGES)),
        "on_nodes": dropdown("On the nodes", list(ON_NODES)),
        "policy": radio("Pull policy", ["IfNotPresent", "Always"]),
        "pulls": dropdown("A node pulls", [SERIAL, PARALLEL]),
        "egress": dropdown("Registry sends", ["1Gbit/s", "5Gbit/s", "10Gbit/s", "unlimited"], "5Gbit/s"),
        "limit": dropdown("Limit", list(LIMITS)),
        "mirror": dropdown("Mirror", [NO_MIRROR, EMPTY_CACHE, FULL_CACHE]),
    },
    draw=draw,
    scenario=scenario,
)
run = LAB.run
"""What happens at some setting, as a Result: `run(seed=2)`."""


def lab(code: str = "") -> "LabWidget":
    """The lab, ready to be shown as the last value of a cell."""
    return in_notebook(LAB, code)
