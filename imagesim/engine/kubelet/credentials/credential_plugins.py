"""Credential provider plugins that run inside the simulation: what each answers, and when it fails."""

from imagesim.engine.registry.issued_tokens import IssuedTokens
from imagesim.rules.credentials.account_token_text import subject
from imagesim.rules.credentials.plugins.protocol import PluginOutput, PluginRequest, answer
from imagesim.rules.credentials.secret_value import NO_SECRET, SecretValue
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.node_access import CredentialPlugin


class SimulatedPlugin:
    """One plugin's binary on one node."""

    def __init__(self, plugin: CredentialPlugin, tokens: IssuedTokens) -> None:
        self._plugin = plugin
        self._tokens = tokens

    def run(self, request: PluginRequest, now: Seconds) -> PluginOutput:
        """Answer with the plugin's logins, or exit with 1."""
        plugin = self._plugin
        if self._fails(now) or not self._accepts(request.service_account_token):
            return PluginOutput(stdout=NO_SECRET, exit_code=1, took_s=plugin.takes_s)
        users = {entry.registry: (entry.username, self._password(entry.password, now)) for entry in plugin.auth}
        printed = answer(request.api_version, plugin.cache_key_type, users, plugin.cache_duration_s)
        return PluginOutput(stdout=printed, took_s=plugin.takes_s)

    def _fails(self, now: Seconds) -> bool:
        since, until = self._plugin.fails_from_s, self._plugin.fails_until_s
        if since is None:
            return until is not None and now < until
        return now >= since and (until is None or now < until)

    def _accepts(self, token: SecretValue) -> bool:
        """Without a token the plugin is asked for the node, and whom it accepts does not matter."""
        accepted = self._plugin.service_accounts
        return accepted is None or not token.reveal() or subject(token) in accepted

    def _password(self, password: SecretValue, now: Seconds) -> SecretValue:
        valid_for_s = self._plugin.valid_for_s
        return password if valid_for_s is None else self._tokens.issue(password, now + valid_for_s)
