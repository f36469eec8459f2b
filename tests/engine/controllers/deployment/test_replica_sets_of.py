"""A Deployment finds the ReplicaSet of its template again, whatever hash stands among the labels of either."""

from dataclasses import replace

from imagesim.engine.run import run
from imagesim.rules.api.objects import Deployment
from imagesim.rules.api.template_hash import equal_ignore_hash, without_hash
from tests.engine.engine_worlds import MB, container, deployment, image

HASH = ("pod-template-hash", "abc")


def hashed(web: Deployment) -> Deployment:
    """As somebody has it who copied the template of a ReplicaSet into the Deployment."""
    return replace(web, template=replace(web.template, labels=(*web.template.labels, HASH)))


def test_a_hash_among_the_labels_of_either_does_not_count():
    plain = deployment("web", 1, container("reg.test/app:v1")).template
    marked = hashed(deployment("web", 1, container("reg.test/app:v1"))).template
    other = deployment("web", 1, container("reg.test/app:v2")).template
    assert without_hash(marked) == without_hash(plain)
    assert equal_ignore_hash(marked, plain)
    assert equal_ignore_hash(plain, marked)
    assert equal_ignore_hash(marked, marked)
    assert not equal_ignore_hash(marked, other)
    assert not equal_ignore_hash(plain, replace(plain, annotations=(("restarted", "now"),)))


def test_a_deployment_whose_template_carries_a_hash_settles(world):
    web = hashed(deployment("web", 2, container("reg.test/app:v1")))
    records = run(world(tags={"app:v1": image("app", 10 * MB)}, deployments=(web,), duration_s=300))
    assert len(records.pods) == 2
    assert [str(event.reason) for event in records.events if event.object.kind == "Deployment"] == ["ScalingReplicaSet"]
