import pytest
import simpy

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.store import Store
from imagesim.engine.controllers.informer import Informer, Informers
from imagesim.rules.api.names import ObjectName


@pytest.fixture
def store() -> Store:
    return Store(simpy.Environment())


def replica_set(name: str, owner=None) -> ApiObject:
    return ApiObject(ObjectName("ReplicaSet", "shop", name), labels=(), owner=owner)


def test_it_finds_objects_by_name_and_by_their_controller_in_the_order_of_creation(store):
    informer = Informer(store, "ReplicaSet")
    web = store.create(ApiObject(ObjectName("Deployment", "shop", "web")))
    b, a = (store.create(replica_set(name, web.reference)) for name in "ba")
    alone = store.create(replica_set("alone"))
    assert informer.find(alone.object_name) is alone
    assert list(informer.controlled_by(web.uid)) == [b, a]
    store.delete(b)
    assert list(informer.controlled_by(web.uid)) == [a]
    store.delete(a)
    assert list(informer.controlled_by(web.uid)) == []
    assert informer.find(a.object_name) is None


def test_an_owner_that_does_not_control_is_no_controller(store):
    informer = Informer(store, "ReplicaSet")
    web = store.create(ApiObject(ObjectName("Deployment", "shop", "web")))
    store.create(replica_set("a", web.reference._replace(controller=False)))
    assert list(informer.controlled_by(web.uid)) == []


def test_a_handler_hears_of_what_is_there_already_and_of_the_verbs_that_it_asked_for(store):
    store.create(replica_set("early"))
    informer = Informer(store, "ReplicaSet")
    everything, ends = [], []
    informer.add_handler(lambda verb, each, _: everything.append((verb, each.name)))
    informer.add_handler(lambda verb, each, _: ends.append((verb, each.name)), verbs=("remove",))
    late = store.create(replica_set("late"))
    store.update(late, labels=(("a", "b"),))
    store.delete(late)
    assert everything == [("create", "early"), ("create", "late"), ("update", "late"), ("remove", "late")]
    assert ends == [("remove", "late")]


def test_all_controllers_share_the_informer_of_a_kind(store):
    informers = Informers(store)
    assert informers.of("Pod") is informers.of("Pod")
    assert informers.of("Pod") is not informers.of("ReplicaSet")
