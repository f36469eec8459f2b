"""The ServiceAccounts of a store, and the tokens that it gives for them."""

from dataclasses import replace

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.store import Store
from imagesim.rules.api.names import ObjectName
from imagesim.rules.credentials.account_token_text import service_account_token
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.credentials.service_account import PodIdentity, ServiceAccount
from imagesim.rules.units import Seconds


class StoredServiceAccounts:
    """ServiceAccounts. One that no document describes is there as soon as it is asked for, without pull secrets."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._accounts: dict[tuple[str, str], ApiObject] = {}  # at hand: every pod that is created asks for one

    def put(self, account: ServiceAccount) -> None:
        """`kubectl apply`."""
        stored = self._store.find(_name(account.namespace, account.name))
        if stored is None:
            self._create(account)
        else:
            self._store.update(stored, spec=account)

    def find(self, namespace: str, name: str) -> ServiceAccount:
        """The service account of that name, as it was written: without the UID of its object."""
        stored = self._accounts.get((namespace, name))
        if stored is None or stored.removed_s is not None:
            stored = self._accounts[namespace, name] = self._object(namespace, name)
        account: ServiceAccount = stored.spec
        return account

    def get(self, namespace: str, name: str) -> ServiceAccount:
        """The service account of that name, with its UID."""
        stored = self._object(namespace, name)
        account: ServiceAccount = replace(stored.spec, uid=stored.uid)
        return account

    def token(self, account: ServiceAccount, pod: PodIdentity, audience: str, now: Seconds) -> SecretValue:
        """A token for *account*, bound to *pod*."""
        return service_account_token(account, pod, audience)

    def _object(self, namespace: str, name: str) -> ApiObject:
        stored: ApiObject | None = self._store.find(_name(namespace, name))
        return stored or self._create(ServiceAccount(namespace=namespace, name=name))

    def _create(self, account: ServiceAccount) -> ApiObject:
        return self._store.create(ApiObject(_name(account.namespace, account.name), account))


def _name(namespace: str, name: str) -> ObjectName:
    return ObjectName("ServiceAccount", namespace, name)
