"""The admission plugin ServiceAccount, as far as it decides with which secrets a pod pulls.

Models plugin/pkg/admission/serviceaccount/admission.go, Kubernetes 1.36.3. At the creation of a pod, and never later:

- A pod that names no service account gets `default`.
- A pod that lists no imagePullSecrets gets all those of its service account, in order, with duplicates and empty names.
  One entry of its own, even an empty one, and it gets none: nothing is merged.
- A service account that does not exist is Forbidden. For `default` the plugin asks ten times within about 1.4 s, since
  a new namespace gets it a moment later; for any other name once.
- An account with the annotation `kubernetes.io/enforce-mountable-secrets: "true"` allows only its own pull secrets.
- A mirror pod (of a static pod) is left as it is, and may name neither a service account nor a pull secret.

The token that the plugin mounts, and secrets that a pod uses in other ways, do not concern images and are left out.
"""

from collections.abc import Callable
from dataclasses import replace

from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.api.status_errors import Forbidden
from imagesim.rules.credentials.service_account import ServiceAccount
from imagesim.rules.golang.text import quote
from imagesim.rules.units import Seconds

DEFAULT = "default"
ENFORCE_ANNOTATION = "kubernetes.io/enforce-mountable-secrets"
SHORTEST_WAIT_S: Seconds = 0.9
"""A default account that appears within nine waits of 100 ms is found whatever chance says ..."""
LONGEST_WAIT_S: Seconds = 1.8
"""... and one that is not there after nine waits of almost 200 ms never is."""

_TRUE = {"1", "t", "T", "true", "TRUE", "True"}  # strconv.ParseBool

FindAccount = Callable[[str, str], ServiceAccount | None]
"""Looks up a service account by namespace and name; None if it does not exist, and for `default` not in time."""


class PodForbidden(Forbidden):
    """The plugin refuses the pod. `spec` is what it had made of it by then."""

    def __init__(self, pod_name: str, text: str, spec: PodSpec) -> None:
        super().__init__(ObjectName("Pod", "", pod_name), text)
        self.spec = spec

    @property
    def reason(self) -> str:
        """It is no reason of its own."""
        return Forbidden.__name__


def service_account_admission(
    spec: PodSpec,
    find: FindAccount,
    *,
    namespace: str,
    pod_name: str,
    operation: str = "CREATE",
    subresource: str = "",
    mirror: bool = False,
) -> PodSpec:
    """What the plugin makes of one request about a pod. Raises PodForbidden."""
    if operation != "CREATE" or subresource:
        return spec
    if mirror:
        return _checked_mirror(spec, pod_name)
    if not spec.service_account_name:
        spec = replace(spec, service_account_name=DEFAULT)
    account = find(namespace, spec.service_account_name)
    if account is None:
        name = spec.service_account_name
        missing = f"serviceaccount {quote(name)} not found"
        raise PodForbidden(pod_name, f"error looking up service account {namespace}/{name}: {missing}", spec)
    if account.image_pull_secrets and not spec.image_pull_secrets:
        spec = replace(spec, image_pull_secrets=account.image_pull_secrets)
    if account.annotations and dict(account.annotations).get(ENFORCE_ANNOTATION) in _TRUE:
        _check_listed(spec, account, pod_name)
    return spec


def _checked_mirror(spec: PodSpec, pod_name: str) -> PodSpec:
    if spec.service_account_name:
        raise PodForbidden(pod_name, "a mirror pod may not reference service accounts", spec)
    if any(spec.image_pull_secrets):
        raise PodForbidden(pod_name, "a mirror pod may not reference secrets", spec)
    return spec


def _check_listed(spec: PodSpec, account: ServiceAccount, pod_name: str) -> None:
    for place, name in enumerate(spec.image_pull_secrets):
        if name not in account.image_pull_secrets:
            text = (
                f"imagePullSecrets[{place}].name={quote(name)} is not allowed because service account "
                f"{account.name} does not reference that imagePullSecret"
            )
            raise PodForbidden(pod_name, text, spec)
