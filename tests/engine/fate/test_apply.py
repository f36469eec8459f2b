"""`kubectl apply` of a changed manifest: what it changes, what it leaves, and what the API server refuses of it."""

import copy
import json
from typing import Any

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.loading import load
from tests.engine.kubelet.sleep.asleep_and_awake import compare

Manifest = dict[str, Any]
TAGS = {"app": {"tags": {"v1": "a", "v2": "b", "latest": "a"}}}


def world(kind: str, name: str, **spec: object) -> Manifest:
    return {"apiVersion": "imagesim/v1", "kind": kind, "metadata": {"name": name}, "spec": spec}


WORLD = (
    world("Simulation", "s", duration="20m", kubernetesVersion="1.36", containerdVersion="2.3"),
    world("NodePool", "node", count=2),
    world("Registry", "reg.test", repositories=TAGS),
    world("Image", "a", layers=["5Mi"]),
    world("Image", "b", layers=["6Mi"]),
)


def workload(image: str, *, name: str = "web", kind: str = "Deployment", policy: str = "", **spec: object) -> Manifest:
    container = {"name": "app", "image": f"reg.test/{image}", **({"imagePullPolicy": policy} if policy else {})}
    template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [container]}}
    api = "batch/v1" if kind == "Job" else "apps/v1"
    selector = {} if kind == "Job" else {"selector": {"matchLabels": {"app": name}}}
    return {
        "apiVersion": api,
        "kind": kind,
        "metadata": {"name": name},
        "spec": {**selector, "template": template, **spec},
    }


def apply(at: str, *manifests: Manifest) -> Manifest:
    return {"at": at, "apply": {"manifests": list(manifests)}}


def scenario(*documents: Manifest, events: list[Manifest]):
    return load(*copy.deepcopy((*WORLD, *documents, world("Timeline", "t", events=events))))


def ran(*documents: Manifest, events: list[Manifest]) -> Records:
    return run(scenario(*documents, events=events))


def policies(records: Records) -> list[tuple[str, str]]:
    """Image text and policy of the first pull of each pod, in the order of the pods' creation."""
    first = {pull.pod: (pull.image, pull.policy) for pull in reversed(records.pulls)}
    return [first[pod.pod] for pod in records.pods if pod.pod in first]


def replicas(records: Records) -> int:
    return len([pod for pod in records.pods if pod.deleted_s is None])


def why(records: Records) -> list[str]:
    return [event.why for event in records.vain_events]


NAMED_AND_DROPPED = [
    # A policy that no manifest names is that of the tag at creation, whatever tag comes later.
    ("app:latest", "", "app:v1", "", "Always"),
    ("app:v1", "", "app:latest", "", "IfNotPresent"),
    # One that the manifest names holds; one that is named and then dropped is filled in from the tag of now.
    ("app:v1", "Always", "app:v2", "Always", "Always"),
    ("app:v1", "Always", "app:v2", "", "IfNotPresent"),
    ("app:latest", "Never", "app:latest", "", "Always"),
    ("app:v1", "", "app:v2", "Always", "Always"),
]


@pytest.mark.parametrize(("image", "policy", "new_image", "new_policy", "then"), NAMED_AND_DROPPED)
def test_the_policy_is_that_of_what_the_manifests_name(
    image: str, policy: str, new_image: str, new_policy: str, then: str
) -> None:
    records = ran(
        workload(image, policy=policy),
        events=[apply("5m", workload(new_image, policy=new_policy))],
    )
    last = [row for row in records.objects if row.kind == "Deployment" and row.verb != "status"][-1]
    template = dict(last.change)["spec"].template.spec.containers[0]
    assert (template.image, template.image_pull_policy) == (f"reg.test/{new_image}", then)
    assert why(records) == []


def test_a_changed_manifest_rolls_out_and_the_same_one_does_nothing() -> None:
    web = workload("app:v1", replicas=2)
    again = ran(web, events=[apply("5m", web)])
    assert len(again.pods) == 2
    changed = ran(web, events=[apply("5m", workload("app:v2", replicas=2))])
    assert policies(changed) == [("reg.test/app:v1", "IfNotPresent")] * 2 + [("reg.test/app:v2", "IfNotPresent")] * 2
    assert replicas(changed) == 2


def test_a_number_of_replicas_that_the_manifest_names_undoes_a_scaling() -> None:
    scale = {"at": "2m", "scale": {"workload": "web", "replicas": 4}}
    named, silent = workload("app:v1", replicas=2), workload("app:v1")
    assert replicas(ran(named, events=[scale, apply("5m", named)])) == 2
    assert replicas(ran(silent, events=[scale, apply("5m", silent)])) == 4
    assert replicas(ran(named, events=[scale, apply("5m", silent)])) == 1, "named and dropped: the default"


def test_an_image_that_somebody_set_is_set_back_and_what_he_annotated_stays() -> None:
    web = workload("app:v1")
    events = [
        {"at": "2m", "setImage": {"workload": "web", "image": "reg.test/app:v2"}},
        {"at": "4m", "rolloutRestart": {"workload": "web"}},
        apply("6m", web),
    ]
    records = ran(web, events=events)
    running = {row.pod: row.image for row in records.running if row.ended_s is None}
    assert list(running.values()) == ["reg.test/app:v1"]
    (pod,) = (pod.pod for pod in records.pods if pod.deleted_s is None)
    assert pod.rsplit("-", 1)[0] != records.pods[0].pod.rsplit("-", 1)[0], "the annotation is part of the template"


def test_what_was_applied_last_is_what_the_last_apply_sent() -> None:
    events = [
        apply("2m", workload("app:v1", policy="Always")),
        apply("4m", workload("app:v2", policy="Always")),
        apply("6m", workload("app:v2")),
    ]
    records = ran(workload("app:v1"), events=events)
    assert [policy for _, policy in policies(records)] == ["IfNotPresent", "Always", "Always", "IfNotPresent"]


def test_objects_that_are_not_there_are_created() -> None:
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": workload("app:v1")["spec"]["template"]}
    pod["spec"] = pod["spec"]["spec"]
    records = ran(events=[apply("5m", workload("app:v1", replicas=2), pod)])
    assert sorted(row.created_s for row in records.pods) == [300.0] * 3
    assert all(row.ready_s is not None for row in records.pods)


def test_a_container_more_and_a_container_less() -> None:
    two = workload("app:v1")
    two["spec"]["template"]["spec"]["containers"].append({"name": "side", "image": "reg.test/app:v2"})
    records = ran(workload("app:v1"), events=[apply("2m", two), apply("4m", workload("app:v1"))])
    assert [len(pod.containers) for pod in records.pods] == [1, 2, 1]
    assert records.pods[0].pod.rsplit("-", 1)[0] == records.pods[2].pod.rsplit("-", 1)[0]


def test_a_stateful_sets_other_fields_are_fixed() -> None:
    before = workload("app:v1", kind="StatefulSet")
    after = workload("app:v1", kind="StatefulSet", podManagementPolicy="Parallel")
    assert why(ran(before, events=[apply("5m", after)])) == [
        'The StatefulSet "web" is invalid: spec: Forbidden: updates to statefulset spec for fields other than '
        "'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
        "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"
    ]


def test_a_selector_stays() -> None:
    records = ran(
        workload("app:v1"), events=[apply("5m", {**workload("app:v1", name="x"), "metadata": {"name": "web"}})]
    )
    assert why(records) == [
        'The Deployment "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"x"}}: field is immutable'
    ]
    assert len(records.pods) == 1


def test_of_a_pod_the_image_alone_may_change() -> None:
    def pod(image: str, **spec: object) -> Manifest:
        containers = workload(image)["spec"]["template"]["spec"]["containers"]
        return {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "p"},
            "spec": {"containers": containers, **spec},
        }

    records = ran(
        pod("app:v1"), events=[apply("5m", pod("app:v2")), apply("8m", pod("app:v2", nodeSelector={"a": "b"}))]
    )
    assert [row.image for row in records.running] == ["reg.test/app:v1", "reg.test/app:v2"]
    (refused,) = why(records)
    assert refused.startswith('The Pod "p" is invalid: spec: Forbidden: pod updates may not change fields other than')


def test_a_jobs_template_stays_and_what_else_is_applied_is_applied() -> None:
    def job(image: str, **spec: object) -> Manifest:
        made = workload(image, kind="Job", name="job", **spec)
        made["spec"]["template"]["spec"]["restartPolicy"] = "Never"
        return made

    records = ran(job("app:v1"), events=[apply("5m", job("app:v2", completions=2), workload("app:v1"))])
    assert why(records) == [
        'The Job "job" is invalid: [spec.completions: Invalid value: 2: field is immutable, '
        "spec.template: Invalid value: field is immutable]"
    ]
    assert len(records.pods) == 2


def test_a_secret_is_merged_key_by_key_and_an_account_gets_other_pull_secrets() -> None:
    def secret(password: str) -> Manifest:
        config = json.dumps({"auths": {"reg.test": {"username": "ann", "password": password}}})
        metadata = {"name": "login"}
        kind = "kubernetes.io/dockerconfigjson"
        data = {".dockerconfigjson": config}
        return {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "type": kind, "stringData": data}

    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default"}}
    registry = world("Registry", "reg.test", auth="basic", users=[{"name": "ann", "password": "right"}],
                     access=[{"repository": "app", "users": ["ann"]}], repositories=TAGS)  # fmt: skip
    documents = [each for each in WORLD if each["kind"] != "Registry"]
    events = [
        apply("5m", secret("right"), {**account, "imagePullSecrets": [{"name": "login"}]}),
        {"at": "6m", "delete": {"target": "web"}},
    ]
    records = run(
        load(
            *copy.deepcopy(
                (*documents, registry, secret("wrong"), workload("app:v1"), world("Timeline", "t", events=events))
            )
        )
    )
    assert [row.outcome for row in records.pulls[-1:]] == ["Pulled"]
    assert all(row.outcome == "Failed" for row in records.pulls[:-1])
    assert why(records) == []


def test_a_budget_and_a_cron_job_may_change_in_everything() -> None:
    def budget(available: int) -> Manifest:
        spec = {"minAvailable": available, "selector": {"matchLabels": {"app": "web"}}}
        return {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": "b"}, "spec": spec}

    def cron_job(schedule: str) -> Manifest:
        job = {
            "template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "reg.test/app:v1"}]}}
        }
        spec = {"schedule": schedule, "jobTemplate": {"spec": job}}
        return {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "c"}, "spec": spec}

    records = ran(budget(1), cron_job("0 0 1 1 *"), events=[apply("5m", budget(2), cron_job("* * * * *"))])
    assert why(records) == []
    assert len(records.pods) >= 10
    changed = [
        dict(row.change)["spec"]
        for row in records.objects
        if row.kind == "PodDisruptionBudget" and row.verb == "update"
    ]
    assert [spec.min_available for spec in changed] == ["2"]


def test_pods_that_sleep_wake_for_it() -> None:
    events = [apply("5m", workload("app:gone", replicas=3)), apply("12m", workload("app:v2", replicas=3))]
    compare(scenario(workload("app:absent", replicas=3), events=events))
