"""The Secrets and ServiceAccounts that the API server holds beside pods."""

from dataclasses import replace

from imagesim.rules.credentials.account_token_text import service_account_token
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.credentials.service_account_token import PodIdentity, ServiceAccount
from imagesim.rules.units import Seconds


class Secrets(dict[tuple[str, str], PullSecret]):
    """Secrets by namespace and name. An object keeps its UID while it is replaced, and a new one gets another."""

    def __init__(self) -> None:
        super().__init__()
        self._created = 0

    def create(self, secret: PullSecret) -> None:
        """`kubectl create`, or `kubectl replace` where there is one."""
        key = secret.namespace, secret.name
        if key in self:
            uid = self[key].uid
        else:
            self._created += 1
            uid = f"00000000-0000-4000-9000-{self._created:012x}"
        self[key] = replace(secret, uid=uid)


class ClusterServiceAccounts:
    """ServiceAccounts. One that no document describes exists, has no pull secrets, and never changes."""

    def __init__(self) -> None:
        self._accounts: dict[tuple[str, str], ServiceAccount] = {}

    def put(self, account: ServiceAccount) -> None:
        """`kubectl apply`."""
        key = account.namespace, account.name
        uid = (
            self._accounts[key].uid if key in self._accounts else f"00000000-0000-4000-a000-{len(self._accounts):012x}"
        )
        self._accounts[key] = replace(account, uid=uid)

    def get(self, namespace: str, name: str) -> ServiceAccount:
        """The service account of that name."""
        if (namespace, name) not in self._accounts:
            self.put(ServiceAccount(namespace=namespace, name=name))
        return self._accounts[namespace, name]

    def token(self, account: ServiceAccount, pod: PodIdentity, audience: str, now: Seconds) -> SecretValue:
        """A token for *account*, bound to *pod*."""
        return service_account_token(account, pod, audience)
