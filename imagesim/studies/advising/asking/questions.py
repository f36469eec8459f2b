"""What is asked: each name once for each way in which nodes would ask for it."""

from collections.abc import Mapping
from typing import NamedTuple

from imagesim.rules.admission.pull_policy import NEVER
from imagesim.rules.credentials.credential import Credential
from imagesim.rules.credentials.docker_config import DockerConfigError
from imagesim.rules.credentials.pull_credentials import NodeCredentials, ProvidedConfig, pull_credentials
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.reference import ImageReference
from imagesim.rules.versions import kubernetes
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.node_runtime import MirrorHost
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.logins import called_for
from imagesim.studies.advising.uses import ImageUse


class PullLogin(NamedTuple):
    """A credential that is tried: `password` None where only a stand-in of it is known."""

    user: str
    password: SecretValue | None
    origin: str

    def __str__(self) -> str:
        return f"{self.user or 'an empty user'} ({self.origin})"


class Way(NamedTuple):
    """How a node asks: the hosts in their order, the logins in theirs (None: without one), and for which platform."""

    hosts: tuple[MirrorHost, ...]
    logins: tuple[PullLogin | None, ...]
    platform: str


def questions(
    bundle: Bundle, passwords: Mapping[str, SecretValue]
) -> dict[tuple[ImageReference, Way], list[tuple[ImageUse, NodePool]]]:
    """By name and way who asks so. A container with the policy Never asks nobody."""
    found: dict[tuple[ImageReference, Way], list[tuple[ImageUse, NodePool]]] = {}
    for use in bundle.uses:
        if use.reference is None or use.policy == NEVER:
            continue
        for pool in bundle.pools_for(use.spec):
            way = Way(_hosts(pool, use.reference), _logins(bundle, use, pool, passwords), pool.platform)
            found.setdefault((use.reference, way), []).append((use, pool))
    return found


def _hosts(pool: NodePool, name: ImageReference) -> tuple[MirrorHost, ...]:
    """As containerd reads hosts.toml: the mirrors that may answer this, then the server."""
    configured = {each.host: each for each in pool.hosts}
    hosts = configured.get(name.domain) or configured.get("_default")
    own = MirrorHost(host=name.domain)
    if hosts is None:
        return (own,)
    wanted = "pull" if name.digest else "resolve"
    mirrors = tuple(each for each in hosts.mirrors if wanted in each.capabilities and not each.peers)
    server = hosts.server if hosts.server is not None and hosts.server.host else own
    return (*mirrors, server)


def _logins(
    bundle: Bundle, use: ImageUse, pool: NodePool, passwords: Mapping[str, SecretValue]
) -> tuple[PullLogin | None, ...]:
    """The credentials in the kubelet's order; without any, one question without a login."""
    assert use.reference is not None  # asked of names alone
    repository = use.reference.repository
    secrets = [bundle.secrets.get((use.namespace, name)) for name, _ in bundle.pull_secrets(use)]
    plugins = tuple(
        ProvidedConfig(plugin.provider.name, plugin.auth)
        for plugin in pool.plugins
        if called_for(plugin.provider.match_images, repository)
    )
    try:
        groups = pull_credentials(
            repository,
            [secret for secret in secrets if secret is not None],
            NodeCredentials(pool.credentials, plugins),
            in_groups=kubernetes(pool.kubernetes_version).credentials_in_groups,
        )
    except DockerConfigError:
        return ()  # the pull fails before any question
    found = [_login(credential, passwords) for group in groups for credential in group.credentials]
    return tuple(dict.fromkeys(found)) or (None,)


def _login(credential: Credential, passwords: Mapping[str, SecretValue]) -> PullLogin:
    source = credential.source
    origin = f"{source.kind}/{source.namespace}/{source.name}" if source is not None else "the node's own"
    shown = str(credential.password)
    return PullLogin(credential.username, passwords.get(shown) if shown else credential.password, origin)
