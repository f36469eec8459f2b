"""A tally that follows what changes knows what one knows that looks at everything anew."""

import random
from collections.abc import Iterable

import pytest

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.controllers.daemon_set.daemon_tally import DaemonTally, Where
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import DaemonSet, PodSpec, PodTemplate
from imagesim.rules.workloads.daemon_set import Actions, pinned

NODES = [f"n{number}" for number in range(6)]
EMPTY = PodSpec(containers=())


def agent(**fields: object) -> DaemonSet:
    return DaemonSet(namespace="default", name="agent", template=PodTemplate(spec=EMPTY), **fields)  # type: ignore[arg-type]


def new_pod(name: str, node: str, revision: str = "new") -> ApiPod:
    labels = (("controller-revision-hash", revision),)
    pod = ApiPod(ObjectName("Pod", "default", name), pinned(EMPTY, node), labels=labels)
    pod.node = node
    return pod


def fresh(spec: DaemonSet, pods: Iterable[ApiPod], where: Where, now: float) -> DaemonTally:
    tally = DaemonTally(spec)
    for pod in pods:
        tally.note("create", pod)
    tally.look(spec, "new", where, now)
    return tally


def change(pod: ApiPod, chance: random.Random, now: float) -> str:
    """Let something happen to a pod; return the verb."""
    what = chance.choice(["ready", "unready", "fail", "delete", "remove"])
    if what == "ready":
        pod.ready_since_s = now
    elif what == "unready":
        pod.ready_since_s = None
    elif what == "fail":
        pod.phase, pod.ready_since_s = "Failed", None
    elif what == "delete":
        pod.deletion_s = now
    return {"delete": "delete", "remove": "remove"}.get(what, "status")


def draw(chance: random.Random) -> Where:
    runs = {node: chance.random() < 0.8 for node in NODES}
    return runs, [node for node in NODES if not runs[node] and chance.random() < 0.5]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    "fields",
    [{}, {"min_ready_s": 3}, {"max_surge": "2", "max_unavailable": "0"}, {"max_unavailable": "2", "min_ready_s": 2}],
)
def test_it_knows_what_one_that_looks_at_every_node_knows(seed: int, fields: dict[str, object]) -> None:
    chance = random.Random(seed)
    spec, pods = agent(**fields), dict[str, ApiPod]()
    where = draw(chance)
    tally = DaemonTally(spec)
    for step in range(120):
        now = float(step)
        if pods and chance.random() < 0.6:
            pod = chance.choice(list(pods.values()))
            verb = change(pod, chance, now)
            if verb == "remove":
                del pods[pod.name]
        else:
            pod = pods[f"p{step}"] = new_pod(f"p{step}", chance.choice(NODES), chance.choice(["new", "old"]))
            verb = "create"
        tally.note(verb, pod)  # type: ignore[arg-type]
        if chance.random() < 0.1:
            where = draw(chance)
        if chance.random() < 0.7:
            tally.look(spec, "new", where, now)
            other = fresh(spec, pods.values(), where, now)
            assert tally.counts == other.counts
            assert tally.manage() == other.manage()
            assert tally.roll() == other.roll()


def test_time_alone_makes_a_pod_available() -> None:
    spec, pod = agent(min_ready_s=5), new_pod("a", "n0", "old")
    pod.ready_since_s = 10.4
    where: Where = ({"n0": True}, ())
    tally = fresh(spec, [pod], where, 14.9)
    assert tally.counts[-1] == 0
    tally.look(spec, "new", where, 15.0)
    assert tally.counts[-1] == 1


def test_what_waits_for_a_node_that_has_gone_is_lost() -> None:
    pod = new_pod("a", "gone")
    pod.node = ""
    tally = fresh(agent(), [pod], ({"n0": True}, ()), 0.0)
    assert tally.lost() == [pod]
    assert tally.manage() == Actions(create=("n0",))
    pod.deletion_s = 0.0
    assert tally.lost() == []


def test_a_settled_node_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = agent()
    where: Where = (dict.fromkeys(NODES, True), ())
    pods = [new_pod(node, node) for node in NODES]
    for pod in pods:
        pod.ready_since_s = 0.0
    tally = fresh(spec, pods, where, 0.0)
    looked: list[int] = []
    monkeypatch.setattr(tally, "_look_at", lambda place, _: looked.append(place))
    tally.note("status", pods[3])
    tally.look(spec, "new", where, 1.0)
    assert looked == [3]
