"""The real JupyterLab on a copy of the lessons, as `imagesim lab` starts it, and a page of a real Chromium.

Where there is no Chromium these tests are skipped and say so; with IMAGESIM_REQUIRE_BROWSER=1, as in CI, they fail.
"""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from imagesim.labs.course import copy_lessons

# Guards against hanging, and no statement about speed: a busy machine takes its time.
_SERVER_STARTS_WITHIN_S = 300
_ACTION_WITHIN_MS = 120_000

_MEASURED = "milliseconds"  # under which name a test records them

_IDLE = "Python 3 (ipykernel) | Idle"  # in JupyterLab's status bar

# Chromium's own services would try to reach their makers' hosts at every start.
_CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Resolves with the milliseconds from the next key press until the pictures of the page differ, looked at in each frame.
_TIME_NEXT_CHANGE = """selector => {
  const pictures = () => [...document.querySelectorAll(selector)].map(picture => picture.outerHTML).join();
  const before = pictures();
  window.changed = new Promise((resolve, reject) => {
    document.addEventListener("keydown", () => {
      const pressed = performance.now();
      const look = () => {
        const elapsed = performance.now() - pressed;
        if (pictures() !== before) resolve(elapsed);
        else if (elapsed > 120000) reject(new Error("no picture changed within two minutes of the key press"));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, { capture: true, once: true });
  });
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class JupyterLab:
    """A running JupyterLab: where it is, its token, and the folder that it shows."""

    url: str
    token: str
    folder: Path

    def write(self, name: str, *cells: str) -> None:
        """Put a notebook with these code cells into the folder."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, self.folder / name)


class Lesson:
    """A notebook that is open in the page."""

    pictures = ".imagesim-stage-over .imagesim-time"

    def __init__(self, page: Page, jupyterlab: JupyterLab, name: str) -> None:
        self.page = page
        # `reset` closes what an earlier test left open.
        page.goto(f"{jupyterlab.url}/lab/tree/{name}?reset&token={jupyterlab.token}")
        # Run earlier, the cells would have JupyterLab ask which kernel to take.
        expect(page.get_by_text(_IDLE)).to_be_visible()

    def run_all(self) -> None:
        """Run all cells and wait until they have their numbers and the kernel has nothing left to do."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        # A folded answer runs too, and shows a placeholder where its number would be.
        prompts = self.page.locator(".jp-CodeCell .jp-InputPrompt:not(.jp-Placeholder-prompt)")
        expect(prompts.last).to_have_text(re.compile(r"\[\d+\]:"))
        expect(self.page.get_by_text(_IDLE)).to_be_visible()

    def control(self, role: Literal["slider", "combobox", "checkbox", "textbox", "group"], name: str) -> Locator:
        return self.page.locator(".imagesim-controls").get_by_role(role, name=name, exact=True)

    @property
    def sentence(self) -> Locator:
        return self.page.locator(".imagesim-lab > [role=status]")

    def press(self, name: str) -> None:
        """Press a button of the lab."""
        self.page.locator(".imagesim-lab").get_by_role("button", name=name, exact=True).click()

    def milliseconds_until_new_picture(self, control: Locator, key: str) -> float:
        """Press *key* on the control; how long until the picture differs. It fails if the picture never does."""
        control.focus()
        self.page.evaluate(_TIME_NEXT_CHANGE, self.pictures)
        self.page.keyboard.press(key)
        elapsed: float = self.page.evaluate("() => window.changed")
        return elapsed

    def error_outputs(self) -> list[str]:
        return self.page.locator('.jp-RenderedText[data-mime-type="application/vnd.jupyter.error"]').all_inner_texts()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    executable = next(filter(None, map(shutil.which, names)), None)
    if executable is None:
        reason = "no Chromium here: install Debian's package chromium, or put one of " + ", ".join(names) + " on PATH"
        if os.environ.get("IMAGESIM_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=_ACTION_WITHIN_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def report_time(record_property: Callable[[str, object], None]) -> Callable[[str, float], None]:
    """Takes what was waited for and its milliseconds, which are printed at the end. The aim is 100; nothing is held."""
    return lambda what, milliseconds: record_property(_MEASURED, f"{what}: {milliseconds:.0f} ms")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what `report_time` was told, wherever the tests ran."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    if lines := [text for report in reports for name, text in report.user_properties if name == _MEASURED]:
        terminalreporter.section("from a key press to the new picture (aim: 100 ms on a machine at rest)")
        terminalreporter.write("".join(f"{line}\n" for line in lines))


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 1400, "height": 1000})
    yield page
    page.close()


@pytest.fixture(scope="session")
def opened(chromium: Browser, jupyterlab: JupyterLab) -> Callable[[str], AbstractContextManager[Lesson]]:
    """Opens a notebook in a page and runs it: `with opened("01-a-tag-moves.ipynb") as lesson:`.

    At the end no cell may have failed, and the page may have complained of nothing.
    """

    @contextmanager
    def open_(name: str) -> Iterator[Lesson]:
        page = chromium.new_page(viewport={"width": 1400, "height": 1000})
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        lesson = Lesson(page, jupyterlab, name)
        lesson.run_all()
        yield lesson
        assert lesson.error_outputs() == []
        assert complaints == []
        page.close()

    return open_


@pytest.fixture(scope="session")
def jupyterlab(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterLab]:
    folder = tmp_path_factory.mktemp("course")
    copy_lessons(folder)
    # All cells stay in the page, so that a test finds what has been scrolled out of sight.
    settings = folder / ".jupyterlab/settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}')
    port, token = _free_port(), secrets.token_hex()
    start = f"from imagesim.labs.course import start_jupyterlab; start_jupyterlab({str(folder)!r}, {port}, False)"
    log = folder / ".jupyterlab/log"
    with (
        log.open("w") as output,
        subprocess.Popen(
            [sys.executable, "-c", start], env=os.environ | {"JUPYTER_TOKEN": token}, stdout=output, stderr=output
        ) as server,
    ):
        try:
            _wait_for(f"http://127.0.0.1:{port}/api", server, log)
            yield JupyterLab(url=f"http://127.0.0.1:{port}", token=token, folder=folder)
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _SERVER_STARTS_WITHIN_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")
