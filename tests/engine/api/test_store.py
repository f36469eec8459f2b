"""The store of objects: versions, generations, conflicts, watches, deletion."""

from dataclasses import replace

import pytest

from imagesim.engine.api.api_object import ApiObject
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.status_errors import AlreadyExists, Conflict, NotFound
from tests.engine.api.api_worlds import Api, spec
from tests.engine.engine_worlds import container, deployment

WEB = deployment("web", 3, container("app:v1"))


@pytest.fixture
def api() -> Api:
    return Api()


def test_a_new_object_gets_a_uid_a_version_and_its_time(api):
    api.env.run(until=7)
    web = api.object("Deployment/default/web", WEB)
    assert (web.generation, web.created_s, web.uid != "") == (1, 7, True)
    assert web.resource_version == api.store.resource_version
    assert api.store.get(web.object_name) is web


def test_uids_count_up_and_are_never_given_twice(api):
    first = api.object("Secret/default/a")
    api.store.delete(first)
    second = api.object("Secret/default/a")
    assert (first.uid, second.uid) == ("00000000-0000-4000-9000-000000000001", "00000000-0000-4000-9000-000000000002")


def test_a_name_is_given_once(api):
    api.object("Deployment/default/web", WEB)
    with pytest.raises(AlreadyExists, match=r'^deployments\.apps "web" already exists$'):
        api.object("Deployment/default/web", WEB)
    api.object("Deployment/other/web", WEB)


def test_what_is_not_there_is_not_found(api):
    with pytest.raises(NotFound, match=r'^nodes "n" not found$'):
        api.store.get(ObjectName("Node", "", "n"))


def test_a_changed_spec_is_a_new_generation_and_a_status_is_not(api):
    web = api.object("Deployment/default/web", WEB)
    assert api.store.patch(web, replicas=5)
    assert (web.generation, web.spec.replicas) == (2, 5)
    assert api.store.update_status(web, "fine")
    assert api.store.update(web, labels=(("a", "b"),))
    assert (web.generation, web.status, web.labels) == (2, "fine", (("a", "b"),))


def test_an_update_that_changes_nothing_is_no_write(api):
    web = api.object("Deployment/default/web", WEB)
    api.told.clear()
    before = web.resource_version
    assert not api.store.update(web, spec=replace(WEB))
    assert not api.store.update_status(web, None)
    assert (web.resource_version, api.told) == (before, [])


def test_a_write_on_an_old_reading_is_a_conflict(api):
    web = api.object("Deployment/default/web", WEB)
    read = web.resource_version
    api.store.update_status(web, "fine", resource_version=read)
    with pytest.raises(Conflict, match=r'^Operation cannot be fulfilled on deployments\.apps "web": the object has'):
        api.store.update(web, spec=replace(WEB, replicas=1), resource_version=read)
    assert api.store.update(web, spec=replace(WEB, replicas=1), resource_version=web.resource_version)


def test_versions_are_one_counter_for_all_kinds_but_events(api):
    a, b = api.object("Secret/default/a"), api.object("Node/n")
    api.api.events.record(b.object_name, "Normal", "Starting", "")
    assert api.object("Secret/default/c").resource_version == b.resource_version + 1
    assert b.resource_version > a.resource_version


def test_an_object_goes_at_once_unless_a_finalizer_holds_it(api):
    api.store.delete(api.object("Secret/default/a"))
    held = api.object("Secret/default/b", finalizers=("example.com/hold",))
    api.store.delete(held)
    assert api.there() == ["Secret/default/b"]
    assert held.deletion_s == 0
    api.store.update(held, finalizers=())
    assert api.there() == []
    with pytest.raises(NotFound):
        api.store.update(held, labels=(("a", "b"),))


def test_a_pod_on_a_node_goes_when_its_kubelet_says_so(api):
    waiting, running = (api.pods.create("default", name, spec()) for name in ("a", "b"))
    api.pods.bind(running, "n")
    api.told.clear()
    for pod in (waiting, running, running):
        api.pods.delete(pod)
    assert api.told == [("remove", "Pod/default/a"), ("delete", "Pod/default/b")]
    api.pods.remove(running)
    assert api.told[-1] == ("remove", "Pod/default/b")


def test_lists_are_by_namespace_labels_and_node(api):
    for name, labels in (("a", (("app", "web"),)), ("b", (("app", "web"), ("x", "y"))), ("c", ())):
        pod = api.pods.create("default", name, spec(), labels=labels)
        api.pods.bind(pod, f"on-{name}")
    api.pods.create("other", "d", spec(), labels=(("app", "web"),))

    def listed(**which: object) -> list[str]:
        return [pod.name for pod in api.store.list("Pod", **which)]

    assert listed() == ["a", "b", "c", "d"]
    assert listed(selector=(("app", "web"),)) == ["a", "b", "d"]
    assert listed(selector=(("app", "web"),), namespace="default") == ["a", "b"]
    assert listed(node="on-c") == ["c"]


def test_who_watches_is_told_in_order_and_a_node_hears_of_its_own_pods(api):
    told: list[str] = []
    api.store.watch("Pod", lambda verb, pod, _: told.append(f"first {verb}"))
    for node in ("n", "m"):
        api.store.watch("Pod", lambda verb, pod, _, node=node: told.append(f"{node} {verb}"), node=node)
    api.store.watch("Pod", lambda verb, pod, _: told.append(f"last {verb}"))
    api.store.watch("Pod", lambda verb, pod, _: told.append(f"late {verb}"), node="m")
    pod = api.pods.create("default", "a", spec())
    api.pods.bind(pod, "m")
    assert told == ["first create", "last create", "first bind", "m bind", "late bind", "last bind"]


def test_a_status_that_says_the_same_is_told_nobody_and_an_end_stays(api):
    pod = api.pods.create("default", "a", spec())
    api.pods.set_status(pod, phase="Running", ready=True, restarts=0)
    api.told.clear()
    api.pods.set_status(pod, phase="Running", ready=True, restarts=0)
    assert api.told == []
    api.pods.fail(pod, "Evicted")
    api.pods.set_status(pod, phase="Running", ready=True, restarts=1)
    assert (pod.phase, pod.ready, pod.reason, pod.restarts) == ("Failed", False, "Evicted", 1)


def test_the_workload_of_a_pod_is_what_its_owners_lead_up_to(api):
    web = api.object("Deployment/default/web", WEB)
    rs = api.object("ReplicaSet/default/web-1", WEB, owner=web.reference)
    pod = api.pods.create("default", "web-1-a", spec(), owner=rs.reference)
    assert (str(pod.workload), str(pod.owner.owner)) == ("Deployment/default/web", "ReplicaSet/default/web-1")
    assert api.pods.create("default", "alone", spec()).workload is None


def test_a_namespace_and_a_default_account_are_there_with_the_first_pod(api):
    api.pods.create("shop", "a", spec())
    assert api.told == [
        ("create", "Namespace/shop"), ("create", "ServiceAccount/shop/default"), ("create", "Pod/shop/a"),
    ]  # fmt: skip


def test_an_object_of_a_cluster_scoped_kind_needs_no_namespace(api):
    api.store.create(ApiObject(ObjectName("Node", "", "n")))
    assert api.told == [("create", "Node/n")]
