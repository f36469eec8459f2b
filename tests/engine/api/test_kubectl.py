"""What kubectl writes, without anybody who does something about it."""

import pytest
import simpy

from imagesim.engine.api import kubectl
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.controllers.deployment.replica_sets_of import new_replica_set
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.status_errors import AlreadyExists, NotFound
from imagesim.rules.workloads import deployment_annotations as annotations
from tests.engine.engine_worlds import container, deployment

WEB = ObjectName("Deployment", "default", "web")


@pytest.fixture
def store():
    return ApiServer(simpy.Environment()).store


@pytest.fixture
def web(store):
    return kubectl.create(store, deployment("web", 3, container("v1"), container("side", name="side")))


def test_what_is_there_is_not_created_again(store, web):
    with pytest.raises(AlreadyExists, match='"web"'):
        kubectl.create(store, web.spec)


def test_to_apply_the_same_writes_nothing_and_to_apply_something_new_creates_it(store, web):
    before = web.resource_version
    kubectl.apply(store, web.spec)
    assert web.resource_version == before
    kubectl.apply(store, deployment("other", 1, container("v1")))
    assert store.get(ObjectName("Deployment", "default", "other")).spec.replicas == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda store: kubectl.scale(store, WEB, 5),
        lambda store: kubectl.set_image(store, WEB, "app", "v2"),
        lambda store: kubectl.rollout_restart(store, WEB),
        lambda store: kubectl.pause(store, WEB),
    ],
)
def test_each_change_is_one_generation_and_nothing_to_do_for_what_is_gone(store, web, change):
    change(store)
    assert web.generation == 2
    kubectl.delete(store, WEB)
    with pytest.raises(NotFound, match=r'^deployments\.apps "web" not found$'):
        change(store)


def test_pausing_and_resuming_take_turns_and_a_paused_deployment_is_not_restarted(store, web):
    def refusal(verb):
        with pytest.raises(ValueError, match="error: ") as refused:
            verb(store, WEB)
        return str(refused.value)

    assert refusal(kubectl.resume) == 'error: deployments.apps "web" is not paused'
    kubectl.pause(store, WEB)
    assert refusal(kubectl.pause) == 'error: deployments.apps "web" is already paused'
    assert refusal(kubectl.rollout_restart) == (
        'error: deployments.apps "web" can\'t restart paused deployment (run rollout resume first)'
    )
    assert (web.spec.paused, web.generation) == (True, 2)
    kubectl.resume(store, WEB)
    kubectl.rollout_restart(store, WEB)
    assert (web.spec.paused, web.generation) == (False, 4)


def test_a_star_means_every_container(store, web):
    kubectl.set_image(store, WEB, "*", "v2")
    assert [one.image for one in web.spec.template.spec.containers] == ["v2", "v2"]


def test_a_pause_ends_with_resume(store, web):
    kubectl.pause(store, WEB)
    assert web.spec.paused
    kubectl.resume(store, WEB)
    assert not web.spec.paused


def test_the_time_of_a_restart_is_that_of_the_simulation_in_whole_seconds(store, web):
    store.env.run(until=61.7)
    kubectl.rollout_restart(store, WEB)
    assert dict(web.spec.template.annotations) == {kubectl.RESTARTED_AT: "2000-01-01T00:01:01Z"}


def with_revision(store, web, number):
    """The ReplicaSet that the Deployment controller would have made of today's template."""
    notes = annotations.with_revision((), number)
    return store.create(new_replica_set(store, web, 0, notes))


def test_undo_writes_the_template_of_the_revision_before_the_latest(store, web):
    before = web.spec.template
    with_revision(store, web, 7)
    for number, text in ((8, "v2"), (5, "v0")):
        kubectl.set_image(store, WEB, "app", text)
        with_revision(store, web, number)
    kubectl.rollout_undo(store, WEB)
    assert web.spec.template == before


def test_a_deployment_without_another_revision_is_not_rolled_back(store, web):
    with_revision(store, web, 1)
    other = kubectl.create(store, deployment("other", 1, container("v1")))
    with_revision(store, other, 2)
    with pytest.raises(ValueError, match=r'^error: no rollout history found for deployment "web"$'):
        kubectl.rollout_undo(store, WEB)


def test_a_paused_deployment_is_not_rolled_back(store, web):
    with_revision(store, web, 1)
    kubectl.set_image(store, WEB, "app", "v2")
    with_revision(store, web, 2)
    kubectl.pause(store, WEB)
    with pytest.raises(ValueError, match=r"^error: you cannot rollback a paused deployment; resume it first"):
        kubectl.rollout_undo(store, WEB)
