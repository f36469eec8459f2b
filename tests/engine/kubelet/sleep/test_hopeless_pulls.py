"""Pulls that are known to fail are no events, and their records are those of pulls that are."""

from dataclasses import replace

import pytest

from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.timeline.events.secrets.create_secret import CreateSecret
from imagesim.scenarios.timeline.events.secrets.delete_secret import DeleteSecret
from imagesim.scenarios.timeline.events.secrets.replace_secret import ReplaceSecret
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.values.node_pool import KubeletConfiguration
from tests.engine.engine_worlds import MB, container, image, pod
from tests.engine.kubelet.sleep.asleep_and_awake import GOOD, LOGIN, TAGS, WEB, B, compare, outage, records, secret, web

TWO = replace(GOOD, name="two", image="reg.test/other:v1")
PARALLEL = KubeletConfiguration(serialize_image_pulls=False)
TWO_AT_A_TIME = KubeletConfiguration(serialize_image_pulls=False, max_parallel_image_pulls=2)
FEW_A_SECOND = KubeletConfiguration(registry_pull_qps=1, registry_burst=2)

SHAPES = {
    "one after another": {"deployments": (web(12, GOOD),), "latency_s": 0.75},
    "all at once": {"deployments": (web(12, GOOD),), "latency_s": 1.5, "kubelet": PARALLEL},
    "two at a time": {"deployments": (web(12, GOOD),), "latency_s": 3.0, "kubelet": TWO_AT_A_TIME},
    "fewer a second than pods want": {"deployments": (web(12, GOOD),), "latency_s": 0.02, "kubelet": FEW_A_SECOND},
    "several containers": {
        "deployments": (web(6, GOOD, TWO, replace(GOOD, name="three", image_pull_policy="Always")),),
        "latency_s": 0.5,
    },
    "missing secrets in 1.37": {
        "deployments": (web(6, GOOD, TWO, image_pull_secrets=("regcred",)),), "latency_s": 0.5, "version": "1.37",
    },
    "events of both types in 1.31": {"deployments": (web(6, GOOD, TWO),), "latency_s": 0.5, "version": "1.31"},
    "containers with failures of other kinds": {
        "deployments": (
            web(6, replace(GOOD, image="reg.test/App"), TWO, replace(GOOD, name="three", image_pull_policy="Never")),
        ),
    },
    "of two registries, one is out": {
        "deployments": (web(6, GOOD),), "latency_s": 0.3, "network": MB,
        "pods": (pod("large", container("other.test/large:v1")),),
    },
    "both registries are out, one comes back": {
        "deployments": (web(6, GOOD, replace(TWO, image="other.test/app:v1")),), "latency_s": 0.3,
        "timeline": (outage(), Outage(at_s=0, registry="other.test", for_s=500, how="no-such-host")),
    },
    "another disturbance begins while requests cross": {
        "deployments": (web(12, GOOD),), "latency_s": 3.0,
        "timeline": (outage(), outage("status", 17.3, 200), outage("silent", 301.2, 90), outage("dns-error", 700, 90)),
    },
    "pods are deleted and made while requests cross": {
        "deployments": (web(12, GOOD),), "latency_s": 3.0, "kubelet": TWO_AT_A_TIME,
        "timeline": (
            outage(), Delete(at_s=17.3, target=WEB, pods=6, over_s=10), Scale(at_s=55.5, workload=WEB, replicas=20),
            Delete(at_s=61.9, target=WEB, pods=9, over_s=100),
        ),
    },
    "an image comes for others meanwhile": {
        "deployments": (web(6, GOOD),), "latency_s": 2.0, "pods": (pod("p", container("other.test/app:v1")),),
        "timeline": (outage(), Push(at_s=100, reference="reg.test/other:v1", image=B)),
    },
    "the outage ends at a time that sums of times may miss": {
        "deployments": (web(2, replace(GOOD, image_pull_policy="Always")),), "latency_s": 1.5, "kubelet": PARALLEL,
        "timeline": (outage("refused", 0.5150551124985381, 58.394466328813195),), "nodes": 2, "duration_s": 300,
    },
    "with a pull secret, another one is missing": {
        "deployments": (web(9, GOOD, image_pull_secrets=("regcred", "none")),), "latency_s": 0.4,
        "secrets": (secret("right"),), "timeline": (outage(), ReplaceSecret(at_s=500.1, secret=secret("wrong"))),
    },
    "a missing pull secret comes while nobody looks, and goes": {
        "deployments": (web(9, GOOD, image_pull_secrets=("regcred",)),), "latency_s": 0.4,
        "timeline": (
            outage(), CreateSecret(at_s=626.87, secret=secret("right")), ReplaceSecret(at_s=900, secret=secret("")),
            DeleteSecret(at_s=1200.3, namespace="default", name="regcred"),
        ),
    },
    "with a login for the pod and one for the node": {
        "deployments": (web(9, GOOD, image_pull_secrets=("regcred",)),), "latency_s": 2.0, "kubelet": TWO_AT_A_TIME,
        "secrets": (secret("right"),), "node_file": LOGIN % "other",
        "timeline": (outage(), Delete(at_s=24.9, target=WEB, pods=5, over_s=30), outage("status", 301.7, 60)),
    },
    "the run ends while requests cross": {"deployments": (web(60, GOOD),), "latency_s": 3.0, "duration_s": 77.7},
}  # fmt: skip


@pytest.mark.parametrize("version", ["1.36", "1.32"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_records_are_those_of_pulls_that_are_events(world, shape, version):
    usual = {"tags": TAGS | {"large:v1": image("large", 900 * MB)}, "duration_s": 1600, "timeline": (outage(),)}
    compare(world(**(usual | SHAPES[shape] | {"version": version})))


def test_a_registry_that_no_pull_has_asked_is_no_host_of_the_run(world):
    # The budget of the kubelet's pulls is spent on the first container's.
    one_a_second = KubeletConfiguration(registry_pull_qps=1, registry_burst=1)
    pods = (pod("p", GOOD, replace(TWO, image="other.test/app:v1")),)
    scenario = world(tags=TAGS, pods=pods, kubelet=one_a_second, timeline=(outage(),), duration_s=5)
    rows, _ = records(scenario, sleep=True)
    assert {row.error for row in rows.pulls} >= {"pull QPS exceeded"}
    assert [row.host for row in rows.hosts] == ["reg.test"]
    compare(scenario)


@pytest.mark.parametrize(
    "shape",
    ["one after another", "all at once", "several containers", "with a login for the pod and one for the node"],
)
def test_hardly_anything_happens_in_an_outage(world, shape):
    of = {"tags": TAGS} | SHAPES[shape] | {"timeline": (outage(last=5000),)}
    begun, over = (records(world(**(of | {"duration_s": end})), sleep=True) for end in (400, 3000))
    assert over[1] - begun[1] < 20
    assert len(over[0].pulls) > len(begun[0].pulls) + 50


def test_pulls_are_numbered_in_the_order_in_which_they_ended(world):
    rows, _ = records(world(tags=TAGS, deployments=(web(12, GOOD),), timeline=(outage(),), nodes=3), sleep=True)
    assert [pull.pull_id for pull in rows.pulls] == list(range(1, len(rows.pulls) + 1))
    assert [pull.ended_s for pull in rows.pulls] == sorted(pull.ended_s for pull in rows.pulls)
