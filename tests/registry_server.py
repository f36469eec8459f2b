"""A real registry on loopback: Debian's docker-registry, started for a test and ended by its process id.

    with serve(folder) as registry: ...
    with serve(folder, users=USERS) as registry: ...     # everything needs a login (Basic)

It takes a free port, keeps everything below *folder*, and logs every request; `registry.requests()` reads them back.
`push_image` and `push_index` of tests/pushing.py put images into it. `python -m tests.registry_server FOLDER` serves
one until Ctrl-C, for a look by hand.
"""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

PROGRAM = "docker-registry"
USERS = {
    "alice": ("wonderland", "$2y$05$Q.vR1m70qVWIqUstTNavv.qcapOjx5rmbTPxZ3s6VIfoAvwCfuFv6"),
    "bob": ("looking-glass", "$2y$05$YH6RNDRPktHxMSxnrdVFmO5KIGWArxRPD8nS2lwQRbJ60rV5LWzLS"),
}
"""User name -> password and its bcrypt hash, as `htpasswd -nbB -C 5` made them once: no tool is needed to make more."""

_START_S = 120.0
_LISTENING = re.compile(r"listening on (127\.0\.0\.1:\d+)")
_ACCESS = re.compile(
    r'^127\.0\.0\.1 - \S+ \[[^]]*\] "(?P<method>[A-Z]+) (?P<path>\S+) [^"]*" (?P<status>\d+) (?P<bytes>\d+)'
    r' "[^"]*" "(?P<agent>[^"]*)"$',
    re.MULTILINE,
)


class Request(NamedTuple):
    """One line of the registry's access log. `bytes_sent` is the body's."""

    method: str
    path: str
    status: int
    bytes_sent: int
    agent: str


@dataclass
class RunningRegistry:
    """A registry that runs. `host` is 127.0.0.1:PORT; `users` maps names to passwords, empty where all is public."""

    host: str
    folder: Path
    users: Mapping[str, str] = field(default_factory=dict)
    scheme: str = "http"
    _read_from: int = 0

    def requests(self) -> list[Request]:
        """Every request since the start, or since `forget`, in the order in which they ended."""
        text = self._settled()[self._read_from :]
        return [
            Request(row["method"], row["path"], int(row["status"]), int(row["bytes"]), row["agent"])
            for row in (match.groupdict() for match in _ACCESS.finditer(text))
        ]

    def forget(self) -> None:
        """Leave out what was asked until now, such as the pushes that a test began with."""
        self._read_from = len(self._settled())

    def _settled(self) -> str:
        """The log, once it stops growing: a line is written just after its answer was sent."""
        text = self._log()
        while True:
            time.sleep(0.05)
            more = self._log()
            if more == text:
                return text
            text = more

    def _log(self) -> str:
        return (self.folder / "registry.log").read_text(encoding="utf-8")


def is_installed() -> bool:
    """Whether Debian's docker-registry is there."""
    return shutil.which(PROGRAM) is not None


@contextmanager
def serve(
    folder: Path,
    *,
    users: Mapping[str, tuple[str, str]] | None = None,
    certificate: tuple[Path, Path] | None = None,
) -> Iterator[RunningRegistry]:
    """Run a registry below *folder*, public or for *users* alone; *certificate* (file, key) gives it TLS."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "config.json"
    config.write_text(json.dumps(_config(folder, users, certificate)))  # JSON is YAML, too
    log = folder / "registry.log"
    with log.open("wb") as output:
        process = subprocess.Popen([PROGRAM, "serve", str(config)], stdout=output, stderr=subprocess.STDOUT)
    try:
        yield RunningRegistry(
            host=_wait_for_address(process, log),
            folder=folder,
            users={name: password for name, (password, _) in (users or {}).items()},
            scheme="https" if certificate else "http",
        )
    finally:
        process.terminate()
        process.wait(timeout=120)


def _config(
    folder: Path, users: Mapping[str, tuple[str, str]] | None, certificate: tuple[Path, Path] | None
) -> dict[str, object]:
    config: dict[str, object] = {
        "version": "0.1",
        "log": {"level": "info", "formatter": "text"},
        "storage": {"filesystem": {"rootdirectory": str(folder / "storage")}},
        "http": {"addr": "127.0.0.1:0", "secret": "of this test alone"},
    }
    if certificate is not None:
        file, key = certificate
        config["http"] = {"addr": "127.0.0.1:0", "tls": {"certificate": str(file), "key": str(key)}}
    if users:
        lines = [f"{name}:{hashed}\n" for name, (_, hashed) in users.items()]
        (folder / "htpasswd").write_text("".join(lines))
        config["auth"] = {"htpasswd": {"realm": "imagesim tests", "path": str(folder / "htpasswd")}}
    return config


def _wait_for_address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    """The address that the registry took: port 0 means any that is free, so no two tests meet at one."""
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        text = log.read_text(encoding="utf-8")
        if found := _LISTENING.search(text):
            return found[1]
        if process.poll() is not None:
            break
        time.sleep(0.01)
    raise RuntimeError(f"{PROGRAM} did not start:\n{log.read_text(encoding='utf-8')}")


if __name__ == "__main__":
    with serve(Path(sys.argv[1])) as running:
        print(running.host, flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            pass
