"""The mutating webhook that pins digests: it sees a pod after the plugins, when that is created."""

from imagesim.engine.api.admission.request import AdmissionRequest
from imagesim.rules.admission import pin_digests as rules
from imagesim.rules.admission.pin_digests import Resolve
from imagesim.rules.api.objects import PodSpec


class DigestPinningWebhook:
    """The webhook; *resolve* asks the registries."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    def admit(self, spec: PodSpec, _: AdmissionRequest) -> PodSpec:
        """The pod with a digest behind each tag that can be resolved now."""
        return rules.pin_digests(spec, self._resolve)
