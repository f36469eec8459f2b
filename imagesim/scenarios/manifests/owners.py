"""In what `kubectl get` prints, a workload's pods stand beside it; the simulated workload makes its own."""

from collections.abc import Mapping

from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.fields import Field


def made_by(whole: Field) -> list[str]:
    """The workloads that can have made an object, each as Kind/namespace/name: its controller, and the controller's.

    A ReplicaSet's name is that of its Deployment and a hash.
    """
    namespace = whole["metadata"]["namespace"].text() or "default"
    makers = []
    for owner in whole["metadata"]["ownerReferences"].items():
        if owner["controller"].boolean():
            kind, name = owner["kind"].text(), owner["name"].text()
            makers.append(f"{kind}/{namespace}/{name}")
            if kind == "ReplicaSet":
                makers.append(f"Deployment/{namespace}/{name.rpartition('-')[0]}")
    return makers


def note_left_out(counts: Mapping[str, int], notes: Notes) -> None:
    """Say how many objects of each kind are left out, since a workload of the scenario makes its own."""
    if counts.get("Pod"):
        notes.assume(f"{counts['Pod']} pods that a Deployment of this scenario made are left out: it makes its own.")
