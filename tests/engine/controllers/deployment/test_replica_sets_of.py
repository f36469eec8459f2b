"""A Deployment finds the ReplicaSet of its template again, whatever hash stands among the labels of either."""

from dataclasses import replace

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.controllers.deployment.replica_sets_of import has_template
from imagesim.engine.run import run
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Deployment, PodTemplate, ReplicaSetSpec
from imagesim.rules.api.template_hash import without_hash
from tests.engine.engine_worlds import MB, container, deployment, image

HASH = ("pod-template-hash", "abc")


def hashed(web: Deployment) -> Deployment:
    """As somebody has it who copied the template of a ReplicaSet into the Deployment."""
    return replace(web, template=replace(web.template, labels=(*web.template.labels, HASH)))


def test_a_hash_among_the_labels_of_either_does_not_count():
    plain = deployment("web", 1, container("reg.test/app:v1")).template
    marked = hashed(deployment("web", 1, container("reg.test/app:v1"))).template
    other = deployment("web", 1, container("reg.test/app:v2")).template

    def stored(template: PodTemplate) -> ApiObject:
        spec = ReplicaSetSpec(replicas=1, template=template)
        return ApiObject(ObjectName("ReplicaSet", "default", "web-abc"), spec)

    assert without_hash(marked) == without_hash(plain)
    assert has_template(stored(marked), plain)
    assert has_template(stored(plain), marked)
    assert has_template(stored(marked), marked)
    assert not has_template(stored(marked), other)


def test_a_deployment_whose_template_carries_a_hash_settles(world):
    web = hashed(deployment("web", 2, container("reg.test/app:v1")))
    records = run(world(tags={"app:v1": image("app", 10 * MB)}, deployments=(web,), duration_s=300))
    assert len(records.pods) == 2
    assert [str(event.reason) for event in records.events if event.object.kind == "Deployment"] == ["ScalingReplicaSet"]
