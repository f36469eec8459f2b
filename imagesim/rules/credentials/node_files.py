"""Which file on the node a kubelet takes its own credentials from, and how soon it sees a change.

Models ReadDockerConfigFile of pkg/credentialprovider/config.go and CachingDockerConfigProvider of provider.go,
Kubernetes 1.36.2 (1.32.10 is the same). `config.json` is looked for in four folders, and only if none holds one that
can be decoded, `.dockercfg` in four others. The first that can be decoded is used alone: files are never merged. What
was found, nothing included, holds for five minutes, or until the kubelet restarts.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from imagesim.rules.credentials.docker_config import DockerConfig, DockerConfigError, decode_file
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.golang.time import nanoseconds
from imagesim.rules.units import Seconds

CACHED_S: Seconds = 300


class NodeFile(NamedTuple):
    """The file that was chosen, with its entries."""

    path: str
    config: DockerConfig


def search_paths(root_dir: str = "/var/lib/kubelet", working_dir: str = "/", home: str = "/root") -> tuple[str, ...]:
    """The files that are looked for, in order. *root_dir* is the kubelet's --root-dir."""
    folders = {
        "config.json": (root_dir, working_dir, _join(home, ".docker"), "/.docker"),
        ".dockercfg": (root_dir, working_dir, home, "/"),
    }
    return tuple(_join(folder, name) for name, places in folders.items() for folder in places)


def choose_file(files: Mapping[str, SecretValue | DockerConfig], paths: tuple[str, ...]) -> NodeFile | None:
    """The first of *paths* that is among *files* and can be decoded; None if there is none.

    A file may be given as its entries, by somebody who has decoded it already.
    """
    for path in paths:
        content = files.get(path)
        if isinstance(content, SecretValue):
            try:
                return NodeFile(path, decode_file(path.rpartition("/")[2], content.reveal()))
            except DockerConfigError:
                continue
        if content is not None:
            return NodeFile(path, content)
    return None


class NodeFileCache:
    """The node's file as one kubelet sees it; it is told the time. A kubelet that restarts begins with a new one."""

    def __init__(self, read: Callable[[], DockerConfig]) -> None:
        self._read = read
        self._config: DockerConfig = ()
        self._expires = 0

    def config(self, now: Seconds) -> DockerConfig:
        """The entries that the kubelet uses at *now*."""
        at = nanoseconds(now)
        if at >= self._expires:
            self._config = self._read()
            self._expires = at + nanoseconds(CACHED_S)
        return self._config


def _join(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}"
