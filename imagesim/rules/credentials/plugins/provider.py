"""A credential provider plugin as a kubelet uses it: asked when it has to be, and never heard when it fails.

Models pluginProvider of pkg/credentialprovider/plugin/plugin.go, Kubernetes 1.36.2 (1.32 is the same without service
accounts). The rules:

- The plugin is only asked about images that one of its matchImages fits. Those are compared as keys are, but are not
  read first: a pattern with a scheme or with /v1/ in it fits nothing.
- An answer is kept for the time that it says, else for the config's default. A failure is never kept and never shown:
  it is logged, and the pull goes on without these credentials. A kept answer hides a plugin that has begun to fail.
- Lookups of one image that come while the plugin runs for it wait for that run. Two images mean two runs.
- An answer whose password is the service account's token is refused, unless cacheType is Token.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from imagesim.rules.credentials.credential import CredentialSource
from imagesim.rules.credentials.docker_config import DockerConfig
from imagesim.rules.credentials.key_matching import KUBELET, MatchingRule
from imagesim.rules.credentials.plugins.account_in_use import AccountInUse, ServiceAccounts, account_in_use
from imagesim.rules.credentials.plugins.cache import CredentialCache, cache_key
from imagesim.rules.credentials.plugins.config import CredentialProvider
from imagesim.rules.credentials.plugins.protocol import (
    Plugin,
    PluginError,
    PluginOutput,
    PluginRequest,
    PluginResponse,
    read_output,
    run_plugin,
)
from imagesim.rules.credentials.pull_credentials import ProvidedConfig
from imagesim.rules.credentials.service_account import PodIdentity
from imagesim.rules.units import Seconds

_TOKEN_ECHOED = (
    "credential provider plugin returned the service account token as the password which is not allowed "
    "when service account cache type is not set to 'Token'"
)


class Provided(NamedTuple):
    """What a lookup gave, when, and the error that was logged ("" for none)."""

    config: DockerConfig
    source: CredentialSource | None
    ready_s: Seconds
    logged: str = ""


class _Run(NamedTuple):
    output: PluginOutput
    ended_s: Seconds


@dataclass(slots=True)
class PluginProvider:
    """One plugin on one node; it is told the time. A kubelet that restarts begins with a new one."""

    provider: CredentialProvider
    plugin: Plugin
    service_accounts: ServiceAccounts | None = None
    rule: MatchingRule = KUBELET
    _cache: CredentialCache = field(default_factory=CredentialCache, init=False, repr=False)
    _running: dict[tuple[object, ...], _Run] = field(default_factory=dict, init=False, repr=False)

    def provide(self, image: str, pod: PodIdentity, now: Seconds) -> Provided:
        """The credentials for the repository *image* and *pod*. They are there at `ready_s`."""
        if not any(self.rule.fits(pattern, image) for pattern in self.provider.match_images):
            return Provided((), None, now)
        try:
            account = account_in_use(self.provider, pod, self.service_accounts, now)
        except PluginError as error:
            return Provided((), None, now, f"{error}")
        if account is None:
            return Provided((), None, now)
        kept = self._cache.get(image, account.cache_key, now)
        if kept is not None:
            return Provided(kept, account.source, now)
        return self._ask(image, account, now)

    def _ask(self, image: str, account: AccountInUse, now: Seconds) -> Provided:
        run = self._run(image, account, now)
        try:
            response = self._response(image, account, run)
        except PluginError as error:
            return Provided((), None, run.ended_s, f"{error}")
        return Provided(response.config, account.source, run.ended_s)

    def _run(self, image: str, account: AccountInUse, now: Seconds) -> _Run:
        """The run that is under way for the same question, or a new one."""
        key = (image, account.token, account.annotations)
        running = self._running.get(key)
        if running is not None and now < running.ended_s:
            return running
        request = PluginRequest(
            api_version=self.provider.api_version,
            image=image,
            service_account_token=account.token,
            service_account_annotations=account.annotations,
        )
        output = run_plugin(self.plugin, request, now)
        self._running[key] = _Run(output, now + output.took_s)
        return self._running[key]

    def _response(self, image: str, account: AccountInUse, run: _Run) -> PluginResponse:
        """The answer of *run*, which is kept if it may be. Raises PluginError."""
        try:
            response = read_output(self.provider, image, run.output)
        except PluginError as error:
            text = f"failed to get credential from external registry credential provider: {error}"
            raise PluginError(text) from None
        self._check_echo(account, response)
        key = cache_key(response.cache_key_type, image)
        if key is None:
            text = f"credential provider plugin did not return a valid cacheKeyType: {response.cache_key_type}"
            raise PluginError(text)
        duration = response.cache_duration_s
        if duration is None:
            duration = self.provider.default_cache_duration_s
        self._cache.keep(key, account.cache_key, response.config, run.ended_s, duration)
        return response

    def _check_echo(self, account: AccountInUse, response: PluginResponse) -> None:
        attributes = self.provider.token_attributes
        if attributes is None or attributes.cache_type == "Token" or not account.token.reveal():
            return
        if any(entry.password == account.token for entry in response.config):
            raise PluginError(_TOKEN_ECHOED)


def provide_all(
    providers: Iterable[PluginProvider], image: str, pod: PodIdentity, now: Seconds
) -> tuple[tuple[ProvidedConfig, ...], tuple[str, ...], Seconds]:
    """What all *providers* give one after another, the errors that were logged ("NAME: text"), and when it is there."""
    configs, logged = [], []
    for plugin in providers:
        provided = plugin.provide(image, pod, now)
        now = provided.ready_s
        configs.append(ProvidedConfig(plugin.provider.name, provided.config, provided.source))
        if provided.logged:
            logged.append(f"{plugin.provider.name}: {provided.logged}")
    return tuple(configs), tuple(logged), now
