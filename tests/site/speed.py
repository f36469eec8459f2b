"""python -m tests.site.speed [SITE]: how long a stranger waits for a built site, in a real Chromium on this machine.

Timed are a lab's page from its address to its first picture by Python, in a browser that knows nothing of the site and
in one that was there before; the same with 10 Mbit/s; a move of a slider to the picture that shows it, there and on the
start page. Files come from Python's own server, which packs nothing. Times are of a wall clock, so the load of the
machine stands beside them; other hosts cannot be reached.
"""

import functools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser.chromium import executable
from tests.browser.jupyterlab import free_port

RUNS, MOVES = 3, 20
MBIT_S = 10
_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
)
_MARKS = """
window.pictured = 0;
new MutationObserver(() => {
  if (pictured || !document.querySelector("imagesim-lab .imagesim-controls")) return;
  if (!document.querySelector("imagesim-lab .imagesim-on-stage svg")) return;
  pictured = -1;
  requestAnimationFrame(() => setTimeout(() => (pictured = performance.now())));
}).observe(document, { childList: true, subtree: true });
"""
_MOVE = """async ([name, step]) => {
  const slider = [...document.querySelectorAll("input[type=range]")].find(each => each.labels[0]?.textContent === name);
  const stage = document.querySelector(".imagesim-on-stage");
  const drawn = new Promise(resolve => {
    const seen = new MutationObserver(() => {
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    });
    seen.observe(stage, { childList: true, subtree: true, attributes: true, characterData: true });
  });
  const begin = performance.now();
  slider.value = Number(slider.value) + step;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  return (await drawn) - begin;
}"""


def main(arguments: list[str]) -> int:
    """Print the times, a line each."""
    site = Path(arguments[0] if arguments else "site")
    chromium = executable()
    if chromium is None or not (site / "index.html").exists():
        print("error: it needs Chromium, and a built site: make site", file=sys.stderr)
        return 2
    with _served(site) as host, sync_playwright() as playwright:
        start = functools.partial(
            playwright.chromium.launch_persistent_context,
            executable_path=chromium,
            args=list(_ARGUMENTS),
            viewport={"width": 1280, "height": 720},
        )
        _lab(start, host, None, RUNS)
        _lab(start, host, MBIT_S, 1)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            browser = start(profile)
            _start_page(browser, host)
            browser.close()
    return 0


def _lab(start: Callable[[str], BrowserContext], host: str, rate: int | None, runs: int) -> None:
    """A lab's page in a new browser, and in the same one when it was closed and opened again."""
    line = "loopback" if rate is None else f"{rate} Mbit/s"
    cold: list[float] = []
    warm: list[float] = []
    moves: list[float] = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            for times in (cold, warm):
                browser = start(profile)
                page = _opened(browser, f"{host}/labs/moved-tag.html", rate)
                times.append(_pictured_s(page))
                moves += [_moved_s(page, "Replicas", step) for step in _steps()]
                browser.close()
    _say(f"first picture of a lab, cold, {line}", cold)
    _say(f"first picture of a lab, warm, {line}", warm)
    _say("slider to picture, a lab", moves)


def _start_page(context: BrowserContext, host: str) -> None:
    page = context.new_page()
    begin = time.monotonic()
    page.goto(f"{host}/index.html", wait_until="commit")
    page.locator("imagesim-ready-lab .imagesim-controls input[type=range]").first.wait_for()
    _say("start page, from its address to a slider that can be moved", [time.monotonic() - begin])
    _say("slider to picture, start page", [_moved_s(page, "Tag pushed over at", step) for step in _steps()])


def _steps() -> list[int]:
    """To and fro, so that no slider comes to its end."""
    return [1, -1] * (MOVES // 2)


def _moved_s(page: Page, name: str, step: int) -> float:
    return float(page.evaluate(_MOVE, [name, step])) / 1000


def _opened(browser: BrowserContext, address: str, rate: int | None) -> Page:
    page = browser.new_page()
    page.add_init_script(_MARKS)
    if rate is not None:
        tools = browser.new_cdp_session(page)
        bytes_s = rate * 1e6 / 8
        limits = {"offline": False, "latency": 20, "downloadThroughput": bytes_s, "uploadThroughput": bytes_s}
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", limits)
    page.goto(address, wait_until="commit")
    return page


def _pictured_s(page: Page) -> float:
    while (found := float(page.evaluate("pictured"))) <= 0:
        time.sleep(0.02)
    return found / 1000


def _say(what: str, times: list[float]) -> None:
    load = os.getloadavg()[0]
    said = ", ".join(f"{each:.2f}" for each in times) if len(times) < MOVES else f"{min(times):.3f} to {max(times):.3f}"
    print(f"{what}: {median(times):.3f} s ({said}; load {load:.1f})", flush=True)


@contextmanager
def _served(site: Path) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(site), str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
