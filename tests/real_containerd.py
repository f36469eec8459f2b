"""A real containerd for a test: Debian's 1.6, with its CRI plugin, and PullImage as the kubelet calls it.

    with serve(folder) as containerd: containerd.pull("127.0.0.1:5000/shop/web:v1")

It needs root, since it mounts what it unpacks; it starts no container. gRPC goes over its socket by curl: one frame of
protobuf there, one back, and the status in the trailers.
"""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAM = "containerd"
_CONFIG = """version = 2
root = "{folder}/root"
state = "{folder}/state"
[grpc]
  address = "{folder}/containerd.sock"
"""
_START_S = 120.0


@dataclass
class RunningContainerd:
    """A containerd that runs below *folder*."""

    folder: Path

    def pull(self, image: str) -> str:
        """CRI PullImage, anonymously; the error's text, "" if it worked."""
        spec = _field(1, image.encode())
        return self.call("PullImage", _field(1, spec))

    def call(self, method: str, message: bytes) -> str:
        """One call of runtime.v1.ImageService; the error's text, "" if it worked."""
        frame = b"\0" + len(message).to_bytes(4, "big") + message
        done = subprocess.run(
            [
                "curl", "--silent", "--show-error", "--http2-prior-knowledge", "--max-time", "300",
                "--unix-socket", str(self.folder / "containerd.sock"),
                "--header", "content-type: application/grpc", "--header", "te: trailers",
                "--data-binary", "@-", "--dump-header", "-", "--output", "/dev/null",
                f"http://localhost/runtime.v1.ImageService/{method}",
            ],
            input=frame, capture_output=True, check=True,
        )  # fmt: skip
        headers = done.stdout.decode()
        status = re.search(r"^grpc-status: (\d+)", headers, re.MULTILINE)
        if status is None:
            return f"no status in {headers!r}"
        text = re.search(r"^grpc-message: (.*)$", headers, re.MULTILINE)
        return "" if status[1] == "0" else (text[1].strip() if text else f"status {status[1]}")


def why_not() -> str:
    """Why no containerd can be run here, "" if it can."""
    missing = [name for name in (PROGRAM, "curl") if shutil.which(name) is None]
    if missing:
        return f"{' and '.join(missing)} not installed (Debian, Ubuntu: apt install {' '.join(missing)})"
    return "" if os.geteuid() == 0 else "containerd mounts what it unpacks, and only root may"


def version() -> str:
    """The version that is installed: "1.6.20"."""
    said = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\bv?(\d+\.\d+\.\d+)", said)
    return found[1] if found else ""


@contextmanager
def serve(folder: Path) -> Iterator[RunningContainerd]:
    """Run a containerd below *folder* until the end of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "config.toml"
    config.write_text(_CONFIG.format(folder=folder))
    with (folder / "containerd.log").open("wb") as log:
        process = subprocess.Popen([PROGRAM, "--config", str(config)], stdout=log, stderr=subprocess.STDOUT)
    try:
        running = RunningContainerd(folder)
        _wait(process, running)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=120)


def _wait(process: "subprocess.Popen[bytes]", running: RunningContainerd) -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end and process.poll() is None:
        if (running.folder / "containerd.sock").exists():
            try:
                if running.call("ListImages", b"") == "":
                    return
            except subprocess.CalledProcessError:
                pass
        time.sleep(0.1)
    raise RuntimeError(f"{PROGRAM} did not start:\n{(running.folder / 'containerd.log').read_text()}")


def _field(number: int, data: bytes) -> bytes:
    """A length-delimited field of protobuf."""
    return bytes([number << 3 | 2]) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > 127:
        written.append(value & 127 | 128)
        value >>= 7
    return bytes([*written, value])
