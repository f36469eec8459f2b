import json
from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

RECORDED = Path(__file__).parents[2] / "conformance" / "control-plane-1.36" / "defaults.jsonl"


def pod(spec: str, metadata: str = "{name: a}") -> str:
    return f"apiVersion: v1\nkind: Pod\nmetadata: {metadata}\nspec: {spec}\n"


ONE = "{containers: [{name: a, image: nginx}]}"


def test_a_deployment_gets_the_defaults_of_the_api_server(loaded: Loaded, deployment: str) -> None:
    (made,) = loaded(deployment.replace("  replicas: 4\n", "").replace("  namespace: shop\n", "")).deployments
    assert (made.namespace, made.name, made.replicas) == ("default", "web", 1)
    assert (made.strategy, made.max_surge, made.max_unavailable) == ("RollingUpdate", "25%", "25%")
    assert (made.min_ready_s, made.progress_deadline_s, made.revision_history_limit) == (0, 600, 10)
    assert not made.paused
    assert made.selector == made.template.labels == (("app", "web"),)
    spec = made.template.spec
    assert (spec.restart_policy, spec.service_account_name) == ("Always", "default")
    assert [(each.image, each.image_pull_policy) for each in spec.containers] == [
        ("registry.example/shop/web:v1", "IfNotPresent")
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{rollingUpdate: {maxSurge: 0, maxUnavailable: 2}}", ("0", "2")),
        ("{rollingUpdate: {maxSurge: 010%}}", ("10%", "25%")),
        ("{type: RollingUpdate}", ("25%", "25%")),
        ("{type: Recreate, rollingUpdate: null}", ("25%", "25%")),
    ],
)
def test_surge_and_unavailable_are_counts_or_percentages(
    loaded: Loaded, deployment: str, written: str, expected: tuple[str, str]
) -> None:
    (made,) = loaded(deployment.replace("  replicas: 4", f"  strategy: {written}")).deployments
    assert (made.max_surge, made.max_unavailable) == expected


def test_a_selector_may_use_expressions(loaded: Loaded, deployment: str) -> None:
    expressions = (
        "matchExpressions:\n    - {key: app, operator: In, values: [web, api]}\n    - {key: x, operator: DoesNotExist}"
    )
    (made,) = loaded(deployment.replace("matchLabels:\n      app: web", expressions)).deployments
    assert made.selector == (("app", "web"),)


def test_a_sidecar_is_an_init_container_that_is_always_restarted(loaded: Loaded) -> None:
    init = "[{name: i, image: c}, {name: s, image: d, restartPolicy: Always}]"
    scenario = loaded(pod(f"{{containers: [{{name: a, image: b}}], initContainers: {init}}}"))
    assert [each.restart_policy for each in scenario.pods[0].spec.init_containers] == ["", "Always"]
    assert "An init container exits successfully 1 s after it started." in scenario.assumptions


def test_other_kinds_are_listed_once_with_their_number(loaded: Loaded) -> None:
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: %s}\n"
    config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
    scenario = loaded(service % "a", config, service % "b", "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n")
    assert scenario.not_modelled == (
        "Service is not modelled (2 documents).",
        "ConfigMap is not modelled (1 document).",
    )


def test_nothing_of_a_secret_is_kept_but_the_names_of_its_keys(loaded: Loaded) -> None:
    values = "stringData: {password: hunter2}, data: {b: aHVudGVyMg==}"
    scenario = loaded(f"{{apiVersion: v1, kind: Secret, metadata: {{name: a}}, {values}}}\n")
    assert "hunter2" not in repr(scenario) + repr(scenario.documents)
    assert "aHVudGVyMg" not in repr(scenario) + repr(scenario.documents)
    assert scenario.secrets[0].other_keys == ("b", "password")
    assert loaded(dump(scenario)).secrets == scenario.secrets


def test_the_manifest_that_kubectl_apply_keeps_is_left_out(loaded: Loaded) -> None:
    metadata = "{name: a, annotations: {a: b, kubectl.kubernetes.io/last-applied-configuration: hunter2}}"
    assert loaded(pod(ONE, metadata)).pods[0].annotations == (("a", "b"),)


@pytest.mark.parametrize(
    "spec",
    [
        "{containers: [{name: a, image: b, restartPolicy: Never}]}",
        "{containers: [{name: a, image: b}], initContainers: [{name: i, image: b, restartPolicy: OnFailure}]}",
        "{containers: [{name: a, image: b, lifecycle: {postStart: {exec: {command: [x]}}}}]}",
        "{containers: [{name: a, image: b, lifecycle: {preStop: {httpGet: {port: 80}}}}]}",
        "{containers: [{name: a, image: b, resources: {requests: {cpu: 1}}}]}",
        "{containers: [{name: a, image: b, ports: [{hostPort: 80}]}]}",
        "{containers: [{name: a, image: b}], affinity: {podAffinity: {a: b}}}",
        "{containers: [{name: a, image: b}], volumes: [{name: v, configMap: {name: c}}]}",
        "{containers: [{name: a, image: b}], ephemeralContainers: [{name: d, image: e}]}",
    ],
)
def test_what_would_change_the_outcome_is_listed_with_its_place(loaded: Loaded, spec: str) -> None:
    (sentence,) = loaded(pod(spec)).not_modelled
    assert " is not modelled (Pod/default/a): " in sentence


@pytest.mark.parametrize(
    "spec",
    [
        "{containers: [{name: a, image: b, resources: {}, env: [], command: [x]}], volumes: [{name: v, emptyDir: {}}]}",
        "{containers: [{name: a, image: b, restartPolicyRule: 3}]}".replace("restartPolicyRule", "somethingNew"),
        "{containers: [{name: a, image: b}], schedulerName: default-scheduler, terminationGracePeriodSeconds: 30}",
        "{containers: [{name: a, image: b}], tolerations: [{key: node.kubernetes.io/not-ready}]}",
        "{containers: [{name: a, image: b}], volumes: [{name: kube-api-access-x1, projected: {}}]}",
        "{containers: [{name: a, image: b}], volumes: [{name: v, image: {reference: c}}]}",
    ],
)
def test_what_changes_nothing_is_not_mentioned(loaded: Loaded, spec: str) -> None:
    assert loaded(pod(spec)).not_modelled == ()


def test_pods_of_a_deployment_in_the_same_export_are_left_out(loaded: Loaded, deployment: str) -> None:
    owner = "{kind: ReplicaSet, name: %s-5d4f8c7b9, controller: true}"
    metadata = "{name: %s, namespace: shop, ownerReferences: [%s]}"
    own = pod(ONE, metadata % ("web-5d4f8c7b9-abcde", owner % "web"))
    other = pod(ONE, metadata % ("api-5d4f8c7b9-abcde", owner % "api"))
    scenario = loaded(own, deployment, other)
    assert [each.name for each in scenario.pods] == ["api-5d4f8c7b9-abcde"]
    assert any(sentence.startswith("1 pod that a Deployment") for sentence in scenario.assumptions)


def test_a_node_that_is_not_here_is_left_to_the_scheduler(loaded: Loaded) -> None:
    here, away = loaded(
        pod("{nodeName: workers-0, containers: [{name: a, image: b}]}"),
        pod("{nodeName: gke-1, containers: [{name: a, image: b}]}", "{name: c}"),
    ).pods
    assert (here.spec.node_name, away.spec.node_name) == ("workers-0", "")


MISTAKES = [
    (
        "image: registry.example/shop/web:v1",
        "imagge: x",
        ":18: .. spec.template.spec.containers[0].imagge: unknown field; did you mean image?",
    ),
    (
        "- name: web",
        "- name: web\n          imagePullPolcy: Always",
        ":18: .. spec.template.spec.containers[0].imagePullPolcy: unknown field; did you mean imagePullPolicy?",
    ),
    ("replicas", "replica", ":7: .. spec.replica: unknown field; did you mean replicas?"),
    (
        "- name: web",
        "- name: web\n          imagePullPolicy: always",
        ":18: .. spec.template.spec.containers[0].imagePullPolicy: "
        'Unsupported value: "always": supported values: "Always", "IfNotPresent", "Never"',
    ),
    (
        "registry.example/shop/web:v1",
        "''",
        ":18: .. spec.template.spec.containers[0].image: Required value: a container needs an image",
    ),
    (
        "registry.example/shop/web:v1",
        "1.27",
        ":18: .. spec.template.spec.containers[0].image: 1.27 is not text; put it in quotes",
    ),
    (
        "    spec:\n",
        "    spec:\n      restartPolicy: Never\n",
        ':16: .. spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ),
    (
        "matchLabels:\n      app: web",
        "matchLabels:\n      app: api",
        ":8: .. spec.selector: `selector` does not match template `labels`; give the template these labels too",
    ),
    ("replicas: 4", "replicas: -1", ":7: .. spec.replicas: -1 must be greater than or equal to 0"),
    ("replicas: 4", "replicas: '4'", ":7: .. spec.replicas: '4' is not a whole number; write it without quotes"),
    (
        "replicas: 4",
        "paused: 'no'",
        ":7: .. spec.paused: 'no' is neither true nor false; write true or false, without quotes",
    ),
    (
        "replicas: 4",
        "strategy: {type: Rolling}",
        ':7: .. spec.strategy.type: Unsupported value: "Rolling": supported values: "Recreate", "RollingUpdate"',
    ),
    (
        "replicas: 4",
        "strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}",
        ":7: .. spec.strategy.rollingUpdate.maxUnavailable: '0%' may not be 0 when `maxSurge` is 0",
    ),
    (
        "replicas: 4",
        "strategy: {rollingUpdate: {maxSurge: a few}}",
        ":7: .. spec.strategy.rollingUpdate.maxSurge: "
        "'a few' is neither a whole number nor a percentage; write 1 or 25%",
    ),
    (
        "replicas: 4",
        "minReadySeconds: 600",
        ":6: .. spec.progressDeadlineSeconds: an empty value must be greater than minReadySeconds; the default is 600",
    ),
    (
        "apps/v1",
        "extensions/v1beta1",
        ":1: .. apiVersion: 'extensions/v1beta1' is not where Deployment is served; write apps/v1",
    ),
    (
        "name: web\n  namespace",
        "name: Web_1\n  namespace",
        ":4: Deployment/shop/Web_1: metadata.name: 'Web_1' is not a name; "
        "use lower-case letters, digits, - and ., beginning and ending with a letter or digit",
    ),
    (
        "  name: web\n  namespace",
        "  generateName: Web_\n  namespace",
        ":4: Deployment/shop: metadata.generateName: 'Web_' is not the beginning of a name; "
        "use lower-case letters, digits, - and .",
    ),
    (
        "kind: Deployment",
        "kind: Deploymnet",
        ":2: Deploymnet/shop/web: kind: 'Deploymnet' is no kind of that apiVersion; did you mean Deployment?",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES, ids=[new.strip() for _, new, _ in MISTAKES])
def test_a_mistake_in_a_manifest_is_said_in_the_words_of_the_api(
    mistake: Mistake, deployment: str, old: str, new: str, message: str
) -> None:
    assert mistake(deployment.replace(old, new, 1)) == "file.yaml" + message.replace("..", "Deployment/shop/web:", 1)


POD_MISTAKES = [
    (pod("{containers: []}"), "spec.containers: Required value: a pod needs at least one container"),
    (
        pod("{containers: [{name: a, image: b}, {name: a, image: c}]}"),
        'spec.containers[1].name: Duplicate value: "a"; line 4 has it too',
    ),
    (
        pod("{containers: [{name: a, image: b}], initContainers: [{name: a, image: c}]}"),
        'spec.containers[0].name: Duplicate value: "a"; line 4 has it too',
    ),
    (
        pod("{containers: [{name: a, image: 'b '}]}"),
        "spec.containers[0].image: 'b ' must not have leading or trailing whitespace",
    ),
    (pod("{containers: {name: a}}"), "spec.containers: a mapping is not a list; begin each item with a dash"),
    (pod("{containers: [{image: b}]}"), "spec.containers[0].name: Required value: a container needs a name"),
    (pod(ONE, "{name: a, labels: {version: 1.2}}"), "metadata.labels.version: 1.2 is not text; put it in quotes"),
]


@pytest.mark.parametrize(("text", "message"), POD_MISTAKES, ids=[message for _, message in POD_MISTAKES])
def test_a_mistake_in_a_pod_is_said_too(mistake: Mistake, text: str, message: str) -> None:
    assert mistake(text).split(": ", 2)[2] == message


def test_two_objects_of_one_name_are_a_mistake_in_one_namespace_only(mistake: Mistake, loaded: Loaded) -> None:
    elsewhere = pod(ONE, "{name: a, namespace: other}")
    assert len(loaded(pod(ONE), elsewhere).pods) == 2
    expected = "file.yaml:8: Pod/default/a: metadata.name: the name stands twice: file.yaml:3 has it too"
    assert mistake(pod(ONE), pod(ONE, "{name: a, namespace: default}")) == expected


def _row_manifest(row: dict[str, str]) -> dict[str, object]:
    """The manifest of a recorded row: one container or image volume under test, in the place that the row names."""
    tested: dict[str, object] = {"name": "c", "image": row["image"]}
    if row["preset"]:
        tested["imagePullPolicy"] = row["preset"]
    if row["where"] == "sidecar":
        tested["restartPolicy"] = "Always"
    spec: dict[str, object] = {"containers": [tested]}
    if row["where"] == "volumes.image":
        volume = {"reference": row["image"], "pullPolicy": row["preset"]}
        spec = {"containers": [{"name": "main", "image": "x"}], "volumes": [{"name": "v", "image": volume}]}
    elif row["where"] != "containers":
        spec = {"initContainers": [tested], "containers": [{"name": "main", "image": "x"}]}
    if row["kind"] == "Pod":
        return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}, "spec": spec}
    template = {"metadata": {"labels": {"a": "b"}}, "spec": spec}
    whole = {"selector": {"matchLabels": {"a": "b"}}, "template": template}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "x"}, "spec": whole}


def _outcome(manifest: dict[str, object]) -> tuple[str, str | None]:
    """The pull policy of what is under test, or the field that is refused."""
    try:
        scenario = load(manifest)
    except ScenarioError as error:
        return "", error.field
    specs = [pod.spec for pod in scenario.pods] + [each.template.spec for each in scenario.deployments]
    if specs[0].image_volumes:
        return specs[0].image_volumes[0].pull_policy, None
    tested = (*specs[0].init_containers, *specs[0].containers)[0]
    return tested.image_pull_policy, None


def test_defaulting_and_validation_agree_with_what_the_api_server_did() -> None:
    compared = 0
    for line in RECORDED.read_text().splitlines():
        row = json.loads(line)
        # Ephemeral containers are not modelled, nor are other kinds. White space in a template, and an image volume
        # without a reference there, are refused here on purpose: see pod_specs.
        known = row.get("kind") in ("Pod", "Deployment") and row["op"] in ("default", "validate_create")
        if not known or row["where"] not in ("containers", "initContainers", "sidecar", "volumes.image"):
            continue
        if row["kind"] == "Deployment" and (row["image"] != row["image"].strip() or not row["image"]):
            continue
        compared += 1
        policy, field = _outcome(_row_manifest(row))
        if row["op"] == "validate_create":
            assert (field is None) == row["ok"], row
            assert field is None or f"{field}: " in row["error"], row
        elif field is None:  # the recorded defaulting was not followed by validation
            assert policy == row["policy"], row
    assert compared > 50


def test_white_space_around_an_image_is_taken_in_a_template(loaded: Loaded, deployment: str) -> None:
    (made,) = loaded(deployment.replace("registry.example/shop/web:v1", "' x'")).deployments
    assert made.template.spec.containers[0].image == " x"
