"""What is owned goes when its owner has gone."""

import pytest

from imagesim.engine.controllers.garbage_collector import GarbageCollector
from imagesim.engine.controllers.informer import Informers
from imagesim.engine.controllers.timers import Timers
from tests.engine.api.api_worlds import Api, spec


@pytest.fixture
def api() -> Api:
    api = Api()
    GarbageCollector(api.store, Informers(api.store), Timers(api.env))
    return api


def a_deployment(api: Api, name: str, pods: int = 2) -> list:
    top = api.object(f"Deployment/default/{name}")
    rs = api.object(f"ReplicaSet/default/{name}-1", owner=top.reference)
    return [top, rs, *(api.pods.create("default", f"{name}-{n}", spec(), owner=rs.reference) for n in range(pods))]


def test_with_a_deployment_go_its_replica_sets_and_their_pods_and_nothing_else(api):
    web, other = a_deployment(api, "web"), a_deployment(api, "other", pods=1)
    api.pods.bind(web[2], "n")
    api.store.delete(web[0])
    assert len(api.there()) == 6  # the owner at once, the rest in the background
    api.settle()
    assert api.there() == [str(each.object_name) for each in (other[0], other[1], web[2], other[2])]
    assert web[2].deletion_s is not None  # its kubelet stops it
    api.pods.remove(web[2])
    api.store.delete(other[0])
    api.settle()
    assert api.there() == []


def test_orphans_stay_and_name_no_owner(api):
    web = a_deployment(api, "web")
    api.store.delete(web[0], orphan=True)
    assert "Deployment/default/web" in api.there()
    api.settle()
    assert api.there() == [str(each.object_name) for each in web[1:]]
    assert web[1].owner is None
    assert web[2].owner is not None  # only what the deleted object owns is let go
    api.store.delete(web[1])
    api.settle()
    assert api.there() == []
