"""The credentials of a recorded row: its secrets, the node's file as the kubelet caches it, and its plugins."""

from imagesim.rules.credentials.docker_config import DockerConfig, DockerConfigEntry
from imagesim.rules.credentials.keyring import Keyring, SourcedConfig
from imagesim.rules.credentials.plugins.config import CredentialProvider, TokenAttributes
from imagesim.rules.credentials.plugins.provider import PluginProvider, provide_all
from imagesim.rules.credentials.pull_credentials import NodeCredentials, PullSecret
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.credentials.service_account import PodIdentity
from imagesim.rules.golang.duration import parse_duration
from imagesim.rules.golang.time import seconds
from tests.conformance.check_plugin import RecordedPlugin, RecordedServiceAccounts
from tests.conformance.checking import Row

API_VERSION = "credentialprovider.kubelet.k8s.io/v1"
NODE_FILE_CACHED_MS = 5 * 60 * 1000


def secrets(row: Row, ids: list[str]) -> list[PullSecret]:
    """The secrets that a pod lists, by their IDs in the row."""
    return [
        PullSecret(
            namespace=secret["namespace"],
            name=secret["name"],
            uid=secret["uid"],
            type=secret["type"],
            data=((secret.get("data_key", ""), SecretValue(secret.get("data", ""))),),
        )
        for secret in (row["secrets"][id] for id in ids)
    ]


class RecordedNode:
    """What the node has: a file that is read again after five minutes or a restart, and plugins."""

    def __init__(self, row: Row) -> None:
        self.file = row["node_config"]
        self._row = row
        self._accounts = RecordedServiceAccounts()
        self._accounts.set(row["service_accounts"])
        self.restart()

    def restart(self) -> None:
        """The kubelet's caches are gone."""
        self._cached: tuple[int, DockerConfig] | None = None
        self._plugins = [RecordedPlugin() for _ in self._row["plugins"]]
        self._providers = []
        for entry, plugin in zip(self._row["plugins"], self._plugins, strict=True):
            plugin.response = _response(entry)
            self._providers.append(PluginProvider(_provider(entry), plugin, self._accounts))

    def look_up(self, now_ms: int, repository: str, pod: Row, got: Row) -> NodeCredentials:
        """Ask the node's keyring and the plugins; note how many credentials the file has, and what the plugins got."""
        if self._cached is None or now_ms >= self._cached[0]:
            self._cached = (now_ms + NODE_FILE_CACHED_MS, _entries(self.file))
        file = self._cached[1]
        fitting = Keyring.of([SourcedConfig(file)]).lookup(repository).credentials
        got["node_lookups"].append(f"{repository} -> {len(fitting)}")
        for plugin in self._plugins:
            plugin.requests.clear()
        provided, _, _ = provide_all(self._providers, repository, PodIdentity(**pod), now_ms / 1000)
        for entry, plugin in zip(self._row["plugins"], self._plugins, strict=True):
            got["plugin_runs"] += [_run(entry["name"], request) for request in plugin.requests]
        return NodeCredentials(file, provided)


def _run(name: str, request: Row) -> str:
    return " ".join(filter(None, [name, request.get("image", ""), request.get("serviceAccountToken", "")]))


def _provider(entry: Row) -> CredentialProvider:
    attributes = TokenAttributes(
        service_account_token_audience="registry",
        cache_type=entry.get("sa_cache_type", ""),
        require_service_account=entry["require_service_account"],
    )
    return CredentialProvider(
        name=entry["name"],
        api_version=API_VERSION,
        match_images=tuple(entry["match_images"]),
        default_cache_duration_s=seconds(parse_duration(entry["default_cache_duration"])),
        token_attributes=attributes if entry["service_account_mode"] else None,
    )


def _response(entry: Row) -> Row:
    response = {
        "apiVersion": API_VERSION,
        "kind": "CredentialProviderResponse",
        "cacheKeyType": entry["cache_key_type"],
        "auth": entry["auth"],
    }
    return response if entry["cache_duration"] is None else {**response, "cacheDuration": entry["cache_duration"]}


def _entries(config: Row) -> DockerConfig:
    return tuple(
        DockerConfigEntry(
            registry=registry, username=entry.get("username", ""), password=SecretValue(entry.get("password", ""))
        )
        for registry, entry in config.items()
    )
