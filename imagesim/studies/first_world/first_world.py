"""`imagesim init` as a function: from manifests or a dump to a folder that runs, and says what to fill in."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from imagesim.scenarios.loading import Source, load
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.world.document import API_VERSION
from imagesim.scenarios.world.node_pool.write import pool_document
from imagesim.scenarios.world.writing import Document, world_document
from imagesim.scenarios.yaml_text import to_yaml
from imagesim.studies.first_world.registries import DescribedRegistry, described
from imagesim.studies.inventory.inventory import inventory

MANIFESTS, WORLD = "manifests.json", "world.yaml"
_SHOWN = 12
_DURATION = "1h"


class FirstWorld(NamedTuple):
    """The files by name, and a line for people on each thing that they should fill in."""

    files: Mapping[str, str]
    to_fill_in: tuple[str, ...]


def first_world(*sources: Source | Scenario) -> FirstWorld:
    """The manifests of *sources* and a commented world around them, as files that `load` takes together.

    Passwords are not in them: in place of each stands its stand-in, as in a saved scenario. ScenarioError for what
    cannot be loaded, and where no pod uses an image.
    """
    one = sources[0] if len(sources) == 1 else None
    scenario = one if isinstance(one, Scenario) else load(*(each for each in sources if not isinstance(each, Scenario)))
    registries = described(scenario, inventory(scenario))
    manifests = [value for value in scenario.documents if value.get("apiVersion") != API_VERSION]
    written = [value for value in scenario.documents if value.get("apiVersion") == API_VERSION and not _made_up(value)]
    items = {"apiVersion": "v1", "kind": "List", "items": manifests}
    files = {MANIFESTS: json.dumps(items, indent=1) + "\n", WORLD: _world(scenario, written, registries)}
    return FirstWorld(files, tuple(_to_fill_in(scenario, registries)))


def _made_up(document: Mapping[str, object]) -> bool:
    """Whether nobody wrote it: it stands in for one that is missing."""
    metadata = document.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, Mapping) else None
    return isinstance(annotations, Mapping) and any(str(key).startswith("imagesim/") for key in annotations)


def _world(scenario: Scenario, written: list[Document], registries: Iterable[DescribedRegistry]) -> str:
    kinds = {str(document.get("kind")) for document in written}
    parts = [_commented(_head(scenario))]
    if "Simulation" not in kinds:
        parts.append(_commented(["How long to look, and what is asked. Time 0 is `start`."]) + _simulation(scenario))
    for document in written:
        from_nodes = document.get("kind") == "NodePool" and scenario.starting is not None
        about = _about_pool(scenario, 0) if from_nodes else ["As it was in what was read."]
        parts.append(_commented(about) + to_yaml([document]))
    for pool in scenario.pools if "NodePool" not in kinds else ():
        parts.append(_commented(_about_pool(scenario, pool.count)) + to_yaml([pool_document(pool)]))
    for each in registries:
        parts.append(_commented(_about_registry(each)) + to_yaml([each.registry, *each.images]))
    if "Timeline" not in kinds:
        parts.append(_timeline(scenario, registries))
    return "\n".join(parts)


def _head(scenario: Scenario) -> list[str]:
    """What was understood, and what was taken for granted."""
    lines = [
        f"A world around {MANIFESTS}: {scenario.title or scenario.name}.",
        "`imagesim check .` says what is in it; `imagesim run .` runs it. Change what you know better.",
        "",
        "Taken for granted so far:",
    ]
    lines += [f"- {each}" for each in scenario.assumptions[:_SHOWN]]
    if len(scenario.assumptions) > _SHOWN:
        lines.append(f"- and {len(scenario.assumptions) - _SHOWN} more: `imagesim check .` has them all")
    if scenario.not_modelled:
        lines += ["", f"Not modelled: {len(scenario.not_modelled)} things; `imagesim check .` names them."]
    return lines


def _simulation(scenario: Scenario) -> str:
    spec: Document = {"title": scenario.title, "duration": _DURATION}
    if scenario.starting is not None:
        spec["start"] = scenario.start.isoformat().replace("+00:00", "Z")
    spec |= {"kubernetesVersion": scenario.kubernetes_version, "containerdVersion": scenario.containerd_version}
    return to_yaml([world_document("Simulation", "first-look", spec)])


def _about_pool(scenario: Scenario, count: int) -> list[str]:
    if scenario.starting is None:
        return [
            f"FILL IN: no Nodes were read, so these {count} are made up. How many have you, of what platform, and how",
            "fast is their network?",
        ]
    return [
        "From the Nodes that were read. FILL IN what a Node does not tell: `network`, `disk`, the kubelet's own",
        "configuration (`kubelet: {serializeImagePulls: false, ...}`), its logins (`credentials`), mirrors (`hosts`).",
    ]


def _about_registry(each: DescribedRegistry) -> list[str]:
    lines = [
        f"{each.host} holds what your pods use of it and nothing else: any other name is not found.",
        "FILL IN: `latency` and `bandwidth` as seen from your nodes; `limits: [{preset: docker-hub}]` or your own, if",
        "it counts pulls; `auth`, `users` and `access` if it wants a login. `imagesim calibrate` fits speeds to your",
        "events; `imagesim image add NAME` writes an image with its real layers.",
    ]
    if each.guessed:
        lines.append(
            f"FILL IN: the size of {each.guessed} of its images is a guess, since nothing that was read tells it."
        )
    return lines


def _timeline(scenario: Scenario, registries: Iterable[DescribedRegistry]) -> str:
    """What may happen, commented out, with names that are there."""
    hosts = [*(each.host for each in registries), *(registry.host for registry in scenario.registries)]
    events = [{"at": "5m", "outage": {"registry": hosts[0], "for": "10m"}}] if hosts else []
    for workload in scenario.all_workloads:
        if workload.replicas:
            kind = type(workload).__name__
            target = f"{kind}/{workload.namespace}/{workload.name}"
            events.append({"at": "6m", "scale": {"workload": target, "replicas": 2 * workload.replicas}})
            break
    pools = [pool for pool in scenario.pools if pool.count]
    if pools:
        events.append({"at": "8m", "removeNode": {"node": pools[0].node_name(0)}})
    text = to_yaml([world_document("Timeline", "what-if", {"events": events})])
    asked = _commented(["What if? Take away the marks of what you ask; the reference lists all events."])
    return asked + "".join(f"# {line}\n" for line in text.splitlines())


def _commented(lines: Iterable[str]) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


def _to_fill_in(scenario: Scenario, registries: Iterable[DescribedRegistry]) -> Iterable[str]:
    if scenario.starting is None:
        yield "NodePool: how many nodes, and how fast they are"
    else:
        yield "NodePool: network, disk, kubelet configuration and logins, which no Node tells"
    for each in registries:
        sizes = f"; sizes of {each.guessed} images" if each.guessed else ""
        yield f"Registry {each.host}: latency, bandwidth, limits, logins{sizes}"
    yield "Timeline: what you want to ask"
