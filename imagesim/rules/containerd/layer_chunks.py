"""In which parts containerd fetches a big blob: dockerFetcher.open of core/remotes/docker/fetcher.go, from 2.1 on."""

from typing import NamedTuple

from imagesim.rules.units import Bytes

_SMALLEST = 512  # minChunkSize


class Chunk(NamedTuple):
    """`size` bytes of a blob, the first of them at `offset`."""

    offset: Bytes
    size: Bytes

    @property
    def end(self) -> Bytes:
        """The offset of what follows."""
        return self.offset + self.size


def chunk_size(fetch_buffer: Bytes, downloads: int) -> Bytes:
    """How much one request brings with such a `concurrent_layer_fetch_buffer`; 0 where a blob is fetched whole.

    It is fetched whole with a buffer of less than 512 bytes, and where only one download at once is allowed.
    """
    return fetch_buffer if fetch_buffer >= _SMALLEST and downloads > 1 else 0


def chunks(start: Bytes, end: Bytes, size: Bytes) -> list[Chunk]:
    """The parts of *size* bytes from *start* to *end*; the last may be smaller."""
    return [Chunk(offset, min(size, end - offset)) for offset in range(start, end, size)]
