"""`apply` in a Timeline: what is read, refused, hidden, saved, and what counts as applied before the run."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.engine.bounds.estimate import estimate
from imagesim.scenarios.loading import load
from imagesim.scenarios.saving import dump
from imagesim.scenarios.timeline.events.workloads.apply import Apply
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

NEW = """\
      - apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: 'registry.example/shop/web:v2'}]}
"""
LOGIN = (
    "{apiVersion: v1, kind: Secret, metadata: {name: login}, type: kubernetes.io/dockerconfigjson, "
    'stringData: {.dockerconfigjson: \'{"auths": {"r.example": {"username": "ann", "password": "hush"}}}\'}}'
)


def timeline(*applied: str) -> str:
    events = "".join(f"  - at: {at}m\n    apply:\n      manifests:\n{text}" for at, text in enumerate(applied, 1))
    return f"apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {{name: t}}\nspec:\n  events:\n{events}"


def applied(scenario: Scenario) -> list[Apply]:
    return [event for event in scenario.timeline if isinstance(event, Apply)]


def last(event: Apply) -> dict:
    return json.loads(event.manifests[0].last_applied)


def test_what_the_scenarios_manifest_names_was_applied_before(loaded: Loaded, deployment: str) -> None:
    (event,) = applied(loaded(deployment, timeline(NEW)))
    assert event.text() == "apply Deployment/shop/web"
    assert last(event)["spec"]["replicas"] == 4
    assert last(event)["spec"]["template"]["spec"]["containers"] == [
        {"name": "web", "image": "registry.example/shop/web:v1"}
    ]


def test_of_an_exported_object_it_is_what_kubectl_has_kept(loaded: Loaded, deployment: str) -> None:
    kept = json.dumps({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"}})
    exported = deployment.replace(
        "  namespace: shop\n",
        "  namespace: shop\n  uid: a-b\n  annotations:\n"
        f"    kubectl.kubernetes.io/last-applied-configuration: '{kept}'\n",
    )
    (event,) = applied(loaded(exported, timeline(NEW)))
    assert last(event) == json.loads(kept)


def test_of_an_exported_object_that_keeps_nothing_nothing_is_known(loaded: Loaded, deployment: str) -> None:
    exported = deployment.replace("  namespace: shop\n", "  namespace: shop\n  uid: a-b\n")
    (event,) = applied(loaded(exported, timeline(NEW)))
    assert event.manifests[0].last_applied == ""


def test_a_saved_scenario_knows_what_was_applied_before(loaded: Loaded, deployment: str, tmp_path: Path) -> None:
    scenario = loaded(deployment, timeline(NEW, NEW.replace(":v2", ":v3")))
    file = tmp_path / "saved.yaml"
    file.write_text(dump(scenario))
    assert load(file).timeline == scenario.timeline


def test_a_list_is_opened(loaded: Loaded, deployment: str) -> None:
    items = f"      - {{apiVersion: v1, kind: List, items: [{LOGIN}]}}\n"
    assert [event.text() for event in applied(loaded(deployment, timeline(items)))] == ["apply Secret/default/login"]


def test_no_secret_of_a_manifest_is_told(loaded: Loaded, deployment: str) -> None:
    secrets = f"      - {LOGIN}\n      - {{apiVersion: v1, kind: SecretList, items: [{LOGIN}]}}\n"
    env = NEW.replace("v2'", "v2', env: [{name: TOKEN, value: hush}], args: [hush]")
    with_note = env.replace("name: web, namespace", "annotations: {token: hush}, name: web, namespace")
    scenario = loaded(deployment, timeline(secrets.replace("name: login", "name: other", 1), with_note))
    told = dump(scenario) + repr(scenario) + json.dumps(scenario.documents)
    assert "hush" not in told


def test_what_is_not_modelled_is_passed_over_and_said(loaded: Loaded, deployment: str) -> None:
    scenario = loaded(
        deployment, timeline(NEW + "      - {apiVersion: v1, kind: Service, metadata: {name: x}, spec: {}}\n")
    )
    assert [event.text() for event in applied(scenario)] == ["apply Deployment/shop/web"]
    assert "Service is not modelled (1 document)." in scenario.not_modelled


REFUSED = [
    ("        []\n", "apply.manifests: a list is empty; list what it holds, or remove the field"),
    (
        "      - {apiVersion: v1, kind: Service, metadata: {name: x}}\n",
        "apply.manifests: holds nothing that is modelled; write manifests of Secret, ServiceAccount, Pod, ",
    ),
    (NEW + NEW, "metadata.name: the name stands twice in this apply"),
    (NEW.replace("apps/v1", "v1"), "apiVersion: 'v1' is not where Deployment is served; write apps/v1"),
    (
        NEW.replace("{name: web, names", "{generateName: web, names"),
        "generateName: cannot use generate name with apply",
    ),
    (NEW.replace("image: '", "imagePullPolicy: always, image: '"), 'imagePullPolicy: Unsupported value: "always"'),
    (NEW.replace("image: '", "imagePulPolicy: Always, image: '"), "unknown field; did you mean imagePullPolicy?"),
]


@pytest.mark.parametrize(("manifests", "said"), REFUSED)
def test_a_mistake_is_said_with_its_place(mistake: Mistake, deployment: str, manifests: str, said: str) -> None:
    assert said in mistake(deployment, timeline(manifests))


def test_a_mistake_in_a_manifest_names_the_timeline_and_the_event(mistake: Mistake, deployment: str) -> None:
    wrong = NEW.replace("image: '", "imagePulPolicy: Always, image: '")
    said = mistake(deployment, timeline(NEW, wrong))
    place = "Timeline/t: spec.events[1].apply.manifests[0], Deployment/shop/web: spec.template.spec.containers[0]"
    assert f"{place}.imagePulPolicy: unknown field" in said
    items = "      - {apiVersion: v1, kind: List, items: [{}, {apiVersion: v1, kind: Pod, metadata: 3}]}\n"
    assert "Timeline/t: spec.events[0].apply.manifests[0].items[0]: kind: is missing" in mistake(timeline(items))


def test_new_pods_are_counted_before_the_run(loaded: Loaded, deployment: str) -> None:
    alone = estimate(loaded(deployment)).pods
    assert estimate(loaded(deployment, timeline(NEW))).pods == alone + 1, "replicas is dropped, so it is 1"
    named = NEW.replace("          selector", "          replicas: 50\n          selector")
    assert estimate(loaded(deployment, timeline(named))).pods == alone + 50
    other = named.replace("name: web, names", "name: other, names")
    assert estimate(loaded(deployment, timeline(other))).pods == alone + 50
    daemons = NEW.replace("Deployment", "DaemonSet")
    assert estimate(loaded(deployment, timeline(daemons))).pods == alone + 3


def test_a_secret_that_is_applied_is_there_from_then_on(loaded: Loaded, mistake: Mistake, deployment: str) -> None:
    create = LOGIN.replace("{apiVersion", "  - {at: 2m, createSecret: {apiVersion") + "}\n"
    said = mistake(deployment, timeline(f"      - {LOGIN}\n") + create)
    assert "Secret/default/login is there already at that time" in said
    delete = "  - {at: 2m, deleteSecret: {secret: default/login}}\n"
    assert len(loaded(deployment, timeline(f"      - {LOGIN}\n") + delete).timeline) == 2


def test_a_deployment_may_be_paused_by_its_manifest(loaded: Loaded, mistake: Mistake, deployment: str) -> None:
    paused = NEW.replace("          selector", "          paused: true\n          selector")
    resume = "  - {at: 3m, rolloutResume: {workload: web}}\n"
    assert "is not paused at that time" in mistake(deployment, timeline(NEW) + resume)
    assert len(loaded(deployment, timeline(paused) + resume).timeline) == 2
