"""An incident: a world in which something goes wrong, and what mends it."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from imagesim.labs.incidents.documents import Document
from imagesim.labs.incidents.scene import Scene
from imagesim.rules.units import Seconds


class HelpingStep(NamedTuple):
    """A timeline event that helps, and how long after the alarm; without an event it helps to wait so long.

    `why` is said beside it. No step does harm to a pod that serves.
    """

    event: Document | None
    after_s: Seconds = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What happened at `scene`, why, and one way to mend it after the alarm.

    `cause` and `remedy` are keys of CAUSES and REMEDIES. `symptom` is what the caller says, and gives no cause away.
    `replicas` is how many pods should be Ready in the end. With `by_build` they have to run the newest build as well:
    it is not enough that all of them run.
    """

    cause: str
    remedy: str
    scene: Scene
    documents: tuple[Document, ...]
    mend: tuple[HelpingStep, ...]
    symptom: str = ""
    replicas: int = 0
    by_build: bool = False

    def __post_init__(self) -> None:
        if not self.replicas:
            object.__setattr__(self, "replicas", self.scene.replicas)
        if not self.symptom:
            object.__setattr__(self, "symptom", rolled_out(self.scene))


def deleting_those_that_wait(scene: Scene) -> Document:
    """The event that deletes the app's pods that wait, and none that serves: their successors try at once."""
    return {"delete": {"target": scene.workload, "phase": "Pending"}}


def rolled_out(scene: Scene) -> str:
    """What somebody says whose roll-out hangs."""
    return (
        f"At minute {scene.begins_min} the team began to roll out v2 of {scene.app} in the namespace "
        f"{scene.namespace}; it ran v1 before. The roll-out does not come to its end."
    )


def of_a_seed(incident: Incident, seed: int) -> Incident:
    """The incident in a world whose chances are those of *seed*."""
    return replace(incident, documents=tuple(_seeded(each, seed) for each in incident.documents))


def _seeded(document: Document, seed: int) -> Document:
    if document["kind"] != "Simulation":
        return document
    return {**document, "spec": {**document["spec"], "seed": seed}}
