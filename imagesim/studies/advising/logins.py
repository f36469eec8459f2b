"""The logins of a bundle: which keys stand where, and for which images they are looked up."""

from collections.abc import Iterator
from typing import NamedTuple

from imagesim.rules.credentials.docker_config import DockerConfig, DockerConfigError
from imagesim.rules.credentials.key_matching import KUBELET
from imagesim.rules.credentials.keyring import Keyring, SourcedConfig
from imagesim.rules.credentials.pull_credentials import PullSecret, decode_secrets
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.uses import ImageUse


class Logins(NamedTuple):
    """A docker config, the object that has it, and the repositories that are pulled where it is looked into."""

    object: str
    config: DockerConfig
    repositories: tuple[str, ...]


def all_logins(bundle: Bundle) -> Iterator[Logins]:
    """Those of the secrets that pods here pull with, then those of the pools."""
    for (namespace, name), secret in bundle.secrets.items():
        users = [use for use in bundle.uses if use.namespace == namespace and name in dict(bundle.pull_secrets(use))]
        if users:
            yield Logins(f"Secret/{namespace}/{name}", decoded(secret), repositories(users))
    for pool in bundle.scenario.pools:
        yield Logins(f"NodePool/{pool.name}", pool.credentials, repositories(pulled_on(bundle, pool)))


def repositories(uses: list[ImageUse]) -> tuple[str, ...]:
    """The repositories of the images, each once."""
    return tuple(dict.fromkeys(use.reference.repository for use in uses if use.reference is not None))


def pulled_on(bundle: Bundle, pool: NodePool) -> list[ImageUse]:
    """What pods that may go to the nodes of the pool use."""
    return [use for use in bundle.uses if pool in bundle.pools_for(use.spec)]


def decoded(secret: PullSecret) -> DockerConfig:
    """The docker config of a Secret, empty where a kubelet gets none out of it."""
    try:
        return tuple(entry for sourced in decode_secrets([secret]) for entry in sourced.config)
    except DockerConfigError:
        return ()


def fits(config: DockerConfig, repository: str) -> bool:
    """Whether any key of the config is used for the repository."""
    return bool(Keyring.of([SourcedConfig(config)]).lookup(repository).groups)


def pod_login_fits(bundle: Bundle, use: ImageUse) -> bool:
    """Whether a pull secret of the pod is used for the image."""
    if use.reference is None:
        return False
    found = (bundle.secrets.get((use.namespace, name)) for name, _ in bundle.pull_secrets(use))
    return any(fits(decoded(secret), use.reference.repository) for secret in found if secret is not None)


def node_login_fits(pool: NodePool, repository: str) -> bool:
    """Whether the nodes of the pool have something for the repository: a docker config, a plugin, a vendor's hook."""
    if pool.vendor_hook is not None and any(
        host == repository.partition("/")[0] for host, _, _ in pool.vendor_hook.logins
    ):
        return True
    return fits(pool.credentials, repository) or any(
        fits(plugin.auth, repository) and called_for(plugin.provider.match_images, repository)
        for plugin in pool.plugins
    )


def called_for(patterns: tuple[str, ...], repository: str) -> bool:
    """Whether the kubelet runs a plugin with these matchImages for the repository."""
    return any(KUBELET.fits(pattern, repository) for pattern in patterns)
