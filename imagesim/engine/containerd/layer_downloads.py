"""The downloads of one pull's layers, side by side: unpacker.fetch of core/unpack/unpacker.go (an errgroup).

The first that fails stops the others.
"""

from collections.abc import Generator, Sequence
from typing import Any

import simpy

from imagesim.engine.containerd.failures import PullFailed
from imagesim.engine.containerd.fetcher import Fetcher, WantedBlob
from imagesim.engine.containerd.session import PullSession


class LayerDownloads:
    """Downloads that run. `arrived[digest]` happens when that layer is here, or when one has failed."""

    def __init__(
        self, session: PullSession, fetcher: Fetcher, layers: Sequence[WantedBlob], order: Sequence[int]
    ) -> None:
        self.failure: PullFailed | None = None
        self.arrived: dict[str, simpy.Event] = {}
        self._session = session
        self._fetcher = fetcher
        env = session.env
        distinct = {layer.digest: layer for layer in (layers[place] for place in order)}
        for digest in distinct:
            self.arrived[digest] = env.event()
        self._running = {digest: env.process(self._download(layer)) for digest, layer in distinct.items()}

    def stop(self) -> None:
        """Stop what still runs, since nobody waits for it any more."""
        running, self._running = self._running, {}
        for process in running.values():
            if process.is_alive and process is not self._session.env.active_process:
                process.interrupt()

    def _download(self, layer: WantedBlob) -> Generator[simpy.Event, Any, None]:
        if self.failure is not None:
            return  # another failed in the instant in which this one would have begun
        try:
            fetched = yield from self._fetcher.bring(layer)
        except PullFailed as failed:
            self._fail(failed)
            return
        except simpy.Interrupt:
            return
        self._running.pop(layer.digest, None)
        if fetched:
            self._session.layers_fetched += 1
        else:
            self._session.reuse(layer.size)
        self._tell(layer.digest)

    def _fail(self, failed: PullFailed) -> None:
        if self.failure is not None:
            return
        self.failure = failed
        self.stop()
        for digest in self.arrived:
            self._tell(digest)

    def _tell(self, digest: str) -> None:
        if not self.arrived[digest].triggered:
            self.arrived[digest].succeed()
