"""From a name to what it stands for: dockerResolver.Resolve of core/remotes/docker/resolver.go.

A HEAD for the manifest at each host that may resolve, until one answers well. A registry without HEAD, or without the
digest in its answer (as in a 204), is asked with GET. By digest, /blobs is tried after /manifests. If no host answers
well, the most telling failure is reported.
"""

import hashlib
from collections.abc import Generator, Sequence
from typing import Any

import simpy

from imagesim.engine.containerd.conversation import Conversation, Reply
from imagesim.engine.containerd.failures import HostFailed, NoUse, PullFailed, Weight, reported
from imagesim.engine.containerd.hosts import Endpoint
from imagesim.engine.containerd.session import PullSession
from imagesim.rules.containerd import texts
from imagesim.scenarios.values.images import Image

Found = Generator[simpy.Event, Any, Image | None]

_EMPTY = "sha256:" + hashlib.sha256().hexdigest()
"""What a body without a byte stands for."""


class Resolver:
    """Resolves the name of one pull."""

    __slots__ = ("_session", "_talk")

    def __init__(self, session: PullSession) -> None:
        self._session = session
        self._talk = Conversation(session, resolving=True)

    def resolve(self) -> Generator[simpy.Event, Any, Image]:
        """What the name stands for at the first host that knows it. Raises PullFailed."""
        session, reference = self._session, self._session.reference
        hosts = [host for host in session.endpoints if host.pulls and (host.resolves or reference.digest)]
        name = reference.digest or reference.effective_tag
        failures: list[NoUse] = []
        for kind in ("manifests", "blobs") if reference.digest else ("manifests",):
            for place, host in enumerate(hosts):
                try:
                    found = yield from self._ask(host, f"{kind}/{name}", last_host=place == len(hosts) - 1)
                except HostFailed as failed:
                    failures.append(NoUse(failed.failure, failed.weight))
                    continue
                if found is not None:
                    return found
            if not self._looks_under_blobs(failures):
                break
        failure = reported(session.behaviour, failures)
        raise PullFailed(failure or texts.not_found(session.behaviour, reference.fully_qualified))

    def _looks_under_blobs(self, failures: Sequence[NoUse]) -> bool:
        if not self._session.behaviour.blobs_fallback_only_after_404:
            return True
        return all(failed.weight <= Weight.NOT_FOUND for failed in failures)

    def _ask(self, host: Endpoint, object_: str, *, last_host: bool) -> Found:
        reply = yield from self._talk.send(host, "HEAD", object_, last_host=last_host)
        status = reply.answer.status
        if status > 299:
            raise (yield from self._refused(host, object_, reply))
        without_digest = host.server.service.head == "without-digest" and not self._session.reference.digest
        if reply.method == "HEAD" and (without_digest or _says_nothing(object_, reply)):
            reply = yield from self._talk.send(host, "GET", object_, last_host=True)
            if reply.answer.status > 299:
                raise (yield from self._refused(host, object_, reply))
            if _says_nothing(object_, reply):
                raise PullFailed(texts.empty_manifest(self._session.reference.fully_qualified, _EMPTY))
        return reply.answer.image

    def _refused(self, host: Endpoint, object_: str, reply: Reply) -> Generator[simpy.Event, Any, PullFailed]:
        """What an answer above 299 means. A redirection that leads nowhere ends the search, the rest this host."""
        behaviour, reference, status = self._session.behaviour, self._session.reference, reply.answer.status
        if status == 404:
            return HostFailed(texts.not_found(behaviour, reference.fully_qualified), Weight.NOT_FOUND)
        errors: Sequence[texts.RegistryError] = reply.answer.errors if reply.method == "GET" else ()
        if status == 403 and reply.method == "HEAD" and behaviour.get_after_head_403:
            errors = yield from self._why(host, object_)
        url = host.url(reference.path, object_)
        failure = texts.unexpected_status_on_resolve(
            behaviour, reference.fully_qualified, url, status, errors, method=reply.method
        )
        return HostFailed(failure, Weight.STATUS) if status > 399 else PullFailed(failure)

    def _why(self, host: Endpoint, object_: str) -> Generator[simpy.Event, Any, Sequence[texts.RegistryError]]:
        """What the body of a GET says about a HEAD that was answered 403: nothing if that ends in another way."""
        try:
            reply = yield from self._talk.send(host, "GET", object_, last_host=False)
        except HostFailed:
            return ()
        return reply.answer.errors if reply.answer.status == 403 else ()


def _says_nothing(object_: str, reply: Reply) -> bool:
    """Whether success comes without a manifest's digest, or without the manifest."""
    return object_.startswith("manifests/") and reply.answer.image is None
