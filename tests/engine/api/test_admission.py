"""The chain: the order of Kubernetes, what the plugins make of a pod, and what they refuse."""

from dataclasses import replace

import pytest

from imagesim.engine.api.admission.always_pull_images import validate_always_pull_images
from imagesim.engine.api.admission.kubernetes_chain import AdmissionSettings, kubernetes_chain
from imagesim.engine.api.admission.request import AdmissionRequest
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import PodSpec, PodTemplate, ReplicaSetSpec
from imagesim.rules.api.status_errors import APIError, Forbidden, Invalid
from imagesim.rules.credentials.service_account import ServiceAccount
from tests.engine.api.api_worlds import Api, spec

DIGEST = "sha256:" + "1" * 64


def policies(spec: PodSpec) -> list[str]:
    return [container.image_pull_policy for container in spec.containers]


def test_the_steps_stand_in_the_order_of_kubernetes():
    settings = AdmissionSettings(always_pull_images=True, resolve=lambda _: DIGEST, checks=(lambda _: None,))
    chain = kubernetes_chain(settings, lambda namespace, name: None, lambda namespace: None)
    assert [step.name for step in chain.steps] == [
        "defaulting",
        "NamespaceAutoProvision",
        "ServiceAccount",
        "AlwaysPullImages",
        "MutatingAdmissionWebhook",
        "defaulting after the webhook",
        "MutatingAdmissionWebhook",
        "validation",
        "validation of an update",
        "validation of an update",
        "validation of a template",
        "validation by AlwaysPullImages",
        "validating plugin",
    ]


def test_a_policy_that_is_left_out_is_filled_in_from_the_tag():
    pods = Api().pods
    assert policies(pods.create("default", "a", spec("app", "")).spec) == ["Always"]
    assert policies(pods.create("default", "b", spec("app:v1", "")).spec) == ["IfNotPresent"]


def test_always_pull_images_holds_at_creation_and_at_an_update_with_a_new_image():
    api = Api(always_pull_images=True)
    pod = api.pods.create("default", "a", spec("app:v1", "Never"))
    assert policies(pod.spec) == ["Always"]
    api.pods.set_image(pod, "app", "app:v2")
    assert (policies(pod.spec), pod.generation) == (["Always"], 2)


def test_an_update_that_the_plugin_would_give_another_policy_is_refused():
    api = Api(always_pull_images=True)
    pod = api.pods.create("default", "a", spec("app:v1"))
    pod.spec = spec("app:v1")  # created before the plugin was switched on
    with pytest.raises(Invalid, match=r'^Pod "a" is invalid: spec: Forbidden: pod updates may not change fields other'):
        api.pods.set_image(pod, "app", "app:v2")
    assert (pod.spec, pod.generation) == (spec("app:v1"), 1)
    assert not api.store.update(pod, spec=replace(pod.spec))  # one that names no new image is left alone


@pytest.mark.parametrize(("containers", "kind"), [(1, Forbidden), (2, APIError)])
def test_what_is_changed_back_after_the_plugin_is_refused_by_its_validating_half(containers, kind):
    changed = PodSpec(containers=spec("app:v1", "Never").containers * containers)
    with pytest.raises(kind, match=r'pods "a" is forbidden: spec\.containers\[0\]\.imagePullPolicy: Unsupported value'):
        validate_always_pull_images(changed, AdmissionRequest("CREATE", ObjectName("Pod", "default", "a")))


def test_a_workload_whose_template_names_no_image_is_refused():
    with pytest.raises(
        Invalid, match=r'^ReplicaSet\.apps "a" is invalid: spec\.template\.spec\.containers\[0\]\.image: Req'
    ):
        Api().object("ReplicaSet/default/a", ReplicaSetSpec(template=PodTemplate(spec=spec(""))))


def test_an_update_of_a_pod_may_change_images_and_nothing_else():
    api = Api()
    pod = api.pods.create("default", "a", spec("app"))
    with pytest.raises(Invalid, match="may not change fields other than"):
        api.store.update(pod, spec=replace(pod.spec, node_selector=(("a", "b"),)))
    with pytest.raises(Invalid, match=r"spec\.containers: Forbidden: pod updates may not add or remove containers"):
        api.store.update(pod, spec=replace(pod.spec, containers=pod.spec.containers * 2))
    # A PUT without the policy gets it from the new tag, and that is another one here.
    with pytest.raises(Invalid):
        api.store.update(pod, spec=spec("app:latest", ""))


def test_the_webhook_pins_what_the_plugins_left_and_the_pull_policy_stays():
    api = Api(always_pull_images=True, resolve=lambda _: DIGEST)
    pod = api.pods.create("default", "a", spec("app:v1"))
    assert pod.spec == spec(f"app:v1@{DIGEST}", "Always", service_account_name="default")


def test_a_pod_gets_the_pull_secrets_of_its_account_as_they_are_then():
    api = Api()
    api.api.service_accounts.put(ServiceAccount(namespace="default", name="default", image_pull_secrets=("old",)))
    first = api.pods.create("default", "a", spec())
    api.api.service_accounts.put(ServiceAccount(namespace="default", name="default", image_pull_secrets=("new",)))
    second = api.pods.create("default", "b", spec())
    assert (first.spec.image_pull_secrets, second.spec.image_pull_secrets) == (("old",), ("new",))


def test_what_admission_refuses_is_not_stored():
    api = Api()
    enforce = (("kubernetes.io/enforce-mountable-secrets", "true"),)
    api.api.service_accounts.put(ServiceAccount(namespace="default", name="default", annotations=enforce))
    with pytest.raises(Forbidden, match=r'^pods "a" is forbidden: imagePullSecrets\[0\]\.name="x" is not allowed'):
        api.pods.create("default", "a", spec(image_pull_secrets=("x",)))
    assert len(api.pods) == 0


def test_pods_of_one_template_share_what_admission_made_of_it():
    api = Api(always_pull_images=True)
    template = spec("app:v1")
    first, second = (api.pods.create("default", name, template) for name in ("a", "b"))
    assert first.spec is second.spec
    rows = [row for row in api.records.objects if row.kind == "Pod"]
    assert rows[0].change is rows[1].change
    assert dict(rows[0].change)["written"] is template


def test_a_pod_is_refused_for_white_space_around_an_image_at_creation_and_at_an_update():
    api = Api()
    with pytest.raises(Invalid, match=r'^Pod "a" is invalid: spec\.containers\[0\]\.image: Invalid value: "app "'):
        api.pods.create("default", "a", spec("app "))
    pod = api.pods.create("default", "b", spec("app"))
    with pytest.raises(Invalid, match="must not have leading or trailing whitespace"):
        api.pods.set_image(pod, "app", " app")
    assert pod.spec.containers[0].image == "app"


def test_what_was_made_of_one_spec_is_not_taken_for_another():
    pods, complete, bare = Api().pods, spec("app:v1"), spec("app", "")
    made = [pods.create("default", f"p{number}", each).spec for number, each in enumerate((bare, complete, bare, bare))]
    assert [policies(each) for each in made] == [["Always"], ["IfNotPresent"], ["Always"], ["Always"]]
    for name in ("a", "b"):  # a spec that was refused is refused again
        with pytest.raises(Invalid):
            pods.create("default", name, spec(" app "))
