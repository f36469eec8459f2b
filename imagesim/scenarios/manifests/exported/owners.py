"""In what `kubectl get` prints, what a workload made stands beside it; the simulated workload makes its own."""

from collections import Counter
from collections.abc import Iterable

from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.fields import Field
from imagesim.scenarios.reading.quantities import counted


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


def note_left_out(left_out: Iterable[tuple[str, str]], notes: Notes) -> None:
    """Say what is left out: for each object what it is, and the kind of the workload that makes its own."""
    for (what, maker), count in Counter(left_out).items():
        verb = "is" if count == 1 else "are"
        notes.assume(f"{counted(count, what)} that a {maker} of this scenario made {verb} left out: it makes its own.")
