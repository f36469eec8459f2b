"""Scenarios that once broke a law which was wrong: what the kubelet really does there. Smaller than they were drawn."""

from typing import Any

from imagesim.results.measures.unauthorised import unauthorised
from imagesim.scenarios.loading import load
from tests.laws.checking import broken_laws, finished
from tests.laws.drawing.draw import Document, world_document


def _pod(name: str, spec: Document, **annotations: str) -> Document:
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "annotations": annotations}, "spec": spec}


def _world(duration: str, **registry: Any) -> list[Document]:
    repositories = {"app": {"tags": {"latest": "i"}}}
    return [
        world_document("Image", "i", {"layers": []}),
        world_document("Registry", "r.example", {"repositories": repositories, "latency": "0ms", **registry}),
        world_document("NodePool", "n", {"pace": {"resolve": "0s"}}),
        world_document("Simulation", "s", {"duration": duration, "seed": 3}),
    ]


def test_a_container_that_mounts_an_image_volume_waits_for_the_back_off_of_the_volume_too() -> None:
    container = {"name": "a", "image": "r.example/gone:latest", "volumeMounts": [{"name": "v", "mountPath": "/v"}]}
    volume = {"name": "v", "image": {"reference": "r.example/app:latest"}}
    limits = [{"amount": 5, "window": "1m"}]
    documents = [
        *_world("20m", head="not-allowed", limits=limits),
        _pod("p", {"containers": [container], "volumes": [volume]}),
    ]
    rows = [row for row in finished(load(*documents)).records.pulls if row.outcome == "Failed"]
    assert {row.container for row in rows} == {"a", "v"}
    assert broken_laws(documents) == []


def test_a_sidecar_that_ended_well_may_be_held_up_though_the_api_shows_it_as_terminated() -> None:
    image = "r.example/app:latest"
    sidecar = {"name": "i", "image": image, "imagePullPolicy": "Never", "restartPolicy": "Always"}
    spec = {"containers": [{"name": "a", "image": image}], "initContainers": [sidecar]}
    deleted = {"at": "20s", "delete": {"target": "Pod/default/brings"}}
    removed = {"at": "30s", "removeImage": {"node": "n-0", "image": image}}
    world = _world("20m")
    world[2]["spec"]["kubernetesVersion"] = "1.35"  # from 1.36 on a look comes soon enough to show that it ran
    documents = [
        *world,
        _pod("brings", {"containers": [{"name": "a", "image": image}]}),
        _pod("p", spec, **{"imagesim/runs-for.i": "10ms"}),
        world_document("Timeline", "t", {"events": [deleted, removed]}),
    ]
    run = finished(load(*documents))
    assert run.states_of()["default", "p", "i"][-1].reason == "Completed"
    assert run.states_of()["default", "p", "a"][-1].reason == "PodInitializing"
    assert broken_laws(documents) == []


def test_a_run_without_length_is_of_the_pod_that_had_its_name_before() -> None:
    """The pull of an image that cannot run there ends, its container starts and fails, and the pod is gone at once."""
    manifests = [{"platform": "windows/amd64", "layers": ["30Mi"]}]
    template = {
        "metadata": {"labels": {"a": "w"}},
        "spec": {"containers": [{"name": "a", "image": "r.example/app:latest"}]},
    }
    spec = {"selector": {"matchLabels": {"a": "w"}}, "template": template}
    documents = [
        *_world("600s", faults=[{"slow": "100kB/s"}])[1:],
        world_document("Image", "i", {"manifests": manifests}),
        {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "w"}, "spec": spec},
        world_document("Timeline", "t", {"events": [{"at": "150s", "delete": {"target": "Pod/default/w-0"}}]}),
    ]
    runs = finished(load(*documents)).records.running
    assert runs[0].pod == "w-0"
    assert runs[0].started_s == runs[0].ended_s
    assert broken_laws(documents) == []
    documents[-1]["spec"]["events"][0]["at"] = "500s"  # now the next pod finds the image, and runs for no time as well
    runs = finished(load(*documents)).records.running
    assert runs[-1].pod == "w-0+2"
    assert broken_laws(documents) == []


def test_a_secret_and_its_pod_may_go_at_one_instant_and_the_pod_is_not_a_second_late() -> None:
    """A pod that slept after the secret had gone took that moment for its last sync, and waited for a look after it."""
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s1"}}
    spec = {"containers": [{"name": "a", "image": "r.example/app:latest"}], "imagePullSecrets": [{"name": "s1"}]}
    events = [
        {"at": "200s", "deleteSecret": {"secret": "default/s1"}},
        {"at": "200s", "delete": {"target": "Pod/default/p"}},
    ]
    assert (
        broken_laws([*_world("20m"), secret, _pod("p", spec), world_document("Timeline", "t", {"events": events})])
        == []
    )


def test_a_pod_is_shown_ready_while_the_hook_of_a_container_that_is_killed_with_the_others_runs() -> None:
    image = "r.example/app:latest"
    hooked = {"name": "a", "image": image, "lifecycle": {"preStop": {"sleep": {"seconds": 25}}}}
    spec = {"containers": [hooked, {"name": "b", "image": image}]}
    lost = world_document("Timeline", "t", {"events": [{"at": "179s", "loseSandbox": {"target": "Pod/default/p"}}]})
    documents = [*_world("200s"), _pod("p", spec), lost]
    assert next(row.ended_s for row in finished(load(*documents)).records.running if row.container == "b") < 185
    assert broken_laws(documents) == []


def test_a_pod_that_slept_has_done_what_it_was_told_before() -> None:
    """A pod that rested with an update behind it, slept, and synced in its sleep: no sync is owed to that update."""
    template = {
        "metadata": {"labels": {"a": "w"}, "annotations": {"imagesim/runs-for.b": "90s"}},
        "spec": {
            "containers": [{"name": "b", "image": "r.example/app:v1"}],
            "imagePullSecrets": [{"name": "s1"}],
        },
    }
    spec = {"replicas": 3, "selector": {"matchLabels": {"a": "w"}}, "template": template}
    documents = [
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s1"}},
        {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": {"name": "w"}, "spec": spec},
        world_document("Timeline", "t", {"events": [{"at": "3s", "deleteSecret": {"secret": "default/s1"}}]}),
    ]
    assert broken_laws(documents) == []


def test_a_pod_that_restarts_nothing_gets_no_other_sandbox_after_a_reboot() -> None:
    """So a container of it whose image comes too late waits for good."""
    there, missing = ({"name": name, "image": f"r.example/app:{tag}"} for name, tag in (("a", "latest"), ("b", "none")))
    spec = {"restartPolicy": "Never", "containers": [there, missing]}
    reboot = world_document("Timeline", "t", {"events": [{"at": "100s", "rebootNode": {"node": "n-0"}}]})
    documents = [*_world("40m"), _pod("p", spec), reboot]
    assert finished(load(*documents)).states_of()["default", "p", "b"][-1].reason == "ContainerCreating"
    assert broken_laws(documents) == []


def _running_pod_whose_secret(*events: Document) -> list[Document]:
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s1"}}
    spec = {"containers": [{"name": "a", "image": "r.example/app:latest"}], "imagePullSecrets": [{"name": "s1"}]}
    return [*_world("20m"), secret, _pod("p", spec), world_document("Timeline", "t", {"events": list(events)})]


def _put(verb: str, at: str) -> Document:
    return {"at": at, verb: {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s1"}}}


def _deleted(at: str) -> Document:
    return {"at": at, "deleteSecret": {"secret": "default/s1"}}


def test_a_secret_that_changes_twice_at_one_instant_makes_a_pod_that_rested_sync_once() -> None:
    """It fell asleep once for each change, and said twice as often that the secret is missing."""
    twice, once = (
        finished(load(*_running_pod_whose_secret(*events))).records.events
        for events in ((_put("replaceSecret", "200s"), _deleted("200s")), (_deleted("200s"),))
    )
    assert twice == once
    assert broken_laws(_running_pod_whose_secret(_put("replaceSecret", "200s"), _deleted("200s"))) == []


def test_a_secret_that_comes_and_goes_does_not_put_off_the_sync_that_is_planned() -> None:
    """The pod is synced every 60 to 90 s, whether its secrets are there or not."""
    often, once = (
        [
            row.time_s
            for row in finished(load(*_running_pod_whose_secret(*events))).records.events
            if "Secret" in row.reason
        ]
        for events in ((_deleted("200s"), _put("createSecret", "210s"), _deleted("220s")), (_deleted("200s"),))
    )
    assert often[0] == once[0]
    assert 260 < once[0] < 292


def test_an_outage_of_a_cache_where_nodes_ask_for_what_it_caches_ends() -> None:
    """The cache itself asks the registry, whatever the nodes do: nobody calls anything hub/hub/team/x."""
    documents = _world("20m")
    documents[2]["spec"]["hosts"] = {"r.example": {"mirrors": [{"host": "https://cache.example"}]}}
    outage = {"registry": "cache.example", "repository": "team/*", "for": "90s", "status": 503}
    documents += [
        world_document("Registry", "cache.example", {"cache": {"of": "r.example", "under": "hub"}}),
        _pod("p", {"containers": [{"name": "a", "image": "r.example/app:latest"}]}),
        world_document("Timeline", "t", {"events": [{"at": "200s", "outage": outage}]}),
    ]
    (disturbance,) = finished(load(*documents)).records.disturbances
    assert disturbance.images == ("cache.example/team/*", "r.example/team/*")


def test_a_pod_whose_init_container_runs_for_long_waits_for_that() -> None:
    image = "r.example/app:latest"
    spec = {"initContainers": [{"name": "i", "image": image}], "containers": [{"name": "a", "image": image}]}
    assert broken_laws([*_world("300s"), _pod("p", spec, **{"imagesim/runs-for.i": "300s"})]) == []


def test_a_container_that_hangs_runs_on_while_its_hook_does() -> None:
    hooked = {
        "name": "a",
        "image": "r.example/app:latest",
        "imagePullPolicy": "Never",
        "livenessProbe": {"httpGet": {"port": 80}},
        "lifecycle": {"preStop": {"sleep": {"seconds": 55}}},
    }
    spec = {"containers": [hooked], "terminationGracePeriodSeconds": 60}
    world = _world("300s")
    world[2]["spec"]["prepulled"] = ["r.example/app:latest"]  # no pull keeps the pod's worker
    documents = [*world, _pod("p", spec, **{"imagesim/live-for.a": "5s"})]
    (first, *_) = finished(load(*documents)).records.running
    assert first.ended_s is not None
    assert first.ended_s - first.started_s > 5 + 2 * 10 + 55
    assert broken_laws(documents) == []


def test_a_volume_that_the_pod_has_pulled_itself_by_then_is_no_unauthorised_use() -> None:
    """It is there when the pod first asks. Another pod has the image pulled, so it must show a login, and gets one."""
    hook = {"auth": {"r.example": {"username": "u", "password": "p"}}, "from": "3m"}
    world = _world("10m", auth="basic", users=[{"name": "u"}], access=[{"repository": "*", "users": ["u"]}])
    world[1]["spec"]["repositories"] = {"app": {"tags": {"v0": "i", "v1": "j"}}, "tool": {"tags": {"v0": "i"}}}
    world[2]["spec"] |= {"prepulled": ["r.example/tool:v0"], "credentials": {"vendorHook": hook}}
    volume = {"name": "v", "image": {"reference": "r.example/tool:v0"}}
    documents = [
        *world,
        world_document("Image", "j", {"layers": []}),
        _pod("other", {"containers": [{"name": "a", "image": "r.example/app:v0"}]}),
        _pod("p", {"containers": [{"name": "a", "image": "r.example/app:v1"}], "volumes": [volume]}),
    ]
    run = finished(load(*documents))
    assert [row.pod for row in run.records.unauthorised_starts] == ["p"]
    assert any((row.pod, row.container, row.outcome) == ("p", "v", "Pulled") for row in run.records.pulls)
    assert unauthorised(run.records) == []
    assert broken_laws(documents) == []
