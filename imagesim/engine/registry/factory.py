"""Makes the server for a host: what a document describes, a cache in front of another, or what nobody describes."""

from collections.abc import Iterable
from typing import Any

import simpy

from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import HostRecord
from imagesim.engine.registry.budget_log import BudgetLog
from imagesim.engine.registry.cache import CacheServer
from imagesim.engine.registry.issued_tokens import IssuedTokens
from imagesim.engine.registry.registries import Registries
from imagesim.engine.registry.server import RegistryServer
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.scenario import Scenario


class RegistryFactory:
    """The registries of *scenario*, in `registries`; those that it does not describe are made when they are named."""

    def __init__(self, scenario: Scenario, env: simpy.Environment, records: RecordBook, tokens: IssuedTokens) -> None:
        self._scenario = scenario
        self._env = env
        self._records = records
        self._tokens = tokens
        self._known = _by_digest(scenario.images)
        self._found: dict[str, list[tuple[str, str, Image]]] = {}
        if scenario.starting is not None:
            self._known = _by_digest(scenario.starting.images.values()) | self._known
            for name, repository, tag, image in scenario.starting.tags:
                self._found.setdefault(name, []).append((repository, tag, self._known.get(image.digest, image)))
        self._described = {registry.host: registry for registry in scenario.registries}
        self.registries = Registries(self._make)
        for host in self._described:
            self.registries[host]  # its tags begin at 0

    def _make(self, host: str) -> RegistryServer:
        own, scenario = self._described.get(host), self._scenario
        rest: dict[str, Any] = {
            "latency_s": own.latency_s if own else scenario.default_latency_s,
            "bandwidth": own.bandwidth if own else scenario.default_bandwidth,
            "described": own,
            "default_size": scenario.default_image_size,
            "tokens": self._tokens,
            "known": self._known,
        }
        cache = own.service.cache if own else None
        if cache is None:
            server = RegistryServer(host, self._records, **rest)
        else:
            server = CacheServer(host, self._records, self._env, self.registries[cache.upstream], cache, **rest)
        for repository, tag, image in self._found.get(host, ()) if own is None else ():
            server.content.found(repository, tag, image)
        self._note(server, "" if cache is None else self.registries[cache.upstream].host)
        return server

    def _note(self, server: RegistryServer, upstream: str) -> None:
        """Write down what the hosts of the *server* are, and whose limits are whose."""
        hosts, records = self._records.hosts, self._records
        hosts[server.endpoint] = HostRecord(server.endpoint, "cache" if upstream else "registry", upstream)
        for host, kind in ((server.token_host, "tokens"), (server.service.redirect, "content")):
            if host and host not in hosts:
                hosts[host] = HostRecord(host, kind, server.host)
        server.budgets.on_charge = BudgetLog(server.endpoint, records).charged


def _by_digest(images: Iterable[Image]) -> dict[str, Image]:
    """Images by their own digest, and each manifest of an index by its."""
    known: dict[str, Image] = {}
    for image in images:
        known.update((manifest.digest, image.alone(manifest)) for manifest in image.manifests)
        known[image.digest] = image
    return known
