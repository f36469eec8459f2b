"""A pull-through cache: a registry that fetches what it does not hold from another one, and keeps it.

As the distribution registry does as a proxy (registry/proxy): a tag is asked for upstream unless the cache resolved it
a short while ago, and if upstream does not answer, the digest that the cache knows is served, stale or not. Content is
passed on while it comes in, so it crosses both links, and is there once one client has all of it; until then others
are served from upstream too. What the cache asks for counts against upstream's limits, under the cache's own address.
"""

from collections.abc import Generator
from typing import Any

import simpy

from imagesim.engine.records import Records, RequestRecord
from imagesim.engine.registry.messages import Answer, Request
from imagesim.engine.registry.server import RegistryServer
from imagesim.rules.units import Seconds
from imagesim.scenarios.registry_service import PullThroughCache
from imagesim.scenarios.scenario import Image


class CacheServer(RegistryServer):
    """A registry in front of *upstream*, with what it holds itself besides."""

    def __init__(
        self,
        host: str,
        records: Records,
        env: simpy.Environment,
        upstream: RegistryServer,
        cache: PullThroughCache,
        **rest: Any,
    ) -> None:
        super().__init__(host, records, **rest)
        self._env = env
        self._records = records
        self._upstream = upstream
        self._cache = cache
        self._tags: dict[tuple[str, str], tuple[Image, Seconds]] = {}
        self._known: dict[str, Image] = {}
        self._stored: set[str] = set()
        self._answers: dict[Request, Answer] = {}

    def prepare(self, request: Request) -> Generator[simpy.Event, Any, None] | None:
        """Ask upstream, unless the cache can answer by itself."""
        if request.kind == "token" or self._own(request) or self._has(request):
            return None
        return self._ask_upstream(request)

    def arrived(self, digest: str) -> None:
        """A client has all of it, and so has the cache."""
        self._stored.add(digest)

    def _serve(self, request: Request) -> Answer:
        if self._own(request):
            return super()._serve(request)
        return self._answers.pop(request, None) or self._from_store(request)

    def _own(self, request: Request) -> bool:
        if request.kind == "blobs":
            return self.content.blob(request.repository, request.name) is not None
        digest = request.name if request.name.startswith("sha256:") else None
        return self.content.resolve(request.repository, None if digest else request.name, digest) is not None

    def _has(self, request: Request) -> bool:
        if request.name.startswith("sha256:"):
            return request.name in self._stored
        known = self._tags.get((request.repository, request.name))
        return known is not None and self._env.now < known[1] + self._cache.tag_ttl_s

    def _from_store(self, request: Request) -> Answer:
        """What the cache has, the digest of a tag that upstream cannot be asked for included."""
        if request.kind == "blobs":
            return Answer(200 if request.name in self._stored else 404, None, over=(self.egress,))
        image = self._known.get(request.name)
        if image is None and (known := self._tags.get((request.repository, request.name))) is not None:
            image = known[0]
        if image is None:
            return Answer(404)
        size = (image.index_size or image.manifests[0].size) if request.method == "GET" else 0
        return Answer(200, size, image, over=(self.egress,))

    def _ask_upstream(self, request: Request) -> Generator[simpy.Event, Any, None]:
        upstream = self._upstream
        yield self._env.timeout(upstream.latency_s)
        asked = Request(request.method, request.repository, request.object, self.address.rpartition(":")[0])
        answer = upstream.answer(asked, self._env.now)
        if answer.status:
            size = (answer.size or 0) if request.method == "GET" else 0
            self._records.requests.append(
                RequestRecord(
                    self._env.now, self.endpoint, upstream.endpoint, request.method, request.object, answer.status, size
                )
            )
        if answer.status == 200:
            self._learn(request, answer)
            over = tuple(dict.fromkeys((*answer.over, self.egress)))
            arrival = request.name if request.method == "GET" and request.name.startswith("sha256:") else ""
            self._answers[request] = answer._replace(over=over, on_arrival=arrival, fault=None)
        elif not (self._cache.serves_stale and (request.repository, request.name) in self._tags):
            self._answers[request] = Answer(answer.status or 502, errors=answer.errors)

    def _learn(self, request: Request, answer: Answer) -> None:
        if answer.image is None:
            return
        self._known[answer.image.digest] = answer.image
        for manifest in answer.image.manifests:
            alone = Image(name=answer.image.name, digest=manifest.digest, manifests=(manifest,))
            self._known.setdefault(manifest.digest, alone)
        if not request.name.startswith("sha256:"):
            self._tags[request.repository, request.name] = (answer.image, self._env.now)
