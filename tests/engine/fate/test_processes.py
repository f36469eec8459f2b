"""Random processes in a run: what they do, to whom, and that it is all written down."""

from collections.abc import Callable
from dataclasses import replace

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.timeline.events.nodes.add_node import AddNode
from imagesim.scenarios.timeline.events.nodes.remove_node import RemoveNode
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.values.process import Process
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, deployment, image
from tests.engine.kubelet.sleep.asleep_and_awake import compare

World = Callable[..., Scenario]
APP, WEB = "reg.test/app:v1", "Deployment/default/web"
PUSHES = Process(name="pushes", every_s=300, events=(Push(at_s=0, reference=APP, image=image("b", MB)),))
CRASHES = Process(name="crashes", every_s=100, events=(Restart(at_s=0, target=WEB),), any_pod_of=WEB)
CHURN = Process(name="churn", every_s=900, events=(RemoveNode(at_s=0, node="node-0"),), any_node_of="node")
JOINS = Process(name="joins", every_s=600, events=(AddNode(at_s=0, pool="node"),))


def scenario(world: World, *processes: Process, policy: str = "Always") -> Scenario:
    web = deployment("web", 4, container(APP, policy))
    made = world(tags={"app:v1": image("a", MB)}, deployments=(web,), nodes=3, duration_s=3600)
    return replace(made, processes=processes)


def what(records: Records) -> list[tuple[float, str, str]]:
    return [(row.time_s, row.event, row.target) for row in records.causes]


def test_what_happens_is_a_cause_at_its_time_and_befalls_one_pod(world: World) -> None:
    records = run(scenario(world, CRASHES))
    crashes = what(records)
    assert len(crashes) > 20
    assert {event for _, event, _ in crashes} == {"restart"}
    assert {target for *_, target in crashes} == {f"Pod/default/{pod.pod}" for pod in records.pods}
    ends = {(row.pod, row.ended_s) for row in records.running}
    assert {(target.rsplit("/", 1)[-1], at_s) for at_s, _, target in crashes[:3]} <= ends


def test_removing_one_leaves_the_others_times(world: World) -> None:
    all_of_them = what(run(scenario(world, PUSHES, CRASHES, CHURN, JOINS)))
    pushes = [row for row in all_of_them if row[1] == "push"]
    assert pushes == what(run(scenario(world, PUSHES)))
    assert pushes != what(run(scenario(world, PUSHES), seed=2))
    assert [row[0] for row in all_of_them if row[1] == "restart"] == [
        row[0] for row in what(run(scenario(world, CRASHES)))
    ]


def test_another_process_changes_nothing_else_by_chance(world: World) -> None:
    elsewhere = replace(PUSHES, events=(Push(at_s=0, reference="reg.test/other:v1", image=image("b", MB)),))
    one, other = run(scenario(world)), run(scenario(world, elsewhere))
    assert (one.pulls, one.pods, one.states, one.events) == (other.pulls, other.pods, other.states, other.events)
    assert len(other.causes) > 5


def test_nodes_come_and_go_and_nothing_befalls_one_that_is_not_there(world: World) -> None:
    records = run(scenario(world, replace(CHURN, every_s=200), JOINS))
    removed = [target for _, event, target in what(records) if event == "removeNode"]
    assert len(set(removed)) == len(removed)
    assert "node/node-3" in removed, "one that joined"
    assert {row.why for row in records.vain_events} <= {"there is no node of node at that time"}
    assert len([pod for pod in records.pods if pod.deleted_s is None]) == 4


def test_a_target_that_is_gone_makes_it_vain(world: World) -> None:
    web = deployment("web", 0, container(APP))
    gone = replace(world(deployments=(web,)), processes=(replace(CRASHES, every_s=None, times_s=(60.0,)),))
    (vain,) = run(gone).vain_events
    assert (vain.time_s, vain.why) == (60.0, "there was no such pod")
    named = RemoveNode(at_s=0, node="node-7")
    absent = replace(world(), processes=(Process(name="p", times_s=(30.0,), events=(named,)),))
    assert [row.why for row in run(absent).vain_events] == ["there is no node node-7 at that time"]


def test_a_run_with_pods_that_sleep_is_the_same(world: World) -> None:
    deletes = Process(name="deletes", every_s=120, events=(Delete(at_s=0, target=WEB),), any_pod_of=WEB)
    web = deployment("web", 4, container("reg.test/app:v2"))
    made = world(tags={"app:v1": image("a", MB)}, deployments=(web,), nodes=2, duration_s=2400)
    pushes = replace(PUSHES, events=(Push(at_s=0, reference="reg.test/app:v2", image=image("b", MB)),), from_s=900)
    compare(replace(made, processes=(deletes, pushes, CHURN, JOINS)))
