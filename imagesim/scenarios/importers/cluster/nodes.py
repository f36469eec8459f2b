"""Nodes of a dump as a run finds them: cordoned, not ready, with the images that lie on them; and what is said."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from imagesim.rules.api.node import Taint
from imagesim.rules.calendar import Calendar
from imagesim.rules.units import Seconds
from imagesim.scenarios.importers.cluster.dates import seconds
from imagesim.scenarios.importers.cluster.images import LISTED_AT_MOST, KnownImages, listed, with_running
from imagesim.scenarios.importers.cluster.node_fields import NodeFields
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.fields import Field, root
from imagesim.scenarios.reading.quantities import counted
from imagesim.scenarios.values.starting_state import FoundNode, FoundPod


def found_nodes(
    documents: Sequence[Document], pods: Iterable[FoundPod], images: KnownImages, calendar: Calendar, notes: Notes
) -> tuple[FoundNode, ...]:
    """The nodes, with the images of the *pods* that run there."""
    running: dict[str, dict[str, str]] = {}
    for pod in pods:
        for container in pod.containers:
            if pod.node and container.version:
                running.setdefault(pod.node, {})[container.version] = container.image
    found, full = [], 0
    for document in documents:
        node, may_have_more = _node(root(document), running, images, calendar)
        found.append(node)
        full += may_have_more
    if full:
        which = counted(full, "node lists", "nodes list")
        notes.assume(
            f"{which} {LISTED_AT_MOST} images, as many as a kubelet lists: what else lies there is not known, and is "
            "taken not to be there."
        )
    note_versions([NodeFields.of(document) for document in documents], notes)
    return tuple(found)


def _node(
    whole: Field, running: Mapping[str, Mapping[str, str]], images: KnownImages, calendar: Calendar
) -> tuple[FoundNode, bool]:
    name = whole["metadata"]["name"].text()
    there = listed(whole["status"], images)
    return (
        FoundNode(
            name=name,
            created_s=min(seconds(whole["metadata"]["creationTimestamp"], calendar) or 0.0, 0.0),
            unschedulable=whole["spec"]["unschedulable"].boolean(),
            unready_since_s=_unready_since_s(whole["status"], calendar),
            taints=_taints(whole),
            images=with_running(there.images, running.get(name, {}), images),
        ),
        there.may_have_more,
    )


def _taints(whole: Field) -> tuple[Taint, ...]:
    return tuple(
        Taint(each["key"].text(), each["value"].text(), each["effect"].text() or "NoSchedule")
        for each in whole["spec"]["taints"].items()
    )


def _unready_since_s(status: Field, calendar: Calendar) -> Seconds | None:
    for condition in status["conditions"].items():
        if condition["type"].text() == "Ready" and condition["status"].text() != "True":
            return min(seconds(condition["lastTransitionTime"], calendar) or 0.0, 0.0)
    return None


def note_versions(nodes: Sequence[NodeFields], notes: Notes) -> None:
    """Say which versions stand for those that the nodes name, and what of other runtimes is."""
    kubelets = Counter((node.kubelet, node.kubernetes_version) for node in nodes)
    runtimes = Counter((node.runtime, node.containerd_version) for node in nodes)
    for (said, taken), count in sorted(kubelets.items()):
        notes.assume(f"{counted(count, 'node')} with kubelet {said or 'of no version'}: taken as Kubernetes {taken}.")
    for (said, taken), count in sorted(runtimes.items()):
        other = "" if said.startswith("containerd://") else ", since containerd is the only runtime here"
        notes.assume(f"{counted(count, 'node')} with {said or 'no runtime'}: taken as containerd {taken}{other}.")
