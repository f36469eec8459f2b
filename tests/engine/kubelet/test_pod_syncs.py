"""Syncs of pods that run, and which of several pods is first."""

from itertools import pairwise

from imagesim.engine.run import run
from imagesim.scenarios.timeline.events.secrets.create_secret import CreateSecret
from imagesim.scenarios.timeline.events.secrets.delete_secret import DeleteSecret
from tests.engine.engine_worlds import MB, container, image, pod
from tests.engine.kubelet.sleep.asleep_and_awake import secret, web

TAGS = {"app:v1": image("a", MB)}
APP = container("reg.test/app:v1")


def told(records) -> list[float]:
    return [row.time_s for row in records.events if row.reason == "FailedToRetrieveImagePullSecret"]


def test_a_running_pod_says_each_60_to_90_s_that_its_pull_secret_is_missing(world):
    records = run(world(tags=TAGS, deployments=(web(1, APP, image_pull_secrets=("none",)),), duration_s=900))
    later = told(records)[2:]
    assert 9 <= len(later) <= 14
    assert all(60 <= after - before <= 91 for before, after in pairwise(later))
    assert records.events[-1].count == len(told(records))


def test_from_1_37_on_it_says_nothing(world):
    spec = {"deployments": (web(1, APP, image_pull_secrets=("none",)),), "duration_s": 900, "version": "1.37"}
    assert told(run(world(tags=TAGS, **spec))) == []


def test_it_is_silent_while_the_secret_is_there(world):
    timeline = (
        CreateSecret(at_s=300, secret=secret("right")),
        DeleteSecret(at_s=900, namespace="default", name="regcred"),
    )
    spec = {"deployments": (web(1, APP, image_pull_secrets=("regcred",)),), "timeline": timeline, "duration_s": 1500}
    times = told(run(world(tags=TAGS, **spec)))
    assert not [time for time in times if 300 < time < 900]
    assert len([time for time in times if time > 900]) >= 5


def test_which_of_several_pods_is_first_to_pull_is_chance(world):
    pods = tuple(pod(f"p{number}", container(f"reg.test/app:v{number}")) for number in range(4))
    tags = {f"app:v{number}": image(f"i{number}", MB) for number in range(4)}
    firsts = {
        min(run(world(tags=tags, pods=pods), seed).pulls, key=lambda row: row.started_s).pod for seed in range(20)
    }
    assert len(firsts) >= 3
    assert {row.queued_s for row in run(world(tags=tags, pods=pods)).pulls} == {0}
