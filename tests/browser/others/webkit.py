"""WebKit, the engine of Safari, in its small browser for GTK, driven through WebDriver on a screen of its own.

Debian's packages are webkit2gtk-driver, which brings both, and xvfb. It says nothing of its console: what a page
complains of is heard by a listener that comes with the load event, and what it asked for is read from its list of
resources.
"""

import base64
import json
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.jupyterlab import free_port, running_server
from tests.browser.others.driven import KEYS, WITHIN_S, DrivenBrowser

_DRIVER, _SCREEN = "WebKitWebDriver", "Xvfb"
_BROWSERS = ("webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0")
_LISTEN = """window.complaints = [];
window.addEventListener("error", (event) => complaints.push(`error: ${event.message}`));
window.addEventListener("unhandledrejection", (event) => complaints.push(`error: ${event.reason}`));
for (const level of ["error", "warn"]) {
  const say = console[level].bind(console);
  console[level] = (...words) => { complaints.push(`${level}: ${words.join(" ")}`); say(...words); };
}"""
_ASKED = "return performance.getEntriesByType('resource').map((each) => [each.name, each.responseStatus ?? 0]);"


def executable() -> str | None:
    """Where WebKit's small browser is; None if the machine lacks it, its driver or a screen without a monitor."""
    if shutil.which(_DRIVER) is None or shutil.which(_SCREEN) is None:
        return None
    places = (place for name in _BROWSERS for place in Path("/usr/lib").glob(f"*/{name}/MiniBrowser"))
    return next(map(str, places), None)


class WebKit(DrivenBrowser):
    """One page of a running WebKit, in a window of 1280x800 with its frame, which may ask *host* alone."""

    def __init__(self, driver: str, browser: str, host: str) -> None:
        super().__init__()
        self._host, self._session = host, f"{driver}/session"
        options = {"binary": browser, "args": ["--automation"]}
        asked = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self._session += "/" + self._ask("POST", "", asked)["sessionId"]
        self._ask("POST", "/window/rect", {"x": 0, "y": 0, "width": 1280, "height": 800})

    def goto(self, address: str) -> None:
        # Else an address that differs after the "#" alone would be no new page.
        self._ask("POST", "/url", {"url": "about:blank"})
        self._ask("POST", "/url", {"url": address})
        self.value(_LISTEN)
        self.wrong.clear()

    def value(self, body: str) -> Any:
        return self._ask("POST", "/execute/sync", {"script": body, "args": []})

    def press(self, key: str) -> None:
        pressed = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
        self._ask("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": pressed}]})
        self._hear()

    def png(self) -> bytes:
        self._hear()
        return base64.b64decode(self._ask("GET", "/screenshot"))

    def end(self) -> None:
        """Close the browser."""
        self._ask("DELETE", "")

    def _hear(self) -> None:
        self.wrong += self.value("return complaints.splice(0);")
        for address, status in self.value(_ASKED):
            if not address.startswith((self._host, "data:", "blob:")):
                self.wrong.append(f"another host: {address}")
            elif status >= 400:
                self.wrong.append(f"{status}: {address}")

    def _ask(self, method: str, place: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._session + place, data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=WITHIN_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {place}: {error.read().decode()}") from None


@contextmanager
def running_webkit(path: str, host: str) -> Iterator[WebKit]:
    """A page of the WebKit at *path*; browser, driver and screen end with the block."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, _screen() as display:
        environment = {"DISPLAY": display, "HOME": home, "GDK_BACKEND": "x11"}
        log = Path(home) / "driver.log"
        with running_server([_DRIVER, f"--port={port}"], f"{address}/status", log, environment):
            page = WebKit(address, path, host)
            try:
                yield page
            finally:
                page.end()


@contextmanager
def _screen() -> Iterator[str]:
    """The name of a screen: Xvfb takes a number that is free, and writes it when the screen is there."""
    command = [_SCREEN, "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as screen:
        try:
            assert screen.stdout is not None
            yield f":{screen.stdout.readline().strip()}"
        finally:
            screen.terminate()
