"""The scenario beside the records of a replay: the pods as they were told of, and what is not known, in sentences.

It is no scenario that led to what was seen: the list does not tell what registries held, nor what people did. So it has
no timeline, and a stated default world.
"""

from dataclasses import replace
from typing import Any

from imagesim.rules.units import Seconds
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.values.scenario import Scenario
from imagesim.studies.replaying.joining import ListedStory
from imagesim.studies.replaying.listed import ListedContainer, ListedPod
from imagesim.studies.replaying.recording.names import container_name

_MOST_TRIED_ALONE = 200
_SHORTEST_S = 1.0


def scenario_of(stories: list[ListedStory], end_s: Seconds, title: str, uncertain: tuple[str, ...]) -> Scenario:
    """The scenario. A pod that no API server would take, since the list lacks what it needs, is left out of it."""
    documents = [document for story in stories if (document := _pod(story.pod)) is not None]
    simulation = {
        "apiVersion": "imagesim/v1",
        "kind": "Simulation",
        "metadata": {"name": "replay"},
        "spec": {"duration": f"{max(end_s, _SHORTEST_S):.0f}s"},
    }
    scenario = _load(simulation, documents)
    return replace(scenario, title=title, assumptions=uncertain, not_modelled=())


def _load(simulation: dict[str, Any], documents: list[dict[str, Any]]) -> Scenario:
    try:
        return load(simulation, *documents)
    except ScenarioError:
        return load(simulation, *(document for document in documents[:_MOST_TRIED_ALONE] if _is_taken(document)))


def _is_taken(document: dict[str, Any]) -> bool:
    try:
        load(document)
    except ScenarioError:
        return False
    return True


def _pod(pod: ListedPod) -> dict[str, Any] | None:
    containers = [_container(pod, each) for each in pod.containers if not each.init]
    init = [_container(pod, each) for each in pod.containers if each.init]
    if not containers or not pod.name:
        return None
    spec: dict[str, Any] = {"containers": containers}
    if init:
        spec["initContainers"] = init
    if pod.pull_secrets:
        spec["imagePullSecrets"] = [{"name": name} for name in pod.pull_secrets if name]
    metadata = {"name": pod.name, "namespace": pod.namespace or "default"}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}


def _container(pod: ListedPod, container: ListedContainer) -> dict[str, Any]:
    policy = {"imagePullPolicy": container.policy} if container.policy else {}
    return {"name": container_name(pod, container), "image": container.image or "unknown", **policy}
