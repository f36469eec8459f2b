"""What changes in a cluster while it runs: Secrets, ServiceAccounts, passwords, nodes, images, and admission."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.rules.api.app import App
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.credentials.service_account import ServiceAccount
from imagesim.rules.registry.access import Access, RegistryAccess
from imagesim.scenarios.timeline.events.nodes.add_node import AddNode
from imagesim.scenarios.timeline.events.nodes.remove_image import RemoveImage
from imagesim.scenarios.timeline.events.nodes.remove_node import RemoveNode
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.timeline.events.registries.set_password import SetPassword
from imagesim.scenarios.timeline.events.secrets.create_secret import CreateSecret
from imagesim.scenarios.timeline.events.secrets.delete_secret import DeleteSecret
from imagesim.scenarios.timeline.events.secrets.replace_secret import ReplaceSecret
from imagesim.scenarios.timeline.events.secrets.replace_service_account import ReplaceServiceAccount
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.node_access import VendorHook
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image, pod

APP = "reg.test/team/app:v1"
ACCESS = RegistryAccess(
    auth="basic",
    users=(("alice", SecretValue("right")),),
    access=(Access(repository="team/*", users=("alice",)),),
)
World = Callable[..., Scenario]


def secret(password: str, name: str = "s") -> PullSecret:
    document = json.dumps({"auths": {"reg.test": {"username": "alice", "password": password}}})
    return PullSecret(
        namespace="default",
        name=name,
        type="kubernetes.io/dockerconfigjson",
        data=((".dockerconfigjson", SecretValue(document)),),
    )


def private(world: World, *timeline: TimelineEvent, **fields: object) -> Records:
    """A run of one pod that lists the Secret s, in a world with a private registry."""
    defaults = {
        "tags": {"team/app:v1": image("a", MB), "tool:1": image("t", MB)},
        "pods": (pod("p", container(APP), secrets=("s",)),),
        "access": ACCESS,
        "timeline": timeline,
        "duration_s": 400,
    }
    return run(world(**defaults | fields))


def outcomes(records: Records, pod_name: str = "p") -> list[str]:
    return [row.outcome for row in records.pulls if (row.pod, row.container) == (pod_name, "app")]


@pytest.mark.parametrize("event", [CreateSecret, ReplaceSecret])
def test_a_secret_that_is_put_right_helps_at_the_next_attempt(world: World, event: type) -> None:
    before = (secret("wrong"),) if event is ReplaceSecret else ()
    records = private(world, event(at_s=20.0, secret=secret("right")), secrets=before)
    *failed, last = (row for row in records.pulls)
    assert {row.outcome for row in failed} == {"Failed"}
    assert (last.outcome, last.credential) == ("Pulled", "Secret default/s")
    assert last.queued_s >= failed[-1].backoff_until_s > 20


def test_a_secret_that_is_deleted_is_missing_from_then_on(world: World) -> None:
    records = private(world, DeleteSecret(at_s=20.0, namespace="default", name="s"), secrets=(secret("wrong"),))
    missing = [row.time_s for row in records.events if row.reason == "FailedToRetrieveImagePullSecret"]
    assert missing
    assert min(missing) > 20


def test_a_new_password_in_the_registry_stops_an_old_secret(world: World) -> None:
    event = SetPassword(at_s=50.0, registry="reg.test", user="alice", password=SecretValue("new"))
    always = (pod("p", container(APP, "Always"), secrets=("s",)),)
    again = Restart(at_s=100.0, target="Pod/default/p")
    records = private(world, event, again, pods=always, secrets=(secret("right"),))
    assert outcomes(records)[:2] == ["Pulled", "Failed"]
    assert "401 Unauthorized" in records.pulls[1].error


@pytest.mark.parametrize(("anew", "outcome"), [(False, "AlreadyPresent"), (True, "Failed")])
def test_the_same_secret_may_use_what_it_pulled_and_one_made_anew_may_not(
    world: World, anew: bool, outcome: str
) -> None:
    """Credential verification knows a Secret by its UID, whatever is in it now."""
    if anew:
        changes = (DeleteSecret(at_s=50, namespace="default", name="s"), CreateSecret(at_s=51, secret=secret("wrong")))
    else:
        changes = (ReplaceSecret(at_s=51, secret=secret("wrong")),)
    again = Restart(at_s=100.0, target="Pod/default/p")
    records = private(world, *changes, again, secrets=(secret("right"),), duration_s=105)
    assert outcomes(records) == ["Pulled", outcome]


def test_a_service_account_gives_its_secrets_at_creation_only(world: World) -> None:
    accounts = [ServiceAccount(namespace="default", name="default", image_pull_secrets=names) for names in ((), ("s",))]
    records = private(
        world,
        ReplaceServiceAccount(at_s=100.0, account=accounts[1]),
        Delete(at_s=300.0, target="Deployment/default/web"),
        pods=(),
        deployments=(deployment("web", 1, container(APP)),),
        secrets=(secret("right"),),
        service_accounts=(accounts[0],),
    )
    first, second = (row.pod for row in records.pods)
    assert set(outcomes(records, first)) == {"Failed"}
    assert outcomes(records, second) == ["Pulled"]


def test_a_pod_that_fits_nowhere_waits_for_a_node_that_joins(world: World) -> None:
    selector = (("kubernetes.io/hostname", "node-1"),)
    waiting = replace(pod("w", container("reg.test/tool:1")).spec, node_selector=selector)
    records = private(
        world,
        AddNode(at_s=60.0, pool="node"),
        pods=(replace(pod("w", container("reg.test/tool:1")), spec=waiting),),
        prepulled=("reg.test/tool:1",),
    )
    (row,) = records.pods
    assert (row.node, row.scheduled_s) == ("node-1", 60.0)
    assert [event.reason for event in records.events][:2] == ["FailedScheduling", "Scheduled"]
    assert outcomes(records, "w") == ["AlreadyPresent"]


def test_a_node_that_is_drained_loses_its_pods_and_gets_none(world: World) -> None:
    records = private(
        world,
        RemoveNode(at_s=60.0, node="node-0"),
        Scale(at_s=120.0, workload="Deployment/default/web", replicas=6),
        pods=(),
        deployments=(deployment("web", 4, container("reg.test/tool:1")),),
        nodes=2,
    )
    gone = [row for row in records.pods if row.node == "node-0"]
    assert len(gone) == 2
    assert all(60 < row.deleted_s < 70 for row in gone)
    assert [row.node for row in records.pods if row.created_s >= 60] == ["node-1"] * 4


def test_an_image_that_is_removed_is_pulled_again_without_what_others_still_hold(world: World) -> None:
    first, other = image("a", MB, 2 * MB, shared=1), image("b", MB, 3 * MB, shared=1)
    records = private(
        world,
        RemoveImage(at_s=50.0, node="node-0", image="reg.test/a:1"),
        RemoveImage(at_s=51.0, node="node-0", image="reg.test/nothing:1"),
        Restart(at_s=100.0, target="Pod/default/a"),
        tags={"a:1": first, "b:1": other},
        pods=(pod("a", container("reg.test/a:1")), pod("b", container("reg.test/b:1"))),
    )
    before, _, again = records.pulls
    assert (before.pod, again.pod, again.outcome) == ("a", "a", "Pulled")
    assert (again.layers_reused, again.layers_fetched) == (1, 1)


@pytest.mark.parametrize(("pins", "second"), [("PinPodDigests", 1), ("PinDigests", 0)])
def test_pods_get_what_the_tag_means_when_they_or_their_template_are_written(
    world: World, pins: str, second: int
) -> None:
    old, new = (replace(image(name, MB), digest=f"sha256:{name * 64}") for name in "ab")
    records = private(
        world,
        Push(at_s=50.0, reference="reg.test/tool:1", image=new),
        Scale(at_s=60.0, workload="Deployment/default/web", replicas=2),
        tags={"tool:1": old},
        pods=(),
        deployments=(deployment("web", 1, container("reg.test/tool:1", "Always")),),
        admission=(pins, "AlwaysPullImages"),
    )
    assert [(row.image, row.digest, row.policy) for row in records.pulls] == [
        (f"reg.test/tool:1@{each.digest}", each.digest, "Always") for each in (old, (old, new)[second])
    ]


def test_a_template_that_is_written_again_is_pinned_again(world: World) -> None:
    old, new = (replace(image(name, MB), digest=f"sha256:{name * 64}") for name in "ab")
    records = private(
        world,
        Push(at_s=50.0, reference="reg.test/tool:1", image=new),
        SetImage(at_s=60.0, workload="Deployment/default/web", container="*", image="reg.test/tool:1"),
        tags={"tool:1": old},
        pods=(),
        deployments=(deployment("web", 1, container("reg.test/tool:1", "Always")),),
        admission=("PinDigests",),
    )
    assert [row.digest for row in records.pulls] == [old.digest, new.digest]
    assert {row.written_image for row in records.running} == {f"reg.test/tool:1@{each.digest}" for each in (old, new)}


def test_a_tag_that_nobody_can_resolve_is_left_as_it_is(world: World) -> None:
    records = private(
        world,
        Outage(at_s=0.0, registry="reg.test", for_s=30.0),
        Scale(at_s=10.0, workload="Deployment/default/web", replicas=1),
        pods=(),
        deployments=(deployment("web", 0, container("reg.test/tool:1")),),
        admission=("PinPodDigests",),
    )
    assert {row.image for row in records.pulls} == {"reg.test/tool:1"}


def test_a_template_that_nobody_could_pin_keeps_its_replica_set_when_the_registry_is_back(world: World) -> None:
    """Or else the next scaling would pin the ReplicaSet alone, and its Deployment would make new ones without end."""
    new = replace(image("b", MB), digest=f"sha256:{'b' * 64}")
    records = private(
        world,
        Outage(at_s=40.0, registry="reg.test", for_s=30.0),
        SetImage(at_s=50.0, workload="Deployment/default/web", container="*", image="reg.test/tool:2"),
        tags={"tool:1": image("a", MB), "tool:2": new},
        pods=(),
        deployments=(deployment("web", 4, container("reg.test/tool:1")),),
        admission=("PinDigests",),
    )
    made = {row.name for row in records.objects if row.kind == "ReplicaSet" and row.verb == "create"}
    assert len(made) == 2
    there = [row for row in records.pods if row.deleted_s is None]
    assert [row.phase for row in there] == ["Running"] * 4


HOOK = VendorHook(logins=(("reg.test", "alice", SecretValue("right")),), from_s=30.0, until_s=90.0)


def test_a_vendors_hook_logs_in_where_the_kubelet_has_no_login(world: World) -> None:
    plain = pod("p", container(APP))
    records = private(world, pods=(plain,), vendor_hook=HOOK)
    *early, last = records.pulls
    assert {row.outcome for row in early} == {"Failed"}
    assert (last.outcome, last.credential) == ("Pulled", "vendor hook")
    assert 30 <= last.queued_s < 90


def test_a_hook_that_has_ended_helps_nobody(world: World) -> None:
    over = replace(HOOK, from_s=0.0, until_s=0.0)
    assert set(outcomes(private(world, pods=(pod("p", container(APP)),), vendor_hook=over))) == {"Failed"}


def test_a_login_of_the_kubelets_comes_before_the_hooks(world: World) -> None:
    records = private(world, secrets=(secret("wrong"),), vendor_hook=replace(HOOK, from_s=0.0, until_s=None))
    assert set(outcomes(records)) == {"Failed"}


def test_what_a_hook_pulled_is_everybodys_on_the_node(world: World) -> None:
    """To the kubelet it was an anonymous pull."""
    hook = replace(HOOK, from_s=0.0, until_s=None)
    wait = replace(container("reg.test/tool:1", name="wait"), app=App(runs_for_s=20.0))
    pods = (pod("p", container(APP)), pod("q", container(APP), init=(wait,)))
    assert outcomes(private(world, pods=pods, vendor_hook=hook), "q") == ["AlreadyPresent"]
