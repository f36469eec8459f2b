"""A pull-through cache: a registry that fetches what it does not hold from another one, and keeps it.

A tag is asked for upstream unless the cache resolved it a short while ago. If upstream does not give it, that is passed
on or the digest that the cache knows is served, stale or not: products differ there (values.StaleAnswers; the
distribution registry's registry/proxy, Harbor's src/controller/proxy and src/server/middleware/repoproxy). Content is
passed on while it comes in, so it crosses both links, and is there once one client has all of it; until then others
are served from upstream too. What the cache asks for counts against upstream's limits, under the cache's own address.
It asks anonymously, for a token first where upstream wants one; a request that it refuses itself goes no further.
"""

from collections.abc import Generator
from dataclasses import replace
from typing import Any

import simpy

from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import RequestRecord
from imagesim.engine.registry.messages import RegistryAnswer, RegistryRequest, Shown
from imagesim.engine.registry.server import RegistryServer
from imagesim.rules.digests import PREFIX
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.registry_service import Fault, PullThroughCache

_TOKEN_LIFETIME_S: Seconds = 60.0
"""How long a token is good whose lifetime nobody says (the distribution registry's token handler)."""


class CacheServer(RegistryServer):
    """A registry in front of *upstream*, with what it holds itself besides."""

    def __init__(
        self,
        host: str,
        records: RecordBook,
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
        self._answers: dict[RegistryRequest, RegistryAnswer] = {}
        self._token_until: dict[str, Seconds] = {}
        self._fetching: dict[str, simpy.Event] = {}

    def prepare(self, request: RegistryRequest) -> Generator[simpy.Event, Any, None] | None:
        """Ask upstream, unless the cache can answer by itself."""
        if request.kind == "token" or self._own(request) or self._has(request):
            return None
        if self._upstream_name(request.repository) is None:
            return None
        return None if self.refuses(request, self._env.now) else self._ask_upstream(request)

    def fails_all(self, now: Seconds) -> None:
        """What a cache is asked for it looks up before it answers, so each has to ask."""

    def arrived(self, digest: str) -> None:
        """A client has all of it, and so has the cache, and a cache behind it."""
        self._stored.add(digest)
        self._upstream.arrived(digest)

    def delete_tag(self, repository: str, tag: str, now: Seconds) -> bool:
        """What it has of upstream's tag goes, too; the next who asks for it has it fetched again."""
        cached = self._tags.pop((repository, tag), None) is not None
        return super().delete_tag(repository, tag, now) or cached

    def delete_manifest(self, repository: str, digest: str, now: Seconds) -> bool:
        """What it has of upstream's goes, too, with the tags that it knows of it."""
        cached = digest in self._stored
        self._stored.discard(digest)
        self._tags = {
            name: known for name, known in self._tags.items() if name[0] != repository or known[0].digest != digest
        }
        return super().delete_manifest(repository, digest, now) or cached

    def _serve(self, request: RegistryRequest) -> RegistryAnswer:
        if self._own(request):
            return super()._serve(request)
        return self._answers.pop(request, None) or self._from_store(request)

    def _holds(self, repository: str) -> bool:
        """What a cache does not hold may be upstream."""
        return self._upstream_name(repository) is not None or super()._holds(repository)

    def _upstream_name(self, repository: str) -> str | None:
        """What the repository is called upstream; None if it is not one of those that come from there."""
        under = self._cache.under
        if not under:
            return repository
        return repository.removeprefix(f"{under}/") if repository.startswith(f"{under}/") else None

    def _own(self, request: RegistryRequest) -> bool:
        if request.kind == "blobs":
            return self.content.blob(request.repository, request.name) is not None
        return self.content.named(request.repository, request.name) is not None

    def _has(self, request: RegistryRequest) -> bool:
        if request.name.startswith(PREFIX):
            return request.name in self._stored
        known = self._tags.get((request.repository, request.name))
        return known is not None and self._env.now < known[1] + self._cache.tag_ttl_s

    def _from_store(self, request: RegistryRequest) -> RegistryAnswer:
        """What the cache has, the digest of a tag that upstream cannot be asked for included."""
        if request.kind == "blobs":
            return RegistryAnswer(200 if request.name in self._stored else 404, None, over=self._way_of(request.name))
        image = self._known.get(request.name)
        if image is None and (known := self._tags.get((request.repository, request.name))) is not None:
            image = known[0]
        return self._manifest(request, image)

    def _ask_upstream(self, request: RegistryRequest) -> Generator[simpy.Event, Any, None]:
        repository = self._upstream_name(request.repository)
        assert repository is not None, "what is not upstream is not asked for there"
        shown = yield from self._upstream_token(repository)
        answer = yield from self._pass_on(request.method, repository, request.object, shown)
        if answer.redirected:
            yield self._env.timeout(self._upstream.latency_s)
            found = self._upstream.redirected(request, answer, self._env.now)
            if found.status and found.fault is not None and found.fault.delay_s:
                yield self._env.timeout(found.fault.delay_s)
            answer = found._replace(fault=answer.fault) if answer.fault is not None and found.status == 200 else found
            self._write_down(self._upstream.service.redirect, repository, request.method, request.object, answer)
        if answer.status == 200:
            self._learn(request, answer)
            own = self._way_of(request.name) if request.kind == "blobs" else (self.egress,)
            over = tuple(dict.fromkeys((*answer.over, *own)))
            arrival = request.name if request.method == "GET" and request.name.startswith(PREFIX) else ""
            # What is wrong with a body goes through to the client, who finds out; a late answer was late here.
            self._answers[request] = answer._replace(over=over, on_arrival=arrival, fault=_of_body(answer.fault))
        elif request.kind == "blobs" or request.name.startswith(PREFIX):
            self._answers[request] = _refused_content(answer)
        else:
            self._without_upstream(request, answer)

    def _without_upstream(self, request: RegistryRequest, answer: RegistryAnswer) -> None:
        """Upstream does not give a tag: what is said here now, unless it is what there is of the tag."""
        tag, done = (request.repository, request.name), self._cache.stale.of(answer.status)
        if done == "forget" and tag in self._tags:
            self._stored.discard(self._tags.pop(tag)[0].digest)
        if done in ("pass-on", "forget") or (done == "serve-or-pass-on" and tag not in self._tags):
            self._answers[request] = RegistryAnswer(answer.status or 502, errors=answer.errors)

    def _upstream_token(self, repository: str) -> Generator[simpy.Event, Any, Shown | None]:
        """What upstream wants to see: a token for nobody in particular, fetched anew once it has run out."""
        if self._upstream.access.auth != "bearer":
            return None
        while (fetching := self._fetching.get(repository)) is not None:
            yield fetching
        if self._env.now >= self._token_until.get(repository, 0.0):
            fetching = self._fetching[repository] = self._env.event()
            try:
                answer = yield from self._pass_on("GET", repository, "token")
            finally:
                del self._fetching[repository]
                fetching.succeed()
            if answer.status != 200:
                return None
            lifetime_s = self._upstream.service.tokens.lifetime_s
            self._token_until[repository] = self._env.now + (_TOKEN_LIFETIME_S if lifetime_s is None else lifetime_s)
        return Shown("bearer", None)

    def _pass_on(
        self, method: str, repository: str, object_: str, shown: Shown | None = None
    ) -> Generator[simpy.Event, Any, RegistryAnswer]:
        """One request of the cache to upstream."""
        upstream = self._upstream
        yield self._env.timeout(upstream.latency_s)
        asked = RegistryRequest(method, repository, object_, self.address.rpartition(":")[0], shown)
        waiting = upstream.prepare(asked)
        if waiting is not None:
            yield from waiting
        answer = upstream.answer(asked, self._env.now)
        if answer.status and answer.fault is not None and answer.fault.delay_s:
            yield self._env.timeout(answer.fault.delay_s)
        host = upstream.token_host if asked.kind == "token" else upstream.endpoint
        self._write_down(host, repository, method, object_, answer)
        return answer

    def _write_down(self, host: str, repository: str, method: str, object_: str, answer: RegistryAnswer) -> None:
        if not answer.status:
            return
        size = (answer.size or 0) if method == "GET" and answer.status == 200 else 0
        self._records.requests.append(
            RequestRecord(self._env.now, self.endpoint, host, method, object_, answer.status, size, repository)
        )

    def _learn(self, request: RegistryRequest, answer: RegistryAnswer) -> None:
        if answer.image is None:
            return
        self._known[answer.image.digest] = answer.image
        for manifest in answer.image.manifests:
            self._known.setdefault(manifest.digest, answer.image.alone(manifest))
        if not request.name.startswith(PREFIX):
            self._tags[request.repository, request.name] = (answer.image, self._env.now)


def _refused_content(answer: RegistryAnswer) -> RegistryAnswer:
    """What upstream says of a digest goes on as it is, if it says of the request that it is wrong, and else as 500."""
    return RegistryAnswer(answer.status if 400 <= answer.status < 500 else 500, errors=answer.errors)


def _of_body(fault: Fault | None) -> Fault | None:
    """What of *fault* concerns the bytes: none of it if it is about the answer alone."""
    if fault is None or (fault.cut_at_bytes is None and fault.slow is None and not fault.corrupt):
        return None
    return replace(fault, delay_s=0.0)
