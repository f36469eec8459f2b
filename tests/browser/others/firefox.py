"""Firefox, driven through WebDriver BiDi, which it speaks itself: no driver is needed.

What is sent and heard is that of the W3C's working draft of WebDriver BiDi, as Firefox 115 and later have it.
"""

import base64
import itertools
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websocket import WebSocket, create_connection

from tests.browser.others.driven import KEYS, WITHIN_S, DrivenBrowser

NAMES = ("firefox-esr", "firefox")
_LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
_HEARD = ["log.entryAdded", "network.beforeRequestSent", "network.fetchError", "network.responseCompleted"]
# Its own services would try to reach their makers' hosts; nothing of them is a page's doing.
_SETTINGS = {
    "app.normandy.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}


def executable() -> str | None:
    """Where Firefox is; None if the machine has none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Firefox(DrivenBrowser):
    """One page of a running Firefox, 1280x720, which may ask *host* alone."""

    def __init__(self, connection: WebSocket, host: str) -> None:
        super().__init__()
        self._connection, self._host = connection, host
        self._numbers = itertools.count(1)
        self._ask("session.new", {"capabilities": {}})
        (context, *_) = self._ask("browsingContext.getTree", {})["contexts"]
        self._context = {"context": context["context"]}
        self._ask("browsingContext.setViewport", {**self._context, "viewport": {"width": 1280, "height": 720}})
        self._ask("session.subscribe", {"events": _HEARD, "contexts": [context["context"]]})

    def goto(self, address: str) -> None:
        self.wrong.clear()
        self._ask("browsingContext.navigate", {**self._context, "url": address, "wait": "complete"})

    def value(self, body: str) -> Any:
        expression = f"JSON.stringify((() => {{ {body} }})() ?? null)"
        asked = {"expression": expression, "target": self._context, "awaitPromise": False}
        answer = self._ask("script.evaluate", asked)
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    def press(self, key: str) -> None:
        pressed = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
        keyboard = {"type": "key", "id": "keyboard", "actions": pressed}
        self._ask("input.performActions", {**self._context, "actions": [keyboard]})

    def png(self) -> bytes:
        return base64.b64decode(self._ask("browsingContext.captureScreenshot", self._context)["data"])

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._connection.recv())
            if message["type"] == "event":
                self._hear(message["method"], message["params"])
            elif message["id"] == number:
                assert message["type"] == "success", message
                return message["result"]

    def _hear(self, event: str, told: dict[str, Any]) -> None:
        if event == "log.entryAdded":
            if told["level"] in ("error", "warn"):
                self.wrong.append(f"{told['level']}: {told['text']}")
            return
        address = told["request"]["url"]
        if not address.startswith((self._host, "data:", "blob:")):
            self.wrong.append(f"another host: {address}")
        elif event == "network.fetchError":
            self.wrong.append(f"failed: {address}: {told['errorText']}")
        elif event == "network.responseCompleted" and told["response"]["status"] >= 400:
            self.wrong.append(f"{told['response']['status']}: {address}")


@contextmanager
def running_firefox(path: str, host: str) -> Iterator[Firefox]:
    """A page of the Firefox at *path*, with a profile of its own; it ends with the block."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _SETTINGS.items()]
        (Path(profile) / "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [path, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            try:
                address = _address(process)
                connection = create_connection(f"{address}/session", timeout=WITHIN_S, suppress_origin=True)
                yield Firefox(connection, host)
                connection.close()
            finally:
                process.kill()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if found := _LISTENING.search(line):
            return found[1]
    raise AssertionError("Firefox did not start: " + "".join(said))
