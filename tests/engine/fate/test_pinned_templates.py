"""Templates with pinned digests: what a push, a restart, an apply and an undo do where a webhook pins them."""

import copy
from typing import Any

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.loading import load
from tests.engine.fate.test_apply import apply, workload, world

Manifest = dict[str, Any]
PUSH = {"at": "2m", "push": {"image": "reg.test/app:latest", "to": "b"}}
RESTART = {"at": "5m", "rolloutRestart": {"workload": "web"}}


def ran(admission: str, *events: Manifest, manifests: tuple[Manifest, ...] = (), tag: str = "latest") -> Records:
    documents = (
        world(
            "Simulation", "s", duration="20m", kubernetesVersion="1.36", containerdVersion="2.3", admission=[admission]
        ),
        world("NodePool", "amd", count=1),
        world("NodePool", "arm", count=1, platform="linux/arm64"),
        world("Registry", "reg.test", repositories={"app": {"tags": {"latest": "a", "v1": "a"}}}),
        *(world("Image", name, manifests=_manifests(size)) for name, size in (("a", "5Mi"), ("b", "6Mi"))),
        *(manifests or (workload(f"app:{tag}", kind="DaemonSet"),)),
        world("Timeline", "t", events=list(events)),
    )
    return run(load(*copy.deepcopy(documents)))


def _manifests(size: str) -> list[Manifest]:
    return [{"platform": platform, "layers": [{"size": size}]} for platform in ("linux/amd64", "linux/arm64")]


def versions(records: Records) -> list[str]:
    """The digests that ran, each once, in the order in which they were first seen."""
    return list(dict.fromkeys(row.digest for row in records.running))


def policies(records: Records) -> set[str]:
    return {row.policy for row in records.pulls}


def test_a_push_reaches_nobody_and_a_restart_stays_on_the_old_digest() -> None:
    assert len(versions(ran("PinDigests", PUSH, RESTART))) == 1
    assert len(versions(ran("PinPodDigests", PUSH, RESTART))) == 2, "pods alone: new ones get what the tag is by then"


@pytest.mark.parametrize(("tag", "policy"), [("latest", "Always"), ("v1", "IfNotPresent")])
def test_the_policy_comes_from_the_tag_that_was_written(tag: str, policy: str) -> None:
    assert policies(ran("PinDigests", RESTART, tag=tag)) == {policy}


def test_of_several_platforms_the_index_is_pinned_and_each_node_gets_its_own() -> None:
    records = ran("PinDigests")
    (image,) = {row.image for row in records.pulls}
    assert image.startswith("reg.test/app:latest@sha256:")
    assert {(row.platform, row.outcome) for row in records.pulls} == {
        ("linux/amd64", "Pulled"),
        ("linux/arm64", "Pulled"),
    }


def test_to_apply_the_tag_again_changes_the_template_to_the_digest_of_now() -> None:
    same = workload("app:latest", kind="DaemonSet")
    assert len(versions(ran("PinDigests", PUSH, apply("5m", same)))) == 2
    unchanged = ran("PinDigests", apply("5m", same))
    assert len(unchanged.pods) == 2, "the tag still means the same: nothing rolls out"


def test_an_undo_goes_back_to_the_digest_where_the_template_has_it() -> None:
    changed = workload("app:latest", kind="DaemonSet", minReadySeconds=1)
    undo = {"at": "10m", "rolloutUndo": {"workload": "web"}}
    old, new = versions(ran("PinDigests", PUSH, apply("5m", changed)))
    back = ran("PinDigests", PUSH, apply("5m", changed), undo)
    assert {row.digest for row in back.running if row.ended_s is None} == {old}
    # The template of the revision before has the same text, so what is rolled back to is what the tag is now.
    nothing = ran("AlwaysPullImages", PUSH, RESTART, undo)
    assert {row.digest for row in nothing.running if row.ended_s is None} == {new}
