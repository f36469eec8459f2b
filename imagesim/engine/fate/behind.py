"""Whose images something at a host is about: the registry's own, those of caches before it, of what it mirrors."""

from collections.abc import Iterable

from imagesim.engine.registry import Registries
from imagesim.scenarios.values.node_pool import NodePool

_DEFAULT = "_default"


def images_behind(
    hosts: Iterable[str], repository: str, registries: Registries, pools: Iterable[NodePool]
) -> tuple[str, ...]:
    """The images that nodes pull by way of *hosts*, of the *repository* alone unless that is "".

    Each is a host, "host/repository", or "*" where a mirror serves every registry. A cache before a registry, and one
    before that, fetch by way of it; mirrors are the nodes' own, and no cache asks there.
    """
    ways = list(dict.fromkeys((host, repository) for host in hosts))
    found = dict.fromkeys(ways)
    for host, name in ways:  # which become more: a cache of a cache
        caches = [(each.host, each.own_name(name)) for each in registries.values() if each.upstream == host]
        ways += [each for each in caches if each not in ways]
        found |= dict.fromkeys([*caches, *((of, name) for of in _mirrored_by(host, pools))])
    return tuple(f"{host}/{name}" if name and host != "*" else host for host, name in found)


def _mirrored_by(host: str, pools: Iterable[NodePool]) -> list[str]:
    """The registries whose images are asked for at *host* by nodes of some pool."""
    files = (each for pool in pools for each in pool.hosts)
    asked = ((each.host, (*each.mirrors, *((each.server,) if each.server else ()))) for each in files)
    return ["*" if of == _DEFAULT else of for of, there in asked if host in {mirror.host for mirror in there}]
