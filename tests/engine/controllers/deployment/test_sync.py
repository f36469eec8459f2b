"""A sync of a Deployment goes by what its informers had when it began, also where it has written meanwhile."""

import pytest

from imagesim.engine.api import kubectl
from tests.engine.controllers.test_rollouts import TERMINATION_S, WEB, Cluster


@pytest.mark.parametrize(("history", "left"), [(0, []), (1, ["v1"])])
def test_a_pause_between_the_pods_of_a_recreate_takes_the_last_replica_set_too(history, left):
    """There is none with the new template yet, so the pause scales the old one up again, and then cleans it up."""
    cluster = Cluster()
    cluster.create(3, strategy="Recreate", revision_history_limit=history)
    cluster.until(10)
    cluster.set_image("v2")
    cluster.until(10 + TERMINATION_S / 2)
    kubectl.pause(cluster.store, WEB)
    cluster.until(100)
    assert [rs.spec.template.spec.containers[0].image for rs in cluster.sets] == left
    assert cluster.images() == ({"v1": 3} if left else {})
    old = cluster.messages("Deployment/default/web")[0].split()[4]
    assert cluster.messages("Deployment/default/web")[-1] == f"Scaled up replica set {old} from 0 to 3"
    kubectl.resume(cluster.store, WEB)
    cluster.until(200)
    assert cluster.images() == {"v2": 3}
