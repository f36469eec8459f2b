"""python -m tests.browser.sweep: every control of every lab over its whole range, in a real JupyterLab, and how fast.

Sliders go from end to end by arrow keys and once more by clicks of the mouse; lists, choices and boxes go through all
that they offer; in text fields something is typed and Enter pressed. Measured is the time from the key or the button of
the mouse to the frame in which what the lab shows is drawn anew. Printed is a line a lab: how many moves, how many of
them changed something that is to be seen, the median of the times and the 95th percentile. Exit code 1 if a move got no
answer or an error came; the times are for people to judge, on a machine that does nothing else.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Browser, Locator, Page, TimeoutError

from tests.browser.chromium import executable, running_chromium
from tests.browser.jupyterlab import JupyterLab, running_jupyterlab
from tests.browser.lesson import Lesson
from tests.browser.screenshots import LABS, WINDOW

_TYPED = ("registry.example/shop/web:v2", "nginx", "*.example")
_CLICKS = 7

# What a lab shows stands in these parts; its controls are none of them. A sentence is written anew with every answer.
_WATCH = """() => {
  const parts = [...document.querySelectorAll(".imagesim-lab > :is(.imagesim-sentence, .imagesim-on-stage, "
    + ".imagesim-pictures, .imagesim-below)")];
  const names = /(id|for|href|clip-path|fill|aria-[a-z]+)="[^"]*"/g;  // some are numbered anew at each drawing
  const seen = () => parts.map((part) => part.innerHTML.replace(names, "")).join();
  const sweep = (window.sweep = { elapsed: null, before: seen(), differs: () => seen() !== sweep.before });
  let started = 0;
  const begin = () => { started = performance.now(); sweep.elapsed = null; sweep.before = seen(); };
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, begin, { capture: true });
  const drawn = () => requestAnimationFrame(() => { sweep.elapsed ??= performance.now() - started; });
  const watcher = new MutationObserver(drawn);
  for (const part of parts) watcher.observe(part, { childList: true, subtree: true, attributes: true });
}"""


@dataclass
class Moves:
    """What came of the moves of a lab's controls: milliseconds, how many changed what is seen, which got no answer."""

    ms: list[float] = field(default_factory=list)
    changed: int = 0
    unanswered: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        """How people read it."""
        p95 = quantiles(self.ms, n=20)[-1] if len(self.ms) > 1 else max(self.ms, default=0.0)
        middle = median(self.ms) if self.ms else 0.0
        return f"{name:14} {len(self.ms):4} moves, {self.changed:4} changed, median {middle:4.0f} ms, p95 {p95:4.0f} ms"


def main(arguments: Sequence[str] | None = None) -> None:
    """Sweep the labs that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.sweep", description="Every control over its range.")
    parser.add_argument("--only", nargs="+", metavar="LAB", choices=LABS, default=LABS, help=", ".join(LABS))
    chosen = parser.parse_args(arguments).only
    path = executable()
    if path is None:
        sys.exit("no Chromium here")
    total, wrong = Moves(), list[str]()
    with (
        running_chromium(path) as browser,
        tempfile.TemporaryDirectory() as folder,
        running_jupyterlab(Path(folder)) as jupyterlab,
    ):
        for lab in chosen:
            moves, errors = _of_lab(browser, jupyterlab, lab)
            print(moves.line(lab), flush=True)
            total.ms += moves.ms
            total.changed += moves.changed
            wrong += [f"{lab}: {error}" for error in errors]
            wrong += [f"{lab}: no answer: {what}" for what in moves.unanswered]
    print(total.line("all"), *wrong, sep="\n")
    sys.exit(bool(wrong))


def _of_lab(browser: Browser, jupyterlab: JupyterLab, lab: str) -> tuple[Moves, list[str]]:
    """What came of its moves, and the errors of page and cells."""
    jupyterlab.write(f"{lab}.ipynb", f"from imagesim.labs import {lab}\n{lab}.lab()")
    page, errors = browser.new_page(viewport=WINDOW), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    lesson = Lesson(page, jupyterlab, f"{lab}.ipynb")
    lesson.close_side_bar()
    lesson.run_all()
    moves = _swept(page)
    errors += lesson.error_outputs()
    page.close()
    return moves, errors


def _swept(page: Page) -> Moves:
    page.evaluate(_WATCH)
    moves = Moves()
    controls = page.locator(".imagesim-controls")
    for slider in controls.get_by_role("slider").all():
        _slide(page, slider, moves)
    for choices in controls.get_by_role("combobox").all():
        for _ in range(choices.locator("option").count() - 1):
            _press(page, choices, "ArrowDown", moves)
        _press(page, choices, "Home", moves)
    for box in (*controls.get_by_role("checkbox").all(), *controls.get_by_role("checkbox").all()):
        _press(page, box, "Space", moves)
    for radio in controls.get_by_role("radio").all():
        if not radio.is_checked():
            _press(page, radio, "Space", moves)
    for text in controls.get_by_role("textbox").all():
        for typed in _TYPED:
            if text.is_editable():
                text.fill(typed)
                _press(page, text, "Enter", moves)
    return moves


def _slide(page: Page, slider: Locator, moves: Moves) -> None:
    """From end to end by keys, then by clicks on the track."""
    _press(page, slider, "Home", moves)
    while float(slider.input_value()) < float(slider.get_attribute("max") or 0):
        _press(page, slider, "ArrowRight", moves)
    for place in _places():
        box = slider.bounding_box()
        assert box is not None
        slider.click(position={"x": place * box["width"], "y": box["height"] / 2})
        _settle(page, f"click on {slider.get_attribute('aria-label') or 'a slider'} at {place:.2f}", moves)


def _places() -> Iterator[float]:
    return ((step + 0.5) / _CLICKS for step in range(_CLICKS))


def _press(page: Page, control: Locator, key: str, moves: Moves) -> None:
    if not control.is_visible() or control.is_disabled():
        return
    before = control.input_value() if key in ("Home", "ArrowDown") else None
    control.focus()
    page.keyboard.press(key)
    if before is None or control.input_value() != before:  # else there was nothing to answer
        _settle(page, f"{key} on {control.evaluate('element => element.name || element.id || element.type')}", moves)


def _settle(page: Page, what: str, moves: Moves) -> None:
    """Wait for the answer, and one frame more."""
    try:
        page.wait_for_function("() => window.sweep.elapsed !== null", timeout=5000)
    except TimeoutError:
        moves.unanswered.append(what)
        return
    moves.ms.append(page.evaluate("() => window.sweep.elapsed"))
    moves.changed += page.evaluate("() => window.sweep.differs()")


if __name__ == "__main__":
    main()
