"""The credentials of a recorded row: its secrets, and the node's file as the kubelet caches it."""

from imagesim.rules.docker_config import DockerConfig, DockerConfigEntry
from imagesim.rules.keyring import Keyring, SourcedConfig
from imagesim.rules.pull_credentials import NodeCredentials, PullSecret
from imagesim.rules.secret_value import SecretValue
from tests.conformance.checking import Row

NODE_FILE_CACHED_MS = 5 * 60 * 1000


def secrets(row: Row, ids: list[str]) -> list[PullSecret]:
    """The secrets that a pod lists, by their IDs in the row."""
    return [
        PullSecret(
            namespace=secret["namespace"],
            name=secret["name"],
            uid=secret["uid"],
            type=secret["type"],
            data=((secret["data_key"], SecretValue(secret["data"])),),
        )
        for secret in (row["secrets"][id] for id in ids)
    ]


class RecordedNode:
    """What the node has: a file that is read again after five minutes or a restart, and plugins."""

    def __init__(self, row: Row) -> None:
        self.file = row["node_config"]
        self._cached: tuple[int, DockerConfig] | None = None

    def restart(self) -> None:
        """The kubelet's caches are gone."""
        self._cached = None

    def look_up(self, now_ms: int, repository: str, pod: Row, got: Row) -> NodeCredentials:
        """Ask the node's keyring, and note the question and how many credentials the file has for it."""
        if self._cached is None or now_ms >= self._cached[0]:
            self._cached = (now_ms + NODE_FILE_CACHED_MS, _entries(self.file))
        file = self._cached[1]
        fitting = Keyring.of([SourcedConfig(file)]).lookup(repository).credentials
        got["node_lookups"].append(f"{repository} -> {len(fitting)}")
        return NodeCredentials(file=file)


def _entries(config: Row) -> DockerConfig:
    return tuple(
        DockerConfigEntry(registry=registry, username=entry["username"], password=SecretValue(entry["password"]))
        for registry, entry in config.items()
    )
