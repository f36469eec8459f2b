"""A pod gets a name that no other has."""

import simpy

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.controllers.replica_set.pod_control import PodControl
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import ReplicaSetSpec
from tests.engine.engine_worlds import container, deployment


def create(*taken: str) -> ApiServer:
    """A ReplicaSet's first pod, where pods of these names are there already."""
    api = ApiServer(simpy.Environment())
    template = deployment("web", 1, container("reg.test/app:v1")).template
    for name in taken:
        api.pods.create("default", name, template.spec)
    spec = ReplicaSetSpec(replicas=1, template=template)
    rs = api.store.create(ApiObject(ObjectName("ReplicaSet", "default", "web"), spec))
    PodControl(api, Chance(1)).create(rs, rs.reference)
    return api


def test_a_name_that_exists_is_drawn_again_and_nobody_hears_of_it() -> None:
    (first,) = (pod.name for pod in create().pods)
    api = create(first)
    (again,) = (pod.name for pod in api.pods if pod.name != first)
    assert again.startswith("web-")
    assert [(event.reason, event.message) for event in api.events.rows] == [
        ("SuccessfulCreate", f"Created pod: {again}")
    ]
