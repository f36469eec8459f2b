"""From a digest to a blob on the disk: dockerFetcher and httpReadSeeker of core/remotes/docker, content.Copy.

A blob that is there is not asked for; one that another pull is bringing is waited for, and if that pull fails, this one
goes on where it stopped. Each host is asked in turn. A body that breaks off is asked for again from where it stopped,
as long as each try brings something, and until the fourth end in a row that came without a byte before it. A manifest
comes whole each time, and what is here already is passed over; so does a blob where the registry ignores Range, and
answers 200 in place of 206. With `concurrent_layer_fetch_buffer` a big blob comes by several requests at once, unless
the first is answered with 200: "remote host ignored content range, forcing parallelism to 1" (withOffsetCheck).
"""

from collections.abc import Generator
from functools import partial
from typing import Any, NamedTuple

import simpy

from imagesim.engine.containerd.conversation import Conversation, Reply
from imagesim.engine.containerd.download_slots import DownloadSlots
from imagesim.engine.containerd.failures import HostFailed, NoUse, PullFailed, Weight
from imagesim.engine.containerd.hosts import Endpoint
from imagesim.engine.containerd.ranged_body import RangedBody
from imagesim.engine.containerd.session import PullSession
from imagesim.engine.containerd.store.node_store import NodeStore
from imagesim.engine.locks import Places
from imagesim.rules.containerd import texts
from imagesim.rules.containerd.layer_chunks import chunks
from imagesim.rules.digests import PREFIX, digest_of
from imagesim.rules.units import Bytes
from imagesim.scenarios.values.registry_service import Fault

Wait = Generator[simpy.Event, Any, None]

_ENDS_WITHOUT_PROGRESS = 3  # core/remotes/docker/httpreadseeker.go maxRetry


class WantedBlob(NamedTuple):
    """What is fetched: `kind` is "index", "manifest", "config" or "layer"."""

    kind: str
    digest: str
    size: Bytes
    media_type: str = ""

    @property
    def object(self) -> str:
        """The path after the repository."""
        return f"{'blobs' if self.is_ranged else 'manifests'}/{self.digest}"

    @property
    def is_ranged(self) -> bool:
        """Whether registries send a part of it: of a manifest they send all, whatever Range says."""
        return self.kind not in ("index", "manifest")


class Fetcher:
    """Fetches the blobs of one pull into the node's *store*, in its download *slots*."""

    __slots__ = ("_open_talk", "_own_places", "_session", "_slot_for_each_body", "_slots", "_store")

    def __init__(self, session: PullSession, store: NodeStore, slots: DownloadSlots) -> None:
        self._session = session
        self._store = store
        self._slots = slots
        self._slot_for_each_body = session.behaviour.slots_cover_manifests
        self._open_talk: Conversation | None = None
        self._own_places: Places | None = None

    # Most pulls find everything on the disk, so what it takes to fetch is made when something is fetched.

    @property
    def _talk(self) -> Conversation:
        if self._open_talk is None:
            self._open_talk = Conversation(self._session, resolving=False, ranges=self._slots.chunk > 0)
        return self._open_talk

    @property
    def _places(self) -> Places:
        """The download slots that the pull queues for."""
        if self._own_places is None:
            self._own_places = self._slots.of_a_pull()
        return self._own_places

    def at_hand(self, digest: str) -> bool:
        """Whether the blob is on the disk and nobody is at it: then it is under the pull's lease, without a wait."""
        store = self._store
        if not store.content.has_blob(digest) or store.blob_locks.held(digest):
            return False
        self._session.lease.held.add(digest)
        return True

    def bring(self, blob: WantedBlob) -> Generator[simpy.Event, Any, bool]:
        """Have the blob on the disk, under the pull's lease; False if it was there or somebody else brought it."""
        behaviour, locks = self._session.behaviour, self._store.blob_locks
        # Up to 2.0 a layer takes its slot before it waits for another pull that brings the same blob.
        slot_first = blob.kind == "layer" and not behaviour.slots_per_node
        if slot_first:
            yield from self._places.take()
        try:
            yield from locks.take(blob.digest)
            try:
                return (yield from self._bring_locked(blob))
            finally:
                locks.give_back(blob.digest)
        finally:
            if slot_first:
                self._places.give_back()

    def _bring_locked(self, blob: WantedBlob) -> Generator[simpy.Event, Any, bool]:
        session, content, disk = self._session, self._store.content, self._store.disk
        session.lease.held.add(blob.digest)
        if content.has_blob(blob.digest):
            return False
        while not (yield from self._write(blob)):
            if not (yield from disk.has_room(session.env)):
                ingest = digest_of(f"ingest {blob.digest}").removeprefix(PREFIX)
                raise PullFailed(texts.no_space_downloading(session.reference.fully_qualified, ingest))
        content.complete(blob.digest, blob.size)
        return True

    def _write(self, blob: WantedBlob) -> Generator[simpy.Event, Any, bool]:
        """Fetch what is missing, or what the disk has room for; whether the blob is whole."""
        content, disk = self._store.content, self._store.disk
        there = content.partial(blob.digest)
        end = there + disk.take(blob.size - there)
        disk.begin_writing()
        try:
            yield from self._bodies(blob, end)
        finally:
            # What has arrived stays for whoever goes on; the rest of its place on the disk is free again.
            disk.give_back(end - content.partial(blob.digest))
            disk.end_writing()
        return end == blob.size

    def _bodies(self, blob: WantedBlob, end: Bytes) -> Wait:
        """Ask until *end* bytes are here, where *end* is less than the blob's size on a disk that is full then."""
        content, ends = self._store.content, 0
        start = content.partial(blob.digest)
        while True:
            offset = content.partial(blob.digest)
            try:
                host, reply = yield from self._open(blob, offset)
            except HostFailed:
                if not ends:
                    raise
                raise self._short_read(blob, start) from None  # the body's end is what Read reports
            if 0 < self._slots.chunk < end - offset and _comes_in_part(blob, host):
                goes_on, faults = yield from self._in_chunks(blob, host, reply, end)
            else:
                goes_on, faults = (yield from self._at_once(blob, host, reply, end)), [reply.answer.fault]
            arrived = content.partial(blob.digest)
            if arrived >= end:
                for fault in faults:
                    self._check(blob, fault)
                return
            ends = 1 if arrived > offset else ends + 1
            if ends > _ENDS_WITHOUT_PROGRESS or not goes_on:
                raise self._short_read(blob, start)

    def _at_once(self, blob: WantedBlob, host: Endpoint, reply: Reply, end: Bytes) -> Generator[simpy.Event, Any, bool]:
        content = self._store.content
        offset, took = content.partial(blob.digest), partial(content.grow, blob.digest)
        try:
            sent_again = 0 if _comes_in_part(blob, host) else offset
            return (yield from self._talk.receive(host, reply, end - offset, took, sent_again))
        finally:
            self._close()

    def _in_chunks(
        self, blob: WantedBlob, host: Endpoint, reply: Reply, end: Bytes
    ) -> Generator[simpy.Event, Any, tuple[bool, list[Fault | None]]]:
        """The body by several requests; each has a slot of its own, the first that of *reply*."""
        content, slots = self._store.content, self._slots
        parts = chunks(content.partial(blob.digest), end, slots.chunk)
        body = RangedBody(self._talk, self._places, host, reply, parts, blob.size)
        ask = partial(self._ask, blob, host, last_host=host is self._session.endpoints[-1])
        goes_on = yield from body.receive(slots.count, ask, partial(content.grow, blob.digest))
        return goes_on, body.faults

    def _short_read(self, blob: WantedBlob, start: Bytes) -> PullFailed:
        session, got = self._session, self._store.content.partial(blob.digest) - start
        name, wanted = session.reference.fully_qualified, blob.size - start
        return PullFailed(texts.short_read(session.behaviour, name, wanted, got))

    def _check(self, blob: WantedBlob, fault: Fault | None) -> None:
        """The body is over. Raises PullFailed if it was another one than was asked for."""
        if fault is None or not (fault.surplus or fault.corrupt):
            return
        self._store.content.discard(blob.digest)
        name = self._session.reference.fully_qualified
        if fault.surplus:
            size = blob.size + fault.surplus
            raise PullFailed(texts.wrong_size(name, blob.kind, blob.digest, size, blob.size))
        got = digest_of(f"corrupt {blob.digest}")
        raise PullFailed(texts.digest_mismatch(name, blob.kind, blob.digest, got))

    def _open(self, blob: WantedBlob, offset: Bytes) -> Generator[simpy.Event, Any, tuple[Endpoint, Reply]]:
        """The first host that gives the blob. Otherwise the first host's failure counts.

        From 2.1 on a slot is held from the request to the end of the body, and each further host queues for it anew.
        """
        first: NoUse | None = None
        hosts = self._session.endpoints
        # Hosts without the capability to pull are asked too: Fetch looks at it only to see whether any host has it.
        for place, host in enumerate(hosts):
            if self._slot_for_each_body:
                yield from self._places.take()
            try:
                return host, (yield from self._ask(blob, host, offset, last_host=place == len(hosts) - 1))
            except BaseException as failed:
                self._close()
                if not isinstance(failed, HostFailed):
                    raise
                first = first or NoUse(failed.failure, failed.weight)
        assert first is not None
        raise HostFailed(first.failure, first.weight)

    def _close(self) -> None:
        if self._slot_for_each_body:
            self._places.give_back()

    def _ask(
        self, blob: WantedBlob, host: Endpoint, offset: Bytes, *, last_host: bool
    ) -> Generator[simpy.Event, Any, Reply]:
        reply = yield from self._talk.send(host, "GET", blob.object, last_host=last_host, offset=offset)
        if reply.answer.status < 300:
            return reply
        raise self._refused(blob, host, reply)

    def _refused(self, blob: WantedBlob, host: Endpoint, reply: Reply) -> HostFailed:
        session, status = self._session, reply.answer.status
        reference, url = session.reference.fully_qualified, host.url(session.reference.path, blob.object)
        if reply.url and session.behaviour.body_text_names_request:
            url = reply.url  # that of the response, where older versions name what they asked for
        if status != 404:
            return HostFailed(
                texts.unexpected_status_on_get(session.behaviour, reference, url, status, reply.answer.errors),
                Weight.STATUS,
            )
        if blob.object.startswith("blobs/"):
            return HostFailed(texts.blob_not_found(reference, blob.digest, blob.media_type), Weight.NOT_FOUND)
        return HostFailed(texts.manifest_not_found(session.behaviour, reference, url), Weight.NOT_FOUND)


def _comes_in_part(blob: WantedBlob, host: Endpoint) -> bool:
    """Whether *host* sends a part of the blob where a part is asked for."""
    return blob.is_ranged and host.server.service.ranges
