"""The chain of a cluster, as its list of steps."""

from collections.abc import Callable
from dataclasses import dataclass

from imagesim.engine.api.admission.always_pull_images import always_pull_images, validate_always_pull_images
from imagesim.engine.api.admission.chain import AdmissionStep, Chain, Check, by_spec_alone
from imagesim.engine.api.admission.defaults import PodDefaults
from imagesim.engine.api.admission.namespaces import NamespaceAutoProvision, Provide
from imagesim.engine.api.admission.pin_digests import DigestPinningWebhook
from imagesim.engine.api.admission.request import Operation
from imagesim.engine.api.admission.service_account import ServiceAccountAdmission
from imagesim.engine.api.admission.validation import (
    checked,
    validate_pod,
    validate_pod_update,
    validate_template,
    validate_workload_update,
)
from imagesim.rules.admission.pin_digests import Resolve
from imagesim.rules.admission.service_account import FindAccount
from imagesim.rules.admission.unreachable_webhook import FailurePolicy
from imagesim.rules.api.kinds import WITH_TEMPLATE

_PODS = frozenset({"Pod"})
_CREATE: frozenset[Operation] = frozenset({"CREATE"})
_UPDATE: frozenset[Operation] = frozenset({"UPDATE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionSettings:
    """What is switched on: AlwaysPullImages, a webhook that pins digests as *resolve* finds them, plugins that check.

    The webhook sees pods, and with `pins_templates` the templates of workloads before; while it is not `is_there`, its
    `failure_policy` counts.
    `image_volumes` is KubernetesBehaviour.image_volumes_by_default of the API server.
    """

    always_pull_images: bool = False
    resolve: Resolve | None = None
    pins_templates: bool = True
    is_there: Callable[[], bool] = lambda: True
    failure_policy: FailurePolicy = "Ignore"
    checks: tuple[Check, ...] = ()
    image_volumes: bool = True


def kubernetes_chain(settings: AdmissionSettings, find_account: FindAccount, provide_namespace: Provide) -> Chain:
    """Decoding and defaulting, mutating plugins, webhooks and defaulting again, validation, validating plugins."""
    defaults = by_spec_alone(PodDefaults(image_volumes=settings.image_volumes).admit)
    steps = [
        AdmissionStep("defaulting", defaults, _PODS),
        AdmissionStep("NamespaceAutoProvision", NamespaceAutoProvision(provide_namespace).admit, frozenset(), _CREATE),
        AdmissionStep("ServiceAccount", ServiceAccountAdmission(find_account).admit, _PODS, _CREATE),
    ]
    if settings.always_pull_images:
        steps.append(AdmissionStep("AlwaysPullImages", always_pull_images, _PODS))
    if settings.resolve is not None:
        webhook = DigestPinningWebhook(settings.resolve, settings.is_there, settings.failure_policy)
        steps.append(AdmissionStep("MutatingAdmissionWebhook", webhook.admit, _PODS, _CREATE))
        steps.append(AdmissionStep("defaulting after the webhook", defaults, _PODS, _CREATE))
        if settings.pins_templates:
            steps.append(AdmissionStep("MutatingAdmissionWebhook", webhook.admit_workload, WITH_TEMPLATE))
    steps.append(AdmissionStep("validation", by_spec_alone(validate_pod), _PODS, _CREATE))
    steps.append(AdmissionStep("validation of an update", validate_pod_update, _PODS, _UPDATE))
    steps.append(AdmissionStep("validation of an update", validate_workload_update, WITH_TEMPLATE, _UPDATE))
    steps.append(AdmissionStep("validation of a template", by_spec_alone(validate_template), WITH_TEMPLATE))
    if settings.always_pull_images:
        steps.append(AdmissionStep("validation by AlwaysPullImages", validate_always_pull_images, _PODS))
    steps.extend(AdmissionStep("validating plugin", checked(check), _PODS, _CREATE) for check in settings.checks)
    return Chain(steps)
