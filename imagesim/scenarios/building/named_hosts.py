"""Which registries a scenario names, in images and besides."""

from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.versions import containerd
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.scenario import Scenario


def image_hosts(scenario: Scenario) -> set[str]:
    """The hosts of all images that the scenario names."""
    return {reference.domain for reference in image_references(scenario)}


def image_references(scenario: Scenario) -> list[ImageReference]:
    """All image names of the scenario that are some."""
    specs = [spec for _, spec in scenario.pod_specs]
    texts = [container.image for spec in specs for container in (*spec.containers, *spec.init_containers)]
    texts += [volume.reference for spec in specs for volume in spec.image_volumes]
    texts += [image for pool in scenario.pools for image in pool.prepulled]
    texts += [sandbox_image(pool) for pool in scenario.pools if not pool.sandbox_image.present]
    texts += [name for event in scenario.happenings for name in event.image_names]
    return [reference for text in texts for reference in _parsed(text)]


def sandbox_image(pool: NodePool) -> str:
    """The image in which the sandboxes of the pool's pods run."""
    return pool.sandbox_image.image or containerd(pool.containerd_version).sandbox_image


def further_hosts(scenario: Scenario) -> set[str]:
    """The registries that are asked in place of those that images name: mirrors, and what is behind a cache."""
    files = [hosts for pool in scenario.pools for hosts in pool.hosts]
    found = {mirror.host for hosts in files for mirror in hosts.mirrors if not mirror.peers}
    found |= {hosts.server.host for hosts in files if hosts.server is not None and hosts.server.host}
    return found | {each.service.cache.upstream for each in scenario.registries if each.service.cache is not None}


def helping_hosts(scenario: Scenario) -> set[str]:
    """The hosts that registries send their clients to, for tokens and for content."""
    services = [registry.service for registry in scenario.registries]
    return {host for service in services for host in (service.redirect, service.tokens.host) if host}


def _parsed(text: str) -> list[ImageReference]:
    try:
        return [ImageReference.parse(text)]
    except InvalidImageName:
        return []
