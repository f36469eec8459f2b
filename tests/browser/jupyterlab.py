"""The real JupyterLab on a copy of the lessons, as `imagesim lab` starts it, on a port of this machine."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat

from imagesim.labs.course import copy_lessons

# A guard against hanging, and no statement about speed: a busy machine takes its time.
_STARTS_WITHIN_S = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class JupyterLab:
    """A running JupyterLab: where it is, its token, and the folder that it shows."""

    url: str
    token: str
    folder: Path

    def write(self, name: str, *cells: str) -> None:
        """Put a notebook with these code cells into the folder."""
        write_notebook(self.folder / name, *cells)


def write_notebook(path: Path, *cells: str) -> None:
    """Write a notebook with these code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


@contextmanager
def running_jupyterlab(folder: Path, projector: bool = False) -> Iterator[JupyterLab]:
    """JupyterLab on a copy of the lessons in *folder*, which is empty; it ends with the block."""
    copy_lessons(folder)
    # All cells stay in the page, so that a test finds what has been scrolled out of sight.
    settings = folder / ".jupyterlab/settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}')
    port, token = free_port(), secrets.token_hex()
    start = (
        "from imagesim.labs.course import start_jupyterlab; "
        f"start_jupyterlab({str(folder)!r}, {port}, False, {projector})"
    )
    url, log = f"http://127.0.0.1:{port}", folder / ".jupyterlab/log"
    with running_server([sys.executable, "-c", start], f"{url}/api", log, {"JUPYTER_TOKEN": token}):
        yield JupyterLab(url=url, token=token, folder=folder)


@contextmanager
def running_server(command: Sequence[str], url: str, log: Path, variables: dict[str, str]) -> Iterator[None]:
    """*command* from the moment at which it answers at *url*; RuntimeError, with what it wrote, if it never does."""
    with (
        log.open("w") as output,
        subprocess.Popen(command, env=os.environ | variables, stdout=output, stderr=output) as server,
    ):
        try:
            _wait_for(url, server, log)
            yield
        finally:
            server.terminate()


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return  # a refusal is an answer
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"{url} did not answer:\n{log.read_text()[-3000:]}")
