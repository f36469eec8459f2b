"""A kernel that is asked as a notebook asks it: to draw a lab, and to answer when a control is moved.

While it does so an audit hook of Python hears of every name that is looked up and every connection that is made, so
it is known, not assumed, that a lab needs no network. What kernel and notebook say to each other goes other ways.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

from imagesim.rules.units import Seconds

STARTS_WITHIN: Seconds = 60.0
ANSWERS_WITHIN: Seconds = 30.0

_DRAW = """\
import sys
_asked = set()
def _is_here(host):
    return not host or str(host).startswith(("127.", "::1", "localhost"))
def _heard(event, arguments):
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if isinstance(address, tuple) and not _is_here(address[0]):
            _asked.add(str(address[0]))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname") and not _is_here(arguments[0]):
        _asked.add(str(arguments[0]))
sys.addaudithook(_heard)
from imagesim.labs import moved_tag
_lab = moved_tag.lab()
_lab
"""
_MOVED = {"turn": 1, "values": {"named_by": "a digest"}}
_WIDGET = "application/vnd.jupyter.widget-view+json"


class KernelError(Exception):
    """There is no kernel, or it could not draw a lab; the text says which."""


@dataclass(frozen=True, slots=True)
class LabProbe:
    """How long the lab took to be drawn, from the start of the kernel, and to answer (None: it never did); which other
    machines Python asked for meanwhile.
    """

    drawn_s: Seconds
    answered_s: Seconds | None
    asked: tuple[str, ...]


def probe(code: str = _DRAW) -> LabProbe:
    """Start the kernel of notebooks, run *code*, whose last value is a lab, and move a control of it.

    KernelError if the kernel does not start or the lab is not drawn.
    """
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, _kernel(Path(folder)) as client:
        model = _drawn(client, code)
        drawn = time.perf_counter()
        answered = _moved(client, model)
        took = time.perf_counter() - drawn if answered else None
        return LabProbe(drawn - begin, took, tuple(_asked(client)))


@contextmanager
def _kernel(folder: Path) -> Iterator[Any]:
    from jupyter_client.manager import start_new_kernel

    with (folder / "log").open("w+", encoding="utf-8", errors="replace") as log:  # a kernel says much that is no matter
        try:
            manager, client = start_new_kernel(STARTS_WITHIN, "python3", cwd=folder, stderr=log)
        except Exception as failed:  # whatever is wrong with a machine comes out here
            log.seek(0)
            last = (log.read().strip() or str(failed)).splitlines()[-1]
            raise KernelError(f"it does not start ({last})") from failed
        try:
            yield client
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


def _drawn(client: Any, code: str) -> str:
    """Run *code*; the id of the widget that it shows."""
    shown: dict[str, Any] = {}

    def heard(message: dict[str, Any]) -> None:
        if message["msg_type"] == "execute_result":
            shown.update(message["content"]["data"])

    try:
        reply = client.execute_interactive(code, timeout=STARTS_WITHIN, output_hook=heard)["content"]
    except TimeoutError as failed:
        raise KernelError(f"it drew no lab within {STARTS_WITHIN:.0f} s") from failed
    if reply["status"] != "ok":
        raise KernelError(f"it cannot draw a lab ({reply.get('ename')}: {reply.get('evalue')})")
    if _WIDGET not in shown:
        raise KernelError("it drew a lab that is no widget")
    return str(shown[_WIDGET]["model_id"])


def _moved(client: Any, model: str) -> bool:
    """Move a control as the browser does; whether the lab answers with another view."""
    data = {"method": "update", "state": {"state": _MOVED}, "buffer_paths": []}
    client.shell_channel.send(client.session.msg("comm_msg", {"comm_id": model, "data": data}))
    end = time.monotonic() + ANSWERS_WITHIN
    while (left := end - time.monotonic()) > 0:
        try:
            message = client.get_iopub_msg(timeout=left)
        except Empty:
            return False
        if message["msg_type"] == "comm_msg":
            view = message["content"]["data"].get("state", {}).get("view", {})
            if view.get("turn") == _MOVED["turn"]:
                return True
    return False


def _asked(client: Any) -> list[str]:
    said: list[str] = []

    def heard(message: dict[str, Any]) -> None:
        if message["msg_type"] == "stream":
            said.append(message["content"]["text"])

    client.execute_interactive("print(*sorted(_asked))", timeout=ANSWERS_WITHIN, output_hook=heard)
    return "".join(said).split()
