"""In which order the ReplicaSets of a Deployment are scaled while no roll-out goes on."""

from imagesim.engine.api import kubectl
from tests.engine.controllers.test_rollouts import WEB, Cluster


def test_what_a_saturated_new_replica_set_makes_superfluous_goes_newest_first():
    """While the roll-out is paused in the middle, a scaling to 1 leaves one pod in each, and then the new one alone."""
    cluster = Cluster()
    cluster.create(9, max_surge="2", max_unavailable="0")
    cluster.until(10)
    cluster.set_image("v2")
    cluster.until(16)
    cluster.restart()
    cluster.until(22)
    kubectl.pause(cluster.store, WEB)
    oldest, older, new = (rs.name for rs in cluster.sets)
    assert all(rs.status.available for rs in cluster.sets)
    kubectl.scale(cluster.store, WEB, 1)
    cluster.until(100)
    last = [text.removeprefix("Scaled down replica set ") for text in cluster.messages("Deployment/default/web")]
    assert last[-2:] == [f"{older} from 1 to 0", f"{oldest} from 1 to 0"]
    assert [(rs.name, rs.spec.replicas) for rs in cluster.sets] == [(oldest, 0), (older, 0), (new, 1)]
