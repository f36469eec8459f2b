"""python -m tests.browser.screenshots OUT: every lab as people see it, at 1280x720, the size of many projectors.

OUT gets a folder for each lab, with a PNG each of the light and the dark theme, of `imagesim lab --projector`, of the
light theme as people with three kinds of colour-blindness see it, and of the lab as a page without code, which Voila
serves. What is printed is how many pixels controls and pictures need of those that a notebook has, and the smallest
text of the pictures.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import executable, running_chromium
from tests.browser.jupyterlab import JupyterLab, free_port, running_jupyterlab, running_server, write_notebook
from tests.browser.layout import fit, smallest_text
from tests.browser.lesson import Lesson

LABS = ("names", "moved_tag", "pull_policy", "who_may_pull", "back_off", "architectures", "pull_costs", "sharing")
WINDOW = {"width": 1280, "height": 720}
_FILTERS = ("protanopia", "deuteranopia", "tritanopia")


def main(arguments: Sequence[str] | None = None) -> None:
    """Take the pictures that are asked for."""
    chosen = _parser().parse_args(arguments)
    path = executable()
    if path is None:
        sys.exit("no Chromium here")
    take = _Camera(chosen.out, chosen.only)
    with running_chromium(path) as browser:
        for projector in (False, True):
            with tempfile.TemporaryDirectory() as folder, running_jupyterlab(Path(folder), projector) as jupyterlab:
                _in_jupyterlab(browser, jupyterlab, take, projector)
        _in_voila(browser, take)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.browser.screenshots", description="Every lab as people see it."
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="gets a folder for each lab, with a PNG for each look")
    parser.add_argument("--only", nargs="+", metavar="LAB", choices=LABS, default=LABS, help=", ".join(LABS))
    return parser


class _Camera:
    """Takes every lab of a page, in whose cells they stand one below the other."""

    def __init__(self, out: Path, labs: Sequence[str]) -> None:
        self.out, self.labs = out, labs
        self.cells = [f"from imagesim.labs import {lab}\n{lab}.lab()" for lab in labs]

    def __call__(self, page: Page, name: str) -> None:
        """A picture of each lab, and what can be measured of it."""
        sentences = page.locator(".imagesim-lab > [role=status]:not(:empty)")
        expect(sentences).to_have_count(len(self.labs))
        page.mouse.move(0, 0)
        for place, lab in enumerate(self.labs):
            found = fit(page, place)
            size, text = smallest_text(page, place)
            print(f"{lab} {name}: {found.needs:.0f} of {found.room:.0f} px, smallest text {size:.1f} px: {text}")
            (self.out / lab).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=self.out / lab / f"{name}.png")


def _in_jupyterlab(browser: Browser, jupyterlab: JupyterLab, take: _Camera, projector: bool) -> None:
    jupyterlab.write("labs.ipynb", *take.cells)
    with _page(browser) as page:
        lesson = Lesson(page, jupyterlab, "labs.ipynb")
        lesson.close_side_bar()
        lesson.run_all()
        if projector:
            take(page, "projector")
            return
        take(page, "light")
        for deficiency in _FILTERS:
            _see_as(page, deficiency)
            take(page, deficiency)
        _see_as(page, "none")
        lesson.choose_theme("JupyterLab Dark")
        take(page, "dark")


def _in_voila(browser: Browser, take: _Camera) -> None:
    with tempfile.TemporaryDirectory() as folder:
        notebook, port = Path(folder, "labs.ipynb"), free_port()
        write_notebook(notebook, *take.cells)
        command = [
            sys.executable,
            "-m",
            "voila",
            str(notebook),
            "--no-browser",
            "--Voila.ip=127.0.0.1",
            f"--port={port}",
        ]
        url = f"http://127.0.0.1:{port}"
        with (
            running_server(command, f"{url}/voila/static/", Path(folder, "log"), {}),
            _page(browser) as page,
        ):
            page.goto(url, wait_until="commit")
            take(page, "voila")


@contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport=WINDOW)
    yield page
    page.close()


def _see_as(page: Page, deficiency: str) -> None:
    page.context.new_cdp_session(page).send("Emulation.setEmulatedVisionDeficiency", {"type": deficiency})


if __name__ == "__main__":
    main()
