"""What the token of a service account says in a simulation: whose it is, for which pod, and who is to accept it.

It stands for the JWT that the API server signs. It is made and read here only, and stays the same while the pod lives.
"""

from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.credentials.service_account import PodIdentity, ServiceAccount

_SUBJECT = "system:serviceaccount:"


def service_account_token(account: ServiceAccount, pod: PodIdentity, audience: str) -> SecretValue:
    """A token for *account*, bound to *pod*."""
    return SecretValue(f"{_SUBJECT}{account.namespace}:{account.name} {pod.uid} {audience}")


def subject(token: SecretValue) -> str:
    """Whose token it is, as NAMESPACE/NAME."""
    return token.reveal().removeprefix(_SUBJECT).partition(" ")[0].replace(":", "/")
