"""In which parts a big blob is fetched."""

import pytest

from imagesim.rules.containerd.layer_chunks import Chunk, chunk_size, chunks


@pytest.mark.parametrize(("fetch_buffer", "downloads", "size"), [(0, 3, 0), (511, 3, 0), (512, 3, 512), (512, 1, 0)])
def test_a_buffer_counts_from_512_bytes_and_two_downloads_on(fetch_buffer, downloads, size):
    assert chunk_size(fetch_buffer, downloads) == size


def test_the_last_part_is_what_is_left():
    assert chunks(1, 10, 4) == [Chunk(1, 4), Chunk(5, 4), Chunk(9, 1)]
    assert chunks(0, 8, 4) == [Chunk(0, 4), Chunk(4, 4)]
    assert chunks(0, 8, 4)[1].end == 8
