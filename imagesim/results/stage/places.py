"""What the tables of a run's JSON object refer to by place: nodes, pods, versions, and how states look."""

from collections import Counter
from collections.abc import Iterable

from imagesim.engine.records import PodRecord, PullRecord, Records
from imagesim.results.palette import Look, image_looks, version_looks
from imagesim.rules.api.kinds import NODE
from imagesim.rules.units import Seconds


class Looks:
    """The looks that are used, each at its place: versions from -1 downwards, states of those that do not run from 0.

    Versions have theirs from the beginning, in the order of their colours.
    """

    def __init__(self, versions: dict[str, Look]) -> None:
        self._versions = list(dict.fromkeys(versions.values()))
        self.of_digest = {digest: self._versions.index(look) for digest, look in versions.items()}
        self._running = {f"Running {look.label}": -1 - place for place, look in enumerate(self._versions)}
        self._states: dict[Look, int] = {}

    def place(self, look: Look) -> int:
        """The place of a container's look (`container_look`)."""
        found = self._running.get(look.label)
        return self._states.setdefault(look, len(self._states)) if found is None else found

    def versions(self) -> list[dict[str, str]]:
        """The versions' looks as values."""
        return [as_values(look) for look in self._versions]

    def states(self) -> list[dict[str, str]]:
        """The others' as values."""
        return [as_values(look) for look in self._states]


def as_values(look: Look) -> dict[str, str]:
    """A look as JSON has it; `ink` is the colour of what is written on it."""
    return {"label": look.label, "detail": look.detail, "colour": look.colour, "hatch": look.hatch, "ink": look.ink}


def as_pulled(versions: dict[str, Look], pulls: Iterable[PullRecord]) -> dict[str, Look]:
    """The same *versions*, each that is all that its image name brought with the colours of that image in *pulls*.

    So an image has one colour in the rows of nodes and on the nodes. The others come after, and look unlike those.
    """
    brought: dict[str, set[str]] = {}
    for row in pulls:
        brought.setdefault(row.image, set()).update({row.digest} & versions.keys())
    by = Counter(digest for digests in brought.values() for digest in digests)
    images = image_looks(sorted(brought))
    own = {
        digest: look
        for image, look in images.items()
        for digest in brought[image]
        if len(brought[image]) == by[digest] == 1
    }
    order = [*own, *(digest for digest in versions if digest not in own)]
    looks = version_looks(order) | own
    return {
        digest: versions[digest]._replace(colour=looks[digest].colour, hatch=looks[digest].hatch) for digest in order
    }


class NodeSpan:
    """A node's name, and when it came and went (None: it was there to the end)."""

    def __init__(self, name: str, created_s: Seconds) -> None:
        self.name = name
        self.created_s = created_s
        self.gone_s: Seconds | None = None


def node_spans(records: Records) -> list[NodeSpan]:
    """The nodes in the order in which they came; one that comes back under its name is there again."""
    found: dict[str, NodeSpan] = {}
    for place, name in enumerate(records.objects.names()):
        if name.kind != NODE.name:
            continue
        change = records.objects[place]
        if change.verb == "create":
            node = found.setdefault(name.name, NodeSpan(name.name, change.time_s))
            node.gone_s = None
        elif change.verb == "remove" and name.name in found:
            found[name.name].gone_s = change.time_s
    return list(found.values())


class PodPlaces:
    """Where a pod of a name stands among the pods: a StatefulSet gives one name again and again."""

    def __init__(self, pods: Iterable[PodRecord]) -> None:
        self._named: dict[tuple[str, str], list[tuple[PodRecord, int]]] = {}
        for place, pod in enumerate(pods):
            self._named.setdefault((pod.namespace, pod.pod), []).append((pod, place))

    def at(self, namespace: str, pod: str, time_s: Seconds) -> int | None:
        """The place of the pod that had this name at *time_s*; None if there was none."""
        among = self._named.get((namespace, pod), ())
        # The youngest, since one may be created in the very moment in which the other is gone.
        return next((place for record, place in reversed(among) if record.there_at(time_s)), None)
