"""What the kubelet's rules come to on the clock: attempts, states, recovery, queues. tests/facts.yaml says why."""

import json
from itertools import pairwise
from statistics import mean

import pytest

from imagesim.engine.run import run
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.registry.access import Access, RegistryAccess
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.timeline.events.secrets.replace_secret import ReplaceSecret
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.values.node_pool import KubeletConfiguration
from tests.engine.engine_worlds import MB, container, deployment, image, pod

BUSY = KubeletConfiguration(serialize_image_pulls=False)


def failing(world, **fields):
    """A pod whose pull always fails after a second."""
    return world(pods=(pod("p", container("reg.test/app:v1")),), latency_s=1.0, **fields)


def shown(records):
    return [row for row in records.states if row.container == "app"]


def test_the_attempts_of_a_pull_that_always_fails_come_when_they_do_on_a_real_node(world):
    runs = [[row.started_s for row in run(failing(world, duration_s=1000), seed=n).pulls] for n in range(30)]
    since_first = [[start - starts[0] for start in starts] for starts in runs]
    means = [mean(times) for times in zip(*since_first, strict=False)][:7]
    assert means == pytest.approx([0, 15, 42, 89, 177, 345, 652], rel=0.03, abs=1.5)
    assert all(301 <= times[7] - times[6] <= 317 for times in since_first if len(times) > 7)


def test_the_api_shows_what_the_sync_before_found(world):
    records = run(failing(world, duration_s=200))
    first, second = records.pulls[:2]
    creating, failed, waiting = shown(records)[:3]
    assert [row.reason for row in (creating, failed, waiting)] == [
        "ContainerCreating", "ErrImagePull", "ImagePullBackOff",
    ]  # fmt: skip
    assert first.ended_s <= failed.started_s <= first.ended_s + 1
    # The back-off is shown by the sync that pulls again, so as long as that pull takes it is the truth no more.
    assert waiting.started_s == second.started_s


def test_err_image_pull_shows_for_one_interval_after_each_attempt_and_back_off_the_rest_of_the_time(world):
    records = run(failing(world, duration_s=20_000), seed=1)
    states = [row for row in shown(records) if row.reason == "ErrImagePull"]
    lengths = [(row.ended_s or 20_000) - row.started_s for row in states]
    assert all(10 <= length <= 17 for length in lengths[:-1])
    assert sum(lengths) / 20_000 == pytest.approx(0.05, abs=0.01)


def test_a_waiting_pod_says_back_off_about_260_times_an_hour(world):
    records = run(failing(world, duration_s=4 * 3600), seed=1)
    last = [row for row in records.events if row.reason == "BackOff"][-1]
    assert last.count / (last.time_s / 3600) == pytest.approx(262, rel=0.05)


@pytest.mark.parametrize(("outage_s", "delay_s"), [(30, 12), (60, 29), (120, 57)])
def test_recovery_comes_later_the_longer_the_outage_was(world, outage_s, delay_s):
    scenario = world(
        tags={"app:v1": image("a", MB)},
        pods=(pod("p", container("reg.test/app:v1")),),
        timeline=(Outage(at_s=0, registry="reg.test", for_s=outage_s),),
        latency_s=1.0,
    )
    delays = []
    for seed in range(30):
        good = next(row for row in run(scenario, seed=seed).pulls if row.outcome == "Pulled")
        delays.append(good.started_s - outage_s)
    assert mean(delays) == pytest.approx(delay_s, abs=4)


def test_a_name_that_cannot_be_parsed_is_told_at_every_sync_without_a_back_off(world):
    records = run(world(pods=(pod("p", container("Bad/Image")),), duration_s=120))
    told = [row.time_s for row in records.events if row.reason == "InspectFailed"]
    assert len(told) >= 9
    assert all(later - earlier <= 17 for earlier, later in pairwise(told))
    assert not records.pulls


def test_pulls_of_one_pod_never_overlap_even_where_pulls_are_parallel(world):
    tags = {"a:1": image("a", 10 * MB), "b:1": image("b", 10 * MB)}
    pods = (pod("p", container("reg.test/a:1", name="a"), container("reg.test/b:1", name="b")),)
    first, second = run(world(tags=tags, pods=pods, network=10 * MB, kubelet=BUSY)).pulls
    assert first.ended_s <= second.queued_s


def test_a_check_of_an_image_that_is_there_waits_behind_a_large_pull(world):
    tags = {"big:1": image("big", 100 * MB), "small:1": image("small", MB)}
    pods = (pod("p", container("reg.test/big:1")), pod("q", container("reg.test/small:1", "Always")))
    check = run(world(tags=tags, pods=pods, network=10 * MB, prepulled=("reg.test/small:1",))).pulls[-1]
    assert (check.pod, check.bytes_fetched, check.queued_s) == ("q", 0, 0)
    assert check.started_s == pytest.approx(10, abs=0.1)


def test_no_time_limit_ends_a_pull_that_makes_progress(world):
    scenario = world(
        tags={"app:v1": image("a", 3000 * MB)},
        pods=(pod("p", container("reg.test/app:v1")),),
        network=5 * MB,
        duration_s=700,
    )
    (pull,) = run(scenario).pulls
    assert (pull.outcome, pull.ended_s) == ("Pulled", pytest.approx(600, abs=1))


def test_deleting_a_pod_does_not_end_its_pull(world):
    scenario = world(
        tags={"app:v1": image("a", 100 * MB)},
        pods=(pod("p", container("reg.test/app:v1")),),
        timeline=(Delete(at_s=2, target="Pod/default/p"),),
        network=10 * MB,
    )
    records = run(scenario)
    assert [row.outcome for row in records.pulls] == ["Pulled"]
    assert records.pulls[0].ended_s == pytest.approx(10, abs=0.1)
    assert records.pods[0].deleted_s >= 10


def test_a_running_container_is_never_pulled_again(world):
    scenario = world(
        tags={"app:v1": image("a", MB)}, pods=(pod("p", container("reg.test/app:v1", "Always")),), duration_s=7200
    )
    assert len(run(scenario).pulls) == 1


def test_two_containers_with_the_same_text_share_a_back_off_and_two_spellings_do_not(world):
    def first_sync(*texts):
        containers = [container(text, name=f"c{place}") for place, text in enumerate(texts)]
        records = run(world(pods=(pod("p", *containers),), duration_s=0.01))
        return [row.reason for row in records.events if row.reason in ("Pulling", "BackOff")]

    assert first_sync("reg.test/app:v1", "reg.test/app:v1") == ["Pulling", "BackOff"]
    assert first_sync("reg.test/app", "reg.test/app:latest") == ["Pulling", "Pulling"]


def test_a_deleted_pod_that_is_made_anew_starts_its_back_off_anew(world):
    scenario = world(
        deployments=(deployment("web", 1, container("reg.test/app:v1")),),
        timeline=(Delete(at_s=100, target="Deployment/default/web", pods=1),),
        duration_s=130,
    )
    first = [row for row in run(scenario).pulls if row.queued_s >= 100][:2]
    assert first[0].queued_s < 103
    assert first[1].queued_s - first[0].ended_s <= 17


def test_a_secret_that_is_put_right_counts_at_the_next_attempt_and_does_not_bring_it_forward(world):
    def secret(password):
        document = json.dumps({"auths": {"reg.test": {"username": "alice", "password": password}}})
        data = ((".dockerconfigjson", SecretValue(document)),)
        return PullSecret(namespace="default", name="s", uid="s", type="kubernetes.io/dockerconfigjson", data=data)

    scenario = world(
        tags={"team/app:v1": image("a", MB)},
        access=RegistryAccess(
            auth="basic",
            users=(("alice", SecretValue("right")),),
            access=(Access(repository="team/*", users=("alice",)),),
        ),
        secrets=(secret("wrong"),),
        pods=(pod("p", container("reg.test/team/app:v1"), secrets=("s",)),),
        timeline=(ReplaceSecret(at_s=50, secret=secret("right")),),
    )
    *failed, good = run(scenario).pulls
    assert [row.outcome for row in failed] == ["Failed"] * 3
    assert good.outcome == "Pulled"
    assert good.queued_s - failed[-1].ended_s >= 40


def test_a_sync_waits_until_the_containers_were_looked_at_after_the_one_before(world):
    waits = []
    for seed in range(20):
        records = run(failing(world, duration_s=5), seed=seed)
        (pull,), second_sync = records.pulls, shown(records)[1]
        waits.append(second_sync.started_s - pull.ended_s)
    assert 0 < min(waits) < 0.3
    assert 0.7 < max(waits) <= 1


def test_a_secret_of_another_namespace_is_as_good_as_none(world):
    secret = PullSecret(namespace="other", name="s", uid="s", type="kubernetes.io/dockerconfigjson", data=())
    pods = (pod("p", container("reg.test/app:v1"), secrets=("s",)),)
    records = run(world(tags={"app:v1": image("a", MB)}, pods=pods, secrets=(secret,), duration_s=5))
    assert [row.reason for row in records.events].count("FailedToRetrieveImagePullSecret") >= 1
    assert records.pulls[0].credential == "anonymous"


@pytest.mark.parametrize(("limit", "ends"), [(None, [3, 3, 3]), (2, [2, 2, 3]), (1, [1, 2, 3])])
def test_at_most_as_many_pulls_run_at_once_as_configured(world, limit, ends):
    tags = {f"{name}:1": image(name, 10 * MB) for name in "abc"}
    pods = tuple(pod(name, container(f"reg.test/{name}:1")) for name in "abc")
    limited = KubeletConfiguration(serialize_image_pulls=False, max_parallel_image_pulls=limit)
    records = run(world(tags=tags, pods=pods, network=10 * MB, kubelet=limited))
    assert sorted(row.ended_s for row in records.pulls) == pytest.approx(ends, abs=0.01)
