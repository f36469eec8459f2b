"""A password that expires by itself: pods that come later fail until a new one is set, and told to the cluster."""

import math
from pathlib import Path

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.results.measures.recovery import recovery
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.saving import dump
from tests.engine.kubelet.sleep.asleep_and_awake import compare
from tests.engine.registry.written_worlds import written

SECRET = (
    "{apiVersion: v1, kind: Secret, metadata: {name: login}, type: kubernetes.io/dockerconfigjson, stringData: "
    '{.dockerconfigjson: \'{"auths": {"reg.example": {"username": "ann", "password": "%s"}}}\'}}'
)
REGISTRY = """  auth: basic
  users: [{name: ann, password: old, expires: 10m}]
  access: [{repository: web, users: [ann]}]
  repositories: {web: {tags: {v1: a}}}"""
POD = (
    "{imagePullSecrets: [{name: login}], "
    "containers: [{name: web, image: 'reg.example/web:v1', imagePullPolicy: Always}]}"
)
MENDED = ["{at: 20m, setPassword: {registry: reg.example, user: ann, password: new}}", "{at: 20m, replaceSecret: %s}"]
LATER = "{at: 12m, scale: {workload: web, replicas: 2}}"


def world(tmp_path: Path, *events: str) -> Path:
    return written(tmp_path, REGISTRY, POD, duration="38m", events=events, secret=SECRET % "old")


def mended(tmp_path: Path) -> Path:
    return world(tmp_path, LATER, MENDED[0], MENDED[1] % SECRET % "new")


def outcomes(records: Records) -> list[tuple[str, str]]:
    pods = [row.pod for row in records.pods]
    return sorted({(f"pod {pods.index(row.pod)}", row.outcome) for row in records.pulls})


def test_who_pulls_after_that_is_refused_and_who_runs_is_not(tmp_path: Path) -> None:
    records = run(load(world(tmp_path, LATER)))
    assert outcomes(records) == [("pod 0", "Pulled"), ("pod 1", "Failed")]
    assert "401 Unauthorized" in records.pulls[-1].error or "no basic auth" in records.pulls[-1].error
    (cause,) = (row for row in records.causes if row.event == "credential")
    assert (cause.time_s, cause.target, cause.text) == (
        600,
        "reg.example",
        "the password of ann at reg.example expires",
    )


def test_recovery_counts_from_the_moment_at_which_a_new_one_is_set(tmp_path: Path) -> None:
    records = run(load(mended(tmp_path)))
    first, second = records.disturbances
    assert (first.kind, first.target, first.started_s, first.ended_s) == ("credential", "reg.example", 600, 1200)
    assert (second.started_s, second.ended_s) == (1800, math.inf), "the new one expires as well"
    (row,) = recovery(records)
    assert (row.disturbance, row.ended_s) == ("password of ann at reg.example", 1200)
    assert row.ready_s is not None


def test_a_new_password_in_time_leaves_nothing_to_recover_from(tmp_path: Path) -> None:
    early = (MENDED[0].replace("20m", "9m"), (MENDED[1] % SECRET % "new").replace("20m", "9m"))
    records = run(load(world(tmp_path, LATER, *early)))
    assert outcomes(records) == [("pod 0", "Pulled"), ("pod 1", "Pulled")]
    assert [row.started_s for row in records.disturbances] == [19 * 60]


def test_it_is_written_again_and_no_secret_is_told(tmp_path: Path) -> None:
    scenario = load(mended(tmp_path))
    (tmp_path / "saved.yaml").write_text(dump(scenario))
    assert load(tmp_path / "saved.yaml").registries == scenario.registries


def test_pods_that_sleep_and_pods_that_do_not_see_the_same(tmp_path: Path) -> None:
    compare(load(mended(tmp_path)))


def test_what_is_no_password_cannot_expire(tmp_path: Path) -> None:
    file = world(tmp_path)
    file.write_text(file.read_text().replace("password: old, ", ""))
    with pytest.raises(ScenarioError, match="expires and has no password, so every password is right; add password"):
        load(file)
