"""What a pod can pull with on one node: its own pull secrets, then the node's docker config and plugins."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import simpy

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.kubelet.credentials.credential_plugins import SimulatedPlugin
from imagesim.engine.registry.issued_tokens import IssuedTokens
from imagesim.rules.credentials.credential import Credential
from imagesim.rules.credentials.docker_config import DockerConfig, DockerConfigError
from imagesim.rules.credentials.node_files import NodeFileCache, choose_file, search_paths
from imagesim.rules.credentials.plugins.provider import PluginProvider, provide_all
from imagesim.rules.credentials.pull_credentials import NodeCredentials, PullSecret, decode_secrets, pull_credentials
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.credentials.service_account import PodIdentity
from imagesim.rules.images.decision import no_credentials
from imagesim.rules.reference import ImageReference
from imagesim.rules.registry.access import Login
from imagesim.rules.units import Seconds
from imagesim.rules.versions import KubernetesBehaviour
from imagesim.scenarios.values.node_access import CredentialPlugin
from imagesim.scenarios.values.node_pool import NodePool

T = TypeVar("T")


class PluginsRunning(Exception):
    """The credentials are there at `ready_s`, when the plugins have answered: ask again then."""

    def __init__(self, ready_s: Seconds) -> None:
        super().__init__(ready_s)
        self.ready_s = ready_s


def when_plugins_answered(env: simpy.Environment, ask: Callable[[], T]) -> Generator[simpy.Event, Any, T]:
    """What *ask* returns, once all plugins that it needs have answered."""
    while True:
        try:
            return ask()
        except PluginsRunning as running:
            yield env.timeout(running.ready_s - env.now)


class CredentialFinder:
    """Looks up credentials for the kubelet of one node of *pool*."""

    def __init__(
        self,
        env: simpy.Environment,
        api: ApiServer,
        behaviour: KubernetesBehaviour,
        pool: NodePool,
        tokens: IssuedTokens,
    ) -> None:
        self._env = env
        self._api = api
        self._behaviour = behaviour
        self._pool = pool
        self._files: dict[str, SecretValue | DockerConfig] = (
            {search_paths()[0]: pool.credentials} if pool.credentials else {}
        )
        self._file = NodeFileCache(self._read_file)
        self._plugins = [
            PluginProvider(plugin.provider, SimulatedPlugin(plugin, tokens), api.service_accounts)
            for plugin in pool.plugins
        ]

    @property
    def runs_plugins(self) -> bool:
        """Whether a look-up may run plugins, which remember what they were asked."""
        return bool(self._plugins)

    def look_up(self, pod: ApiPod, image: str) -> Callable[[], Sequence[Credential]]:
        """A look-up for *image*, to be called when the kubelet needs it, and once more after PluginsRunning.

        It returns the credentials in the order to try. DockerConfigError if a secret cannot be decoded.
        """
        if not (pod.spec.image_pull_secrets or self._plugins or self._files):
            return no_credentials  # most pods and nodes have none
        known: list[tuple[Sequence[Credential], Seconds]] = []

        def find() -> Sequence[Credential]:
            if not known:
                known.append(self._find(pod, image))
            credentials, ready_s = known[0]
            if ready_s > self._env.now:
                raise PluginsRunning(ready_s)
            return credentials

        return find

    def calls(self, pod: ApiPod, image: str) -> int:
        """How many calls of the runtime a pull of *image* makes if all fail; 0 if that is not known, or an error."""
        if self._plugins:
            return 0
        try:
            return max(1, len(self.look_up(pod, image)()))
        except DockerConfigError:
            return 0

    def own_logins(self, pod: ApiPod, image: str) -> list[Login]:
        """All logins for *image* that the pod or its node has, in no order that matters. No plugin of the run is asked.

        Those of plugins are what they stand for in the end: neither late, nor failing, nor tokens that have run out.
        """
        repository = ImageReference.parse(image).repository
        accounts, tokens = self._api.service_accounts, IssuedTokens()
        willing = [
            PluginProvider(plugin.provider, SimulatedPlugin(_willing(plugin), tokens), accounts)
            for plugin in self._pool.plugins
        ]
        plugins, _, _ = provide_all(willing, repository, self._identity(pod), self._env.now)
        node = NodeCredentials(file=self._read_file(), plugins=plugins)
        try:
            groups = pull_credentials(repository, self._secrets(pod), node, in_groups=True)
        except DockerConfigError:  # a secret that cannot be read spoils the others too, but not what the node has
            groups = pull_credentials(repository, (), node, in_groups=True)
        return [(each.username, each.password) for group in groups for each in group.credentials]

    def missing(self, pod: ApiPod) -> list[str]:
        """The pull secrets that the pod lists and its namespace lacks. Empty names are skipped, as upstream does."""
        return [
            name for name in pod.spec.image_pull_secrets if name and not self._api.secrets.exists(pod.namespace, name)
        ]

    def _find(self, pod: ApiPod, image: str) -> tuple[Sequence[Credential], Seconds]:
        """The credentials, and when they are there. A plugin that fails gives none, and nobody hears of it."""
        secrets = self._secrets(pod)
        repository = ImageReference.parse(image).repository
        decode_secrets(secrets)  # one that cannot be decoded ends the look-up before any plugin runs
        plugins, _, ready_s = provide_all(self._plugins, repository, self._identity(pod), self._env.now)
        node = NodeCredentials(file=self._file.config(self._env.now), plugins=plugins)
        groups = pull_credentials(repository, secrets, node, in_groups=self._behaviour.credentials_in_groups)
        return [credential for group in groups for credential in group.credentials], ready_s

    @staticmethod
    def _identity(pod: ApiPod) -> PodIdentity:
        account = pod.spec.service_account_name
        return PodIdentity(namespace=pod.namespace, name=pod.name, uid=pod.uid, service_account=account)

    def _read_file(self) -> DockerConfig:
        """What the pool's document says of the node's docker config lies where a kubelet looks first."""
        chosen = choose_file(self._files, search_paths())
        return chosen.config if chosen else ()

    def _secrets(self, pod: ApiPod) -> list[PullSecret]:
        if not pod.spec.image_pull_secrets:
            return []
        found = (self._api.secrets.find(pod.namespace, name) for name in pod.spec.image_pull_secrets)
        return [secret for secret in found if secret is not None]


def _willing(plugin: CredentialPlugin) -> CredentialPlugin:
    """The plugin at its best: it answers at once, and with the password that its tokens stand for."""
    return replace(plugin, takes_s=0.0, fails_from_s=None, fails_until_s=None, valid_for_s=None)
