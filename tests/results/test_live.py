"""imagesim.live: time passes when one says so, what is done is read as a Timeline is, and the run can be saved."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

import imagesim
from imagesim.results.live import LiveRun, live
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.saving import dump
from imagesim.scenarios.timeline.events.workloads.scale import Scale

OUTAGE = {"registry": "registry.example", "for": "5m"}
LOGIN = """\
apiVersion: v1
kind: Secret
metadata: {name: %s, namespace: shop}
type: kubernetes.io/dockerconfigjson
stringData: {.dockerconfigjson: '{"auths": {"registry.example": {"username": "robot", "password": "%s"}}}'}
"""


@pytest.fixture
def run() -> LiveRun:
    return live(load("moved-tag"), seed=7)


def refused(what: Callable[[], object]) -> str:
    with pytest.raises(ScenarioError) as mistake:
        what()
    return str(mistake.value)


def test_time_passes_by_so_much_or_up_to_a_time(run: LiveRun) -> None:
    assert run.advance("5m").advance(30).advance(to="6m").advance(0).now_s == 360
    assert run.advance(to=361.5).now_s == 361.5


def test_three_times_a_tenth_of_a_second_are_three_tenths(run: LiveRun) -> None:
    assert run.advance(0.1).advance(0.1).advance("100ms").now_s == 0.3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "advance: needs one of by and to; write advance('5m') or advance(to='20m')"),
        ({"by": 1, "to": 2}, "advance: needs one of by and to; write advance('5m') or advance(to='20m')"),
        ({"by": "5"}, "advance: by: '5' has no unit; write 5s for seconds or 5m for minutes"),
        ({"by": -1}, "advance: by: -1 is no time of a run; write a number of seconds such as 90, or '90s', '5m'"),
        ({"by": float("inf")}, "advance: by: inf is no time of a run; write a number of seconds such as 90, or '90s'"),
        ({"to": "59s"}, "advance: to: '59s' is over: it is 1m; time goes on; begin another run to go back"),
        ({"by": "876000h"}, "advance: by: '876000h' is out of range; the longest run lasts 876000h, a hundred years"),
        ({"by": True}, "advance: by: true is not a duration; write a time such as 20ms, 90s, 5m, 2h or 1h30m"),
    ],
)
def test_what_is_no_time_to_come_is_refused(run: LiveRun, given: dict[str, str | float], said: str) -> None:
    run.advance("1m")
    assert refused(lambda: run.advance(**given)).startswith(said)
    assert run.now_s == 60


def test_an_event_is_a_mapping_or_yaml_or_a_value_whose_time_does_not_count(run: LiveRun) -> None:
    mapping = {"scale": {"workload": "web", "replicas": 3}}
    ways = (
        mapping,
        "scale: {workload: web, replicas: 3}",
        "{scale: {workload: web, replicas: 3}}",
        "scale:\n  workload: web\n  replicas: 3\n",
    )
    for way in ways:
        assert str(run.advance("1m").do(way)).endswith("m: scale Deployment/shop/web to 3")
    run.do(Scale(at_s=0, workload="Deployment/shop/web", replicas=3))
    assert run.timeline() == tuple(
        Scale(at_s=at_s, workload="Deployment/shop/web", replicas=3) for at_s in (60, 120, 180, 240, 240)
    )
    assert mapping == {"scale": {"workload": "web", "replicas": 3}}


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"pusch": {}}, "do: pusch: unknown event; did you mean push?"),
        ({}, "do: nothing is to be done; give one of push, "),
        (5, "do: 5 is no event; write for example {scale: {workload: web, replicas: 3}}"),
        ("push", "do: a text or a number is not an event; write for example {scale: {workload: web, replicas: 3}}"),
        ("cordon: {node: workers-0}\n---\ncordon: {node: workers-1}", "do: there are 2 events; do one after the other"),
        ("cordon: [", "do: not valid YAML: "),
        (
            {"at": "5m", "cordon": {"node": "workers-0"}},
            "do: at: is for a Timeline: what is done happens now; leave it",
        ),
        ({"push": {"image": "registry.example/shop/web:v1", "to": "web-c"}}, "do: push.to: 'web-c' is not the name of"),
        (
            {"scale": {"workload": "wep", "replicas": 1}},
            "do: scale.workload: 'wep' names no workload of the manifests;",
        ),
        ({"scale": {"workload": "web"}, "cordon": {"node": "workers-0"}}, "do: scale.replicas: is missing"),
        (
            {
                "apply": {
                    "manifests": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"x": 1}}]
                }
            },
            "do: apply.manifests[0], Pod/a: spec.containers: Required value: a pod needs at least one",
        ),
        (
            {"cordon": {"node": "workers-9"}},
            "do: cordon: there is no node workers-9 at that time; did you mean workers-",
        ),
        (
            {"scale": {"workload": "web", "replicas": 10**9}},
            "Deployment/shop/web: scale Deployment/shop/web to 1000000",
        ),
    ],
)
def test_what_is_no_event_or_cannot_happen_is_refused_whole(run: LiveRun, event: object, said: str) -> None:
    assert refused(lambda: run.do(event)).startswith(said)  # type: ignore[arg-type]
    assert run.timeline() == ()
    assert run.result().records == simulate(run.scenario()).records


def test_what_is_there_then_is_what_counts(run: LiveRun) -> None:
    remove = {"removeNode": {"node": "workers-6"}}
    assert "there is no node workers-6 at that time" in refused(lambda: run.do(remove))
    run.do({"addNode": {"pool": "workers", "count": 1}})
    run.do(remove)
    assert "there is no node workers-6 at that time" in refused(lambda: run.do(remove))


def test_what_would_make_a_planned_event_impossible_is_refused() -> None:
    planned = {"apiVersion": "imagesim/v1", "kind": "Timeline", "metadata": {"name": "later"}}
    events = [{"at": "5m", "addNode": {"pool": "workers", "count": 1}}, {"at": "9m", "cordon": {"node": "workers-0"}}]
    run = live(load(*load("moved-tag").documents, planned | {"spec": {"events": events}}))
    assert refused(lambda: run.advance("1m").do("removeNode: {node: workers-0}")) == (
        "do: removeNode: cordon node workers-0, planned for 9m, could not happen then: "
        "there is no node workers-0 at that time; wait until that is over, or do something else"
    )
    run.advance(to="9m").do("removeNode: {node: workers-0}")


def test_a_registry_goes_by_the_name_of_its_document_too() -> None:
    world = {
        "apiVersion": "imagesim/v1",
        "kind": "Registry",
        "metadata": {"name": "hub"},
        "spec": {"host": "r.example"},
    }
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "p"},
        "spec": {"containers": [{"name": "a", "image": "b"}]},
    }
    run = live(load(world, pod))
    assert run.do({"outage": {"registry": "hub", "for": "1m"}}).text == "r.example does not answer (refused) for 1m"
    assert run.do({"outage": {"registry": "r.example", "for": "1m"}}).vain == ""


def test_kubectls_refusal_is_said_as_in_vain(run: LiveRun) -> None:
    done = run.do({"rolloutUndo": {"workload": "web"}})
    assert done.vain == 'error: no rollout history found for deployment "web"'
    assert repr(done) == f"0s: rollout undo of Deployment/shop/web (in vain: {done.vain})"


def test_a_look_changes_nothing(run: LiveRun) -> None:
    other = live(load("moved-tag"), seed=7)
    for minutes in range(1, 31):
        run.advance(to=60 * minutes).result().summary()
        other.advance(to=60 * minutes)
        if minutes % 7 == 0:
            assert run.do({"outage": OUTAGE}) == other.do({"outage": OUTAGE})
    assert run.result().records == other.result().records
    assert run.result() is run.advance(0).result()


def test_a_run_that_is_saved_runs_again_to_the_same_records(run: LiveRun, tmp_path: Path) -> None:
    run.advance("6m").do({"outage": OUTAGE})
    run.do({"setImage": {"workload": "web", "container": "web", "image": "ghcr.io/shop/web:v2"}})
    saved = run.advance("12.25m").scenario()
    (tmp_path / "saved.yaml").write_text(dump(saved))
    for again in (load(tmp_path / "saved.yaml"), load(*saved.documents)):
        assert again == saved
        assert simulate(again).records == run.result().records
    assert (saved.duration_s, saved.seed) == (18.25 * 60, 7)
    assert any("ghcr.io" in sentence for sentence in saved.assumptions)
    assert "3 events of the timeline lie after the end of the run and never happen." not in saved.assumptions
    going_on = live(saved).advance(to=saved.duration_s)
    going_on.do({"restart": {"target": "web"}})
    assert [document["metadata"]["name"] for document in going_on.scenario().documents[-2:]] == ["done", "done-2"]  # type: ignore[index]


def test_time_may_pass_beyond_the_duration(run: LiveRun) -> None:
    run.advance("31m")
    run.do({"scale": {"workload": "web", "replicas": 1}})
    assert run.advance("1h").result().summary()["pods"]["ready"] == 1
    assert repr(run) == "LiveRun('moved-tag', seed=7: 1h31m of 30m, 1 event done)"


def test_a_password_that_is_done_is_the_one_that_was_loaded_and_stands_nowhere(tmp_path: Path) -> None:
    """Stand-ins of equal passwords are equal, whenever they are read."""
    registry = {"spec": {"auth": "basic", "users": [{"name": "robot", "password": "hunter2-hunter2"}]}}
    registry |= {"apiVersion": "imagesim/v1", "kind": "Registry", "metadata": {"name": "registry.example"}}
    image = {"apiVersion": "imagesim/v1", "kind": "Image", "metadata": {"name": "a"}, "spec": {"layers": ["1Mi"]}}
    registry["spec"] |= {
        "access": [{"repository": "a", "users": ["robot"]}],
        "repositories": {"a": {"tags": {"v1": "a"}}},
    }  # type: ignore[operator]
    spec = {"containers": [{"name": "a", "image": "registry.example/a:v1"}], "imagePullSecrets": [{"name": "login"}]}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "shop"}, "spec": spec}
    ready = []
    for password in ("hunter2-hunter2", "something-else"):
        run = live(load(registry, image, pod)).advance("1m")
        run.do({"createSecret": yaml.safe_load(LOGIN % ("login", password))})
        ready.append(run.advance("20m").result().summary()["pods"]["ready"])
        whole = f"{dump(run.scenario())}{run.scenario()}{run.timeline()}{run.result().records}"
        assert password not in whole
    assert ready == [1, 0]


def test_a_cron_job_is_counted_beyond_the_duration() -> None:
    pod = {"containers": [{"name": "a", "image": "b"}], "restartPolicy": "Never"}
    cron = {"schedule": "* * * * *", "jobTemplate": {"spec": {"template": {"spec": pod}}}}
    world = {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "c"}, "spec": cron}
    run = live(load(world), limit=200 * 2**20)
    assert "the run is too large" in refused(lambda: run.advance("876000h"))
    assert len(run.advance("40m").result().records.pods) == 39


def test_a_mistake_is_one_line_in_a_notebook(run: LiveRun, capsys: pytest.CaptureFixture[str]) -> None:
    shell = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell(user_ns={"run": run})
    shell.run_cell("run.do({'pusch': {}})")
    assert capsys.readouterr().out.strip() == "ScenarioError: do: pusch: unknown event; did you mean push?"


def test_the_front_door_has_it() -> None:
    assert imagesim.live is live
    assert isinstance(imagesim.live(imagesim.load("pull-policy")), imagesim.LiveRun)


def test_a_scenario_without_documents_is_stepped_too() -> None:
    bare = replace(load("moved-tag"), documents=())
    run = live(bare).advance("1m")
    run.do({"outage": OUTAGE})
    assert run.scenario().documents == ()
    assert load(*yaml.safe_load_all(dump(run.scenario()))) == run.scenario()
