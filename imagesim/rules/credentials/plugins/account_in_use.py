"""The service account that a credential provider plugin answers for, and the token that it gets.

Models serviceAccountProvider of pkg/credentialprovider/plugin/plugin.go, Kubernetes 1.36.2. A pod without a service
account, where one is required, or with one that lacks a required annotation, is passed over without a word: so a
workload opts in. Where none is required, the plugin runs without a token for a pod that has none, a static pod say.
"""

from typing import NamedTuple, Protocol

from imagesim.rules.credentials.credential import CredentialSource
from imagesim.rules.credentials.plugins.config import CredentialProvider, TokenAttributes
from imagesim.rules.credentials.plugins.protocol import PluginError
from imagesim.rules.credentials.secret_value import NO_SECRET, SecretValue
from imagesim.rules.credentials.service_account import PodIdentity, ServiceAccount
from imagesim.rules.units import Seconds


class ServiceAccounts(Protocol):
    """Where the kubelet gets service accounts and their tokens. Both raise LookupError with the API server's text."""

    def get(self, namespace: str, name: str) -> ServiceAccount:
        """The service account of that name."""

    def token(self, account: ServiceAccount, pod: PodIdentity, audience: str, now: Seconds) -> SecretValue:
        """A token for *account*, bound to *pod*."""


class AccountInUse(NamedTuple):
    """What one lookup takes of a service account. `cache_key` tells apart what must not share an answer."""

    source: CredentialSource | None
    token: SecretValue
    annotations: tuple[tuple[str, str], ...]
    cache_key: tuple[object, ...]


NO_ACCOUNT = AccountInUse(None, NO_SECRET, (), ())
"""The plugin runs for the node: without a token, and its credentials are the node's."""


def account_in_use(
    provider: CredentialProvider, pod: PodIdentity, accounts: ServiceAccounts | None, now: Seconds
) -> AccountInUse | None:
    """The account for a lookup, or None if the plugin is passed over. Raises PluginError with the kubelet's text."""
    attributes = provider.token_attributes
    if attributes is None:
        return NO_ACCOUNT
    if not pod.service_account:
        return None if attributes.require_service_account else NO_ACCOUNT
    if accounts is None:
        raise PluginError("failed to get service account: no API server")
    try:
        account = accounts.get(pod.namespace, pod.service_account)
    except LookupError as error:
        raise PluginError(f"failed to get service account: {error.args[0]}") from None
    annotations = _annotations(account, attributes)
    if annotations is None:
        return None
    try:
        token = accounts.token(account, pod, attributes.service_account_token_audience, now)
    except LookupError as error:
        raise PluginError(f"failed to get service account token: {error.args[0]}") from None
    return _in_use(account, annotations, token, attributes)


def _annotations(account: ServiceAccount, attributes: TokenAttributes) -> tuple[tuple[str, str], ...] | None:
    """Those annotations that the plugin is told, sorted by key; None if a required one is missing."""
    held = dict(account.annotations)
    required = attributes.required_service_account_annotation_keys
    if any(key not in held for key in required):
        return None
    wanted = {*required, *attributes.optional_service_account_annotation_keys}
    return tuple(sorted((key, value) for key, value in held.items() if key in wanted))


def _in_use(
    account: ServiceAccount,
    annotations: tuple[tuple[str, str], ...],
    token: SecretValue,
    attributes: TokenAttributes,
) -> AccountInUse:
    source = CredentialSource(kind="ServiceAccount", namespace=account.namespace, name=account.name, uid=account.uid)
    cache_key: tuple[object, ...] = (account.namespace, account.name, account.uid, annotations)
    if attributes.cache_type == "Token":
        cache_key = (*cache_key, token)
    return AccountInUse(source, token, annotations, cache_key)
