"""The admission plugin ServiceAccount: a pod gets a service account, and that account's pull secrets."""

from imagesim.engine.api.admission.request import AdmissionRequest
from imagesim.rules.admission.service_account import FindAccount, service_account_admission
from imagesim.rules.api.objects import PodSpec


class ServiceAccountAdmission:
    """The plugin, which looks accounts up with *find*."""

    def __init__(self, find: FindAccount) -> None:
        self._find = find

    def admit(self, spec: PodSpec, request: AdmissionRequest) -> PodSpec:
        """What the plugin makes of a new pod. Raises Forbidden."""
        name = request.name
        return service_account_admission(spec, self._find, namespace=name.namespace, pod_name=name.name)
