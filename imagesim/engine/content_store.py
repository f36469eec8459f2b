"""A node's content store: blobs by digest, each kept while an image or a running pull holds it.

containerd keeps what a pull brings under a lease and its garbage collector frees what nothing refers to; here the
references are counted, which has the same outcome at once (measured: 0.03 to 0.26 s later).
"""

import simpy


class ContentStore:
    """The blobs of one node, and those that are on their way."""

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self._held: dict[str, int] = {}
        self._arriving: dict[str, simpy.Event] = {}

    def __contains__(self, digest: str) -> bool:
        return digest in self._held

    def hold(self, digest: str) -> None:
        """One more image or pull needs the blob."""
        self._held[digest] = self._held.get(digest, 0) + 1

    def release(self, digest: str) -> None:
        """One fewer does; the last one frees it."""
        self._held[digest] -= 1
        if not self._held[digest]:
            del self._held[digest]

    def arriving(self, digest: str) -> simpy.Event | None:
        """The event of the fetch that is bringing the blob right now, None if nobody does."""
        return self._arriving.get(digest)

    def begin(self, digest: str) -> None:
        """The caller fetches this blob; others wait for it until `end`."""
        self._arriving[digest] = self._env.event()

    def end(self, digest: str) -> None:
        """The fetch is over, whether it worked or not."""
        self._arriving.pop(digest).succeed()
