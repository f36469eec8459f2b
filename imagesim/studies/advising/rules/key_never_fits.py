"""A key of a docker config, or a pattern of a plugin, that its writer meant for an image and that fits none."""

from collections.abc import Iterator

from imagesim.rules.credentials.key_matching import DOCUMENTED, KUBELET
from imagesim.rules.credentials.key_reasons import what_was_lost
from imagesim.rules.credentials.keyring import DEFAULT_REGISTRY, is_default_registry
from imagesim.rules.golang.url import GoURLError, parse, split_host_port
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of
from imagesim.studies.advising.logins import all_logins, pulled_on, repositories

_NOT_HUB = ("registry-1.docker.io", "hub.docker.com", "registry.hub.docker.com", "docker.com", "www.docker.com")
"""Hosts that people write for Docker Hub, whose images are all docker.io's to a kubelet."""


def find(bundle: Bundle) -> Iterator[Found]:
    """Keys of secrets and of nodes, and matchImages of plugins, that nearly fit an image here and fit none."""
    for logins in all_logins(bundle):
        for entry in logins.config:
            yield from _found(bundle, logins.object, entry.registry, logins.repositories, "key")
    for pool in bundle.scenario.pools:
        used = repositories(pulled_on(bundle, pool))
        for plugin in pool.plugins:
            for pattern in plugin.provider.match_images:
                yield from _found(
                    bundle, f"NodePool/{pool.name}", pattern, used, f"{plugin.provider.name}'s matchImages"
                )


def _found(bundle: Bundle, label: str, key: str, used: tuple[str, ...], word: str) -> Iterator[Found]:
    verdicts = [KUBELET.explain(key, repository) for repository in used]
    if any(verdict.matches for verdict in verdicts):
        return
    shown = KUBELET.explain(key, "").key
    if KUBELET.read(key) == DEFAULT_REGISTRY and any(map(is_default_registry, used)):
        return  # the keyring falls back to it for images of Docker Hub
    for repository, verdict in zip(used, verdicts, strict=True):
        if verdict.read_as is None or _meant(key, repository):
            yield Found(
                place_of(bundle.document(label), label=label),
                f"The {word} {shown} is used for no image here; meant for {repository}? {verdict.reason}.",
                f"Write a key that fits: {_better(repository)}. imagesim match shows what a kubelet tries.",
            )
            return


def _meant(key: str, repository: str) -> bool:
    """Whether somebody who reads the documentation, or thinks of the registry's web page, would expect a fit."""
    host = _host(key)
    if host in _NOT_HUB and is_default_registry(repository):
        return True
    lost = what_was_lost(key, KUBELET.read(key) or "")
    same_host = _without_port(host) == _without_port(repository.partition("/")[0])
    hub = is_default_registry(repository) and host in ("docker.io", DEFAULT_REGISTRY)
    return (
        DOCUMENTED.explain(key, repository).matches
        or (same_host and host != repository.partition("/")[0])
        or (bool(lost) and (same_host or hub))
    )


def _host(key: str) -> str:
    read = KUBELET.read(key)
    return (read or "").partition("/")[0]


def _without_port(host: str) -> str:
    try:
        return split_host_port(parse(f"https://{host}").host)[0]
    except GoURLError:
        return host


def _better(repository: str) -> str:
    return (
        "https://index.docker.io/v1/ for Docker Hub"
        if is_default_registry(repository)
        else repository.partition("/")[0]
    )


RULE = Rule(
    id="key-never-fits",
    severity="error",
    title="A credential key that fits no image",
    fact="A kubelet compares ports for equality (no port is a port of its own), and host labels one by one, as many as "
    "the image has: a star stays inside its label, against what the page on images says. /v1/ is cut off with its last "
    "slash only, and Docker Hub is docker.io or index.docker.io. Where no key fits, the pull is anonymous.",
    source="Kubernetes 1.36.2 pkg/credentialprovider/keyring.go; kubernetes/kubernetes#119941",
    shown_by="imagesim explain private-node-config --pod web-at-the-edge --set "
    "Deployment/shop/web-at-the-edge:spec.template.spec.containers[0].image=nginx:1 --set "
    "'NodePool/edge:spec.credentials.config={auths: {docker.io/v1: {username: a, password: b}}}'",
    find=find,
)
