"""Validation of pods and of workloads' templates as admission has made them."""

from typing import Any

from imagesim.engine.api.admission.chain import Admit, Check
from imagesim.engine.api.admission.request import AdmissionRequest
from imagesim.rules.api.kinds import CRON_JOB
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.api.status_errors import Invalid
from imagesim.rules.api.validation.pod import pod_problem
from imagesim.rules.api.validation.pod_update import pod_update_problem
from imagesim.rules.api.validation.template import template_problem
from imagesim.rules.api.validation.workload_update import workload_update_problem


def validate_pod(spec: PodSpec, request: AdmissionRequest) -> PodSpec:
    """Refuse a new pod for what its spec says. Raises Invalid."""
    if problem := pod_problem(spec):
        raise Invalid(request.name, problem)
    return spec


def validate_template(spec: Any, request: AdmissionRequest) -> Any:
    """Refuse a workload for what its template says. Raises Invalid."""
    path = "spec.jobTemplate.spec.template.spec" if request.name.kind == CRON_JOB.name else "spec.template.spec"
    if problem := template_problem(spec.template.spec, path):
        raise Invalid(request.name, problem)
    return spec


def validate_pod_update(spec: PodSpec, request: AdmissionRequest) -> PodSpec:
    """Refuse an update of a pod that changes more than images: AlwaysPullImages' new policy, too. Raises Invalid."""
    if problem := pod_update_problem(request.old, spec):
        raise Invalid(request.name, problem)
    return spec


def validate_workload_update(spec: Any, request: AdmissionRequest) -> Any:
    """Refuse an update of a workload that changes what is fixed at its creation, such as a selector. Raises Invalid."""
    if problem := workload_update_problem(request.name.kind, request.old, spec):
        raise Invalid(request.name, problem)
    return spec


def checked(check: Check) -> Admit:
    """A validating plugin as a step: it refuses or not, and what is stored stays as it is."""

    def admit(spec: PodSpec, request: AdmissionRequest) -> PodSpec:
        check(request)
        return spec

    return admit
