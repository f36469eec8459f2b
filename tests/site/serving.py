"""A host of files on this machine, as a site's host is: types, a policy for every answer, packed texts where asked."""

import functools
import gzip
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from docs.site.frame import POLICY

_PACKED = (".css", ".html", ".js", ".json", ".mjs", ".svg", ".wasm")
"""What hosts pack by themselves."""


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - the name and the type are the base class's
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def __init__(self, *arguments, packs: bool, policy: str, **named):
        self.packs, self.policy = packs, policy
        super().__init__(*arguments, **named)

    def log_message(self, *_):
        """Say nothing."""

    def end_headers(self):
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if not (self.packs and path.suffix in _PACKED and path.is_file()):
            super().do_GET()
            return
        content = _packed(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(content)


class _Server(ThreadingHTTPServer):
    def handle_error(self, *request):
        """Say nothing of a browser that was closed before it had all it asked for; that is no fault of the site."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*request)


@functools.cache
def _packed(path: Path, _: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


@contextmanager
def served(folder: Path, *, packs: bool = False, policy: str = POLICY) -> Iterator[str]:
    """The address at which *folder* is served while the block runs; *policy* is "" for none but the pages' own."""
    handler = functools.partial(_Handler, directory=str(folder), packs=packs, policy=policy)
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
