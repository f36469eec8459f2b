"""The mutating webhook that pins digests, in pods that are created and in templates that are written.

Its registration is that of google/k8s-digester for the kinds that are here (manifests/mutating-webhook-configuration):
workloads at every CREATE and UPDATE. Of a pod an UPDATE is not looked at, since nobody else updates its images here.

What a controller owns is left out, as a match condition of the webhook would: its template is that of its owner. Were
it pinned where the owner's could not be, in an outage, a Deployment would never find its own ReplicaSet again, and
make one after another without end. Its pods are pinned when they are created.
"""

from dataclasses import replace
from typing import Any

from imagesim.engine.api.admission.request import AdmissionRequest
from imagesim.rules.admission import pin_digests as rules
from imagesim.rules.admission.pin_digests import Resolve
from imagesim.rules.api.objects import PodSpec, PodTemplate
from imagesim.rules.api.workload import with_template


class DigestPinningWebhook:
    """The webhook; *resolve* asks the registries."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    def admit(self, spec: PodSpec, _: AdmissionRequest) -> PodSpec:
        """The pod with a digest behind each tag that can be resolved now."""
        return rules.pin_digests(spec, self._resolve)

    def admit_workload(self, spec: Any, request: AdmissionRequest) -> Any:
        """The spec of a workload that nobody owns, with the same done to its template."""
        if request.owned:
            return spec
        template: PodTemplate = spec.template
        pinned = rules.pin_digests(template.spec, self._resolve)
        return spec if pinned == template.spec else with_template(spec, replace(template, spec=pinned))
