"""A big blob that comes over several connections at once: the workers of dockerFetcher.open in core/remotes/docker.

The first answer brings the first chunk, each further chunk is a request of its own that queues for a download slot like
any other. A chunk is asked for from its offset to the end of the blob; its connection is closed once it is here. Where
one chunk fails the others are stopped. Only what has come without a gap is of use.
"""

from collections.abc import Callable, Generator, Sequence
from functools import partial
from typing import Any

import simpy

from imagesim.engine.containerd.conversation import Conversation, Reply
from imagesim.engine.containerd.failures import HostFailed, NoUse, PullFailed
from imagesim.engine.containerd.hosts import Endpoint
from imagesim.engine.locks import Places
from imagesim.rules.containerd import texts
from imagesim.rules.containerd.layer_chunks import Chunk
from imagesim.rules.units import Bytes
from imagesim.scenarios.values.registry_service import Fault

Wait = Generator[simpy.Event, Any, None]
Ask = Callable[[Bytes], Generator[simpy.Event, Any, Reply]]


class RangedBody:
    """The rest of a blob of *size* bytes, from *host*, whose *first* answer has a slot of *places* already.

    `faults` are those of all answers.
    """

    def __init__(
        self, talk: Conversation, places: Places, host: Endpoint, first: Reply, chunks: Sequence[Chunk], size: Bytes
    ) -> None:
        self.faults: list[Fault | None] = []
        self._talk = talk
        self._places = places
        self._host = host
        self._first = first
        self._chunks = chunks
        self._size = size
        self._got = [0] * len(chunks)
        self._begun = 0
        self._broken: int | None = None
        self._goes_on = False
        self._refused: NoUse | None = None
        self._workers: list[simpy.Process] = []

    def receive(self, workers: int, ask: Ask, took: Callable[[Bytes], None]) -> Generator[simpy.Event, Any, bool]:
        """Have it brought by so many *workers*, which *ask* for it from an offset on; as Conversation.receive.

        Raises HostFailed if a chunk was refused, and PullFailed if one was stopped because a later one had failed.
        """
        env = self._talk.env
        self._workers = [env.process(self._work(ask)) for _ in range(min(workers, len(self._chunks)))]
        try:
            try:
                yield from self._workers
            except simpy.Interrupt:
                self._stop()
                yield from self._workers
                raise
        finally:
            took(self._without_gap())
        return self._outcome()

    def _work(self, ask: Ask) -> Wait:
        while self._broken is None and self._begun < len(self._chunks):
            place = self._begun
            self._begun += 1
            try:
                goes_on = yield from self._bring(place, ask)
            except HostFailed as failed:
                if self._broken is None:
                    self._refused = NoUse(failed.failure, failed.weight)
                goes_on = False
            except simpy.Interrupt:
                return
            if self._got[place] < self._chunks[place].size:
                if self._broken is None:
                    self._broken, self._goes_on = place, goes_on
                    self._stop()
                return

    def _bring(self, place: int, ask: Ask) -> Generator[simpy.Event, Any, bool]:
        chunk = self._chunks[place]
        if place:
            yield from self._places.take()
        try:
            reply = (yield from ask(chunk.offset)) if place else self._first
            self.faults.append(reply.answer.fault)
            unread, took = self._size - chunk.end, partial(self._took, place)
            return (yield from self._talk.receive(self._host, reply, chunk.size, took, unread=unread))
        finally:
            self._places.give_back()

    def _took(self, place: int, size: Bytes) -> None:
        self._got[place] = size

    def _stop(self) -> None:
        for worker in self._workers:
            if worker.is_alive and worker is not self._talk.env.active_process:
                worker.interrupt()

    def _whole(self) -> int:
        """How many chunks are whole before the first that is not."""
        for place, chunk in enumerate(self._chunks):
            if self._got[place] < chunk.size:
                return place
        return len(self._chunks)

    def _without_gap(self) -> Bytes:
        return sum(self._got[: self._whole() + 1])

    def _outcome(self) -> bool:
        place = self._whole()
        if place == len(self._chunks):
            return True
        if place != self._broken:
            raise PullFailed(texts.copy_cancelled(self._talk.reference.fully_qualified))
        if self._refused is not None:
            raise HostFailed(self._refused.failure, self._refused.weight)
        return self._goes_on
