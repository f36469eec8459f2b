"""Registries that answer a byte at a time, or never: what was asked of them ends at its deadline all the same."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from imagesim.scenarios.importers.adding import add_images
from imagesim.scenarios.importers.deadline import within
from imagesim.scenarios.reading.errors import ScenarioError

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.oci.image.manifest.v1+json\r\nContent-Length: 4000\r\n\r\n"

SLOW: dict[str, tuple[bytes, bytes]] = {
    "never a word": (b"", b""),
    "a header that does not end": (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "headers without end": (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "a body that trickles": (HEAD, b" "),
}
"""What is sent at once, and then twenty times a second."""


@contextmanager
def slow(first: bytes, then: bytes) -> Iterator[str]:
    """A server that answers whoever comes so; its host."""
    over = threading.Event()

    def answer(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.sendall(first)
            while not over.wait(0.05):
                connection.sendall(then)

    def accept(listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=answer, args=[listening.accept()[0]], daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=accept, args=[listening], daemon=True).start()
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}"
        finally:
            over.set()


@pytest.mark.parametrize("name", SLOW)
def test_a_slow_registry_is_left_at_the_deadline(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    with slow(*SLOW[name]) as host:
        begin = time.monotonic()
        with pytest.raises(ScenarioError) as caught:
            add_images([f"{host}/shop/web:v1"], timeout_s=0.5)
        assert time.monotonic() - begin < 5
    assert str(caught.value) == (
        f"{host}: the registry has not answered in full after 500ms; "
        "name fewer images, or give it longer with --timeout"
    )


def _raises() -> None:
    raise ValueError("as it was")


@pytest.mark.parametrize("work", [_raises])
def test_what_goes_wrong_in_time_is_raised_as_it_is(work: Callable[[], None]) -> None:
    assert within(60, lambda: 7, "r.example") == 7
    with pytest.raises(ValueError, match="as it was"):
        within(60, work, "r.example")
