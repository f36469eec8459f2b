"""Sleep saves events and changes nothing: every scenario has the same records with it and without, row for row."""

from dataclasses import replace

import pytest

from imagesim.engine.run import Cluster
from imagesim.rules.api.app import App
from imagesim.rules.api.objects import ImageVolume
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.registry.access import Access, RegistryAccess
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.timeline.events.secrets.create_secret import CreateSecret
from imagesim.scenarios.timeline.events.secrets.delete_secret import DeleteSecret
from imagesim.scenarios.timeline.events.secrets.replace_secret import ReplaceSecret
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.timeline.events.workloads.rollout_restart import RolloutRestart
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.node_pool import KubeletConfiguration
from imagesim.scenarios.values.node_runtime import Disk
from tests.engine.engine_worlds import MB, container, deployment, image, pod
from tests.engine.kubelet.sleep.asleep_and_awake import (
    GOOD,
    TAGS,
    WEB,
    WRONG,
    A,
    B,
    compare,
    outage,
    records,
    secret,
    web,
)

VOLUME = ImageVolume(name="v", reference="reg.test/app:v2", pull_policy="IfNotPresent")


PRIVATE = RegistryAccess(
    auth="basic",
    users=(("alice", SecretValue("right")),),
    access=(Access(repository="*", users=("alice",)),),
)
FULL = Disk(capacity=120 * MB, used=70 * MB)
"""Too small for an image that takes 40 MB where 18 MB must be available."""
CRASHING = replace(GOOD, app=App(runs_for_s=1, exit_code=1))

ONCE = pod("once", replace(GOOD, app=App(runs_for_s=5)), secrets=("absent",))
ONCE = replace(ONCE, spec=replace(ONCE.spec, restart_policy="Never"))

SHAPES = {
    "outage": {"deployments": (web(20, GOOD),), "timeline": (outage(),)},
    "a pod that has ended, and whose pull secret is missing": {"pods": (ONCE,)},
    "an outage where requests take a while": {
        "deployments": (web(20, GOOD),), "timeline": (outage(),), "latency_s": 0.05,
    },
    "an outage where requests take whole seconds": {
        "deployments": (web(20, GOOD),), "timeline": (outage(),), "latency_s": 1.0,
    },
    "silence, so that pulls hang": {"deployments": (web(12, GOOD),), "timeline": (outage("silent"),)},
    "no dial succeeds, and each takes 30 s": {"deployments": (web(12, GOOD),), "timeline": (outage("dial-silent"),)},
    "no handshake ends, and each is tried again": {
        "deployments": (web(12, GOOD),), "timeline": (outage("tls-silent"),),
    },
    "parallel pulls in an outage": {
        "deployments": (web(20, GOOD),), "timeline": (outage("dial-silent"),),
        "kubelet": KubeletConfiguration(serialize_image_pulls=False),
    },
    "a registry that answers with an error": {"deployments": (web(12, GOOD),), "timeline": (outage("status"),)},
    "missing secret": {
        "deployments": (web(12, GOOD, image_pull_secrets=("regcred",)),), "access": PRIVATE,
        "timeline": (CreateSecret(at_s=900, secret=secret("right")),),
    },
    "a secret comes, is broken, is mended, and goes": {
        "deployments": (web(8, GOOD, image_pull_secrets=("regcred", "none")),), "access": PRIVATE,
        "timeline": (
            CreateSecret(at_s=200, secret=secret("wrong")), ReplaceSecret(at_s=405, secret=secret("")),
            ReplaceSecret(at_s=777.25, secret=secret("wrong")),
            DeleteSecret(at_s=1000, namespace="default", name="regcred"),
        ),
    },
    "a broken secret in 1.32": {
        "deployments": (web(4, GOOD, image_pull_secrets=("regcred",)),), "access": PRIVATE, "version": "1.32",
        "secrets": (secret(""),), "timeline": (ReplaceSecret(at_s=600, secret=secret("right")),),
    },
    "a missing secret of pods that run": {
        "deployments": (web(6, GOOD, image_pull_secrets=("regcred",)),),
        "timeline": (
            Scale(at_s=300, workload=WEB, replicas=8), Restart(at_s=500, target=WEB),
            CreateSecret(at_s=700, secret=secret("right")),
            DeleteSecret(at_s=900, namespace="default", name="regcred"), Scale(at_s=1100, workload=WEB, replicas=3),
        ),
    },
    "a missing secret of pods that are evicted": {
        "deployments": (web(3, WRONG, image_pull_secrets=("regcred",)),), "disk": FULL, "pods": (pod("p", GOOD),),
    },
    "a missing secret in 1.37": {
        "deployments": (web(8, GOOD, image_pull_secrets=("regcred",)),), "access": PRIVATE, "version": "1.37",
        "timeline": (CreateSecret(at_s=900, secret=secret("right")),),
    },
    "events of both types in 1.31": {"deployments": (web(8, WRONG),), "version": "1.31"},
    "a mistyped tag with a later mend": {
        "deployments": (web(12, WRONG),),
        "timeline": (SetImage(at_s=700, workload=WEB, container="app", image="reg.test/app:v1"),),
    },
    "several containers": {
        "deployments": (web(8, GOOD, container("reg.test/other:v9", name="two"), replace(WRONG, name="c")),),
        "timeline": (outage(begin=300, last=400), Push(at_s=900, reference="reg.test/other:v9", image=B)),
    },
    "init containers and a sidecar": {
        "deployments": (
            web(6, GOOD, init_containers=(
                replace(GOOD, name="first"), replace(WRONG, name="side", restart_policy="Always"),
                container("reg.test/other:v2", name="last"),
            )),
        ),
        "timeline": (Push(at_s=800, reference="reg.test/other:v2", image=B),),
    },
    "one pod's pull brings the image to its neighbours": {
        "deployments": (web(12, WRONG),), "timeline": (Push(at_s=500, reference="reg.test/app:v2", image=A),),
    },
    "one that always pulls": {
        "deployments": (web(12, container("reg.test/app:v2", "Always")),),
        "timeline": (Push(at_s=500, reference="reg.test/app:v2", image=A),),
    },
    "never pulls": {"deployments": (web(6, container("reg.test/app:v1", "Never")),)},
    "no image's name": {"deployments": (web(6, container("reg.test/App:v1")),)},
    "never pulls, and then a neighbour brings the image": {
        "deployments": (web(6, container("reg.test/app:v1", "Never")),),
        "pods": (pod("p", GOOD), pod("q", WRONG)), "timeline": (outage(last=100),),
    },
    "the image of a volume that another pod brings": {
        "deployments": (
            web(3, replace(GOOD, volume_mounts=("v",)), image_volumes=(VOLUME,)), deployment("late", 0, WRONG),
        ),
        "timeline": (
            Push(at_s=700, reference="reg.test/app:v2", image=B),
            Scale(at_s=702, workload="Deployment/default/late", replicas=1),
        ),
    },
    "deletions, scaling and a restart in the middle": {
        "deployments": (web(16, GOOD),),
        "timeline": (
            outage(last=1000), Delete(at_s=222, target=WEB, pods=5, over_s=100),
            Scale(at_s=400, workload=WEB, replicas=6),
            Scale(at_s=600.5, workload=WEB, replicas=14), RolloutRestart(at_s=800, workload=WEB),
        ),
    },
    "a pod's image is changed in place": {
        "pods": tuple(pod(f"p{number}", WRONG) for number in range(4)),
        "timeline": (
            SetImage(at_s=5, workload="Pod/default/p0", container="app", image="reg.test/app:v3"),
            SetImage(at_s=333, workload="Pod/default/p1", container="app", image="reg.test/app:v1"),
            SetImage(at_s=641.5, workload="Pod/default/p2", container="app", image="reg.test/app:v3"),
        ),
    },
    "eviction": {
        "deployments": (web(6, WRONG),),
        "pods": (pod("big", container("reg.test/big:v1")), pod("small", container("reg.test/other:v1"))),
        "tags": TAGS | {"big:v1": image("big", 20 * MB)}, "disk": FULL,
        "timeline": (outage(begin=1, last=300),),
    },
    "crash back-off beside image back-off": {
        "pods": (pod("mixed", CRASHING, replace(WRONG, name="two")), pod("crash", CRASHING)),
        "version": "1.34", "timeline": (outage(begin=100, last=500),),
    },
    "crash back-off where it decides about the next sync": {
        "pods": (pod("mixed", CRASHING, replace(WRONG, name="two")), pod("crash", CRASHING)),
        "timeline": (outage(begin=100, last=500),),
    },
    "a crash in the middle": {
        "deployments": (web(6, GOOD, replace(WRONG, name="two")),), "version": "1.33",
        "timeline": (Restart(at_s=350, target=WEB, over_s=30), Restart(at_s=360, target=WEB)),
    },
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_the_records_are_those_of_a_run_in_which_each_sync_is_an_event(world, shape):
    compare(world(**({"tags": TAGS, "duration_s": 1500} | SHAPES[shape])))


@pytest.mark.parametrize("shape", ["outage", "deletions, scaling and a restart in the middle", "eviction"])
def test_so_they_are_on_several_nodes(world, shape):
    compare(world(**({"tags": TAGS, "nodes": 3, "duration_s": 1500} | SHAPES[shape])))


def test_the_full_node_does_evict(world):
    rows, _ = records(world(**({"tags": TAGS, "duration_s": 1500} | SHAPES["eviction"])), sleep=True)
    assert [row.reason for row in rows.pods].count("Evicted") >= 1


@pytest.mark.parametrize("shape", ["outage", "missing secret", "never pulls", "a mistyped tag with a later mend"])
def test_a_back_off_takes_far_fewer_events(world, shape):
    scenario = world(**({"tags": TAGS, "duration_s": 1800} | SHAPES[shape]))
    _, awake = records(scenario, sleep=False)
    _, asleep = records(scenario, sleep=True)
    assert asleep < awake * 0.6


def test_a_sync_that_somebody_watches_is_an_event(world):
    scenario = world(tags=TAGS, pods=(pod("p", WRONG),))
    cluster = Cluster(scenario, 1)
    seen = []
    cluster.kubelets["node-0"].services.on_sync = seen.append
    cluster.env.run(until=600)
    assert 40 < len(seen) < 60
