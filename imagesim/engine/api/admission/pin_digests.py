"""The mutating webhook that pins digests, in pods that are created and in templates that are written.

Its registration is that of google/k8s-digester for the kinds that are here (manifests/mutating-webhook-configuration):
workloads at every CREATE and UPDATE. Of a pod an UPDATE is not looked at, since nobody else updates its images here.

What a controller owns is left out, as a match condition of the webhook would: its template is that of its owner. Were
it pinned where the owner's could not be, in an outage, a Deployment would never find its own ReplicaSet again, and
make one after another without end. Its pods are pinned when they are created.

While the webhook itself is away, its failurePolicy counts: with Fail what it would have looked at is refused, with
Ignore it goes on as it is.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from imagesim.engine.api.admission.request import AdmissionRequest
from imagesim.rules.admission import pin_digests as rules
from imagesim.rules.admission.pin_digests import Resolve
from imagesim.rules.admission.unreachable_webhook import FailurePolicy, no_endpoints
from imagesim.rules.api.objects import PodSpec, PodTemplate
from imagesim.rules.api.status_errors import InternalError
from imagesim.rules.api.workload import with_template


class DigestPinningWebhook:
    """The webhook; *resolve* asks the registries, *is_there* says whether it can be called now."""

    def __init__(self, resolve: Resolve, is_there: Callable[[], bool], failure_policy: FailurePolicy) -> None:
        self._resolve = resolve
        self._is_there = is_there
        self._failure_policy = failure_policy

    def admit(self, spec: PodSpec, _: AdmissionRequest) -> PodSpec:
        """The pod with a digest behind each tag that can be resolved now. Raises InternalError."""
        return rules.pin_digests(spec, self._resolve) if self._answers() else spec

    def admit_workload(self, spec: Any, request: AdmissionRequest) -> Any:
        """The spec of a workload that nobody owns, with the same done to its template. Raises InternalError."""
        if request.owned or not self._answers():
            return spec
        template: PodTemplate = spec.template
        pinned = rules.pin_digests(template.spec, self._resolve)
        return spec if pinned == template.spec else with_template(spec, replace(template, spec=pinned))

    def _answers(self) -> bool:
        """Whether the call is answered. Raises InternalError where the request may not go on without."""
        if self._is_there():
            return True
        if self._failure_policy == "Fail":
            raise InternalError(no_endpoints())
        return False
