"""Laws of taints: who is scheduled where, and who has to go."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from imagesim.engine.object_history import ObjectRecord
from imagesim.rules.api.node import Taint
from imagesim.rules.api.objects import Toleration
from tests.laws.kept.history import JUST_NOW_S
from tests.laws.kept.run import Run
from tests.laws.kept.tolerating import matches, tolerates

_KEEPS_OUT = ("NoSchedule", "NoExecute")


class Seen(NamedTuple):
    """A pod as it was created: what it tolerates, and whether its kubelet, or whoever made it, chose the node."""

    name: str
    tolerations: tuple[Toleration, ...]
    placed: bool


def nobody_is_scheduled_where_a_taint_keeps_it_out(run: Run) -> Iterator[str]:
    taints: dict[str, tuple[Taint, ...]] = {}
    pods: dict[str, Seen] = {}
    for row in run.records.objects:
        _follow(row, taints, pods)
        if row.kind == "Pod" and row.verb == "bind" and not pods[row.uid].placed:
            node = dict(row.change)["node"]
            if not tolerates(pods[row.uid].tolerations, taints[node], _KEEPS_OUT):
                yield f"{row.time_s}: {pods[row.uid]} on {node}: {taints[node]}"


def who_does_not_tolerate_a_taint_goes(run: Run) -> Iterator[str]:
    """With NoExecute, at once or after its `tolerationSeconds`; but static pods stay."""
    taints: dict[str, tuple[Taint, ...]] = {}
    pods: dict[str, Seen] = {}
    places: dict[str, tuple[str, float]] = {}
    changed_s: dict[str, float] = {}
    for row in run.records.objects:
        before = taints.get(row.name)
        _follow(row, taints, pods)
        if row.kind == "Node" and taints.get(row.name) != before:
            changed_s[row.name] = row.time_s
        elif row.kind == "Pod" and row.verb == "bind":
            places[row.uid] = dict(row.change)["node"], row.time_s
        elif row.kind == "Pod" and row.verb in ("delete", "remove"):
            places.pop(row.uid, None)
    for uid, (node, bound_s) in places.items():
        since_s = max(bound_s, changed_s[node])
        stays_s = _stays_s(pods[uid].tolerations, taints.get(node, ()))
        if run.records.end_s > since_s + stays_s + JUST_NOW_S and not pods[uid].placed:
            yield f"{pods[uid]} is on {node} since {bound_s}: {taints[node]} since {changed_s[node]}"


def _follow(row: ObjectRecord, taints: dict[str, tuple[Taint, ...]], pods: dict[str, Seen]) -> None:
    """Take note of the taints of nodes, and of new pods."""
    change = dict(row.change)
    if row.kind == "Node" and "spec" in change:
        taints[row.name] = change["spec"].taints
    elif row.kind == "Pod" and row.verb == "create":
        owner = change.get("owner")
        placed = bool(change["spec"].node_name) or (owner is not None and owner.owner.kind == "Node")
        pods[row.uid] = Seen(row.name, change["spec"].tolerations, placed)


def _stays_s(tolerations: tuple[Toleration, ...], taints: Iterable[Taint]) -> float:
    """getMinTolerationTime: how long a pod stays beside these taints, of each by the first toleration that fits."""
    found = [taint for taint in taints if taint.effect == "NoExecute"]
    for key in ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"):  # DefaultTolerationSeconds
        if not any(each.key in ("", key) and each.effect in ("", "NoExecute") for each in tolerations):
            tolerations = (*tolerations, Toleration(key, "Exists", effect="NoExecute", seconds=300))
    if not tolerates(tolerations, found, ("NoExecute",)):
        return 0.0
    used = [next(each for each in tolerations if matches(each, taint)) for taint in found]
    return float(max(0, min((each.seconds for each in used if each.seconds is not None), default=2**31)))
