"""The real JupyterLab on a copy of the lessons, as `imagesim lab` starts it, and a page of a real Chromium.

Where there is no Chromium these tests are skipped and say so; with IMAGESIM_REQUIRE_BROWSER=1, as in CI, they fail.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import NAMES, executable, running_chromium
from tests.browser.jupyterlab import JupyterLab, running_jupyterlab
from tests.browser.lesson import Lesson

_MEASURED = "milliseconds"  # under which name a test records them


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = executable()
    if path is None:
        reason = "no Chromium here: install Debian's package chromium, or put one of " + ", ".join(NAMES) + " on PATH"
        if os.environ.get("IMAGESIM_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with running_chromium(path) as browser:
        yield browser


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
    with running_jupyterlab(tmp_path_factory.mktemp("course")) as running:
        yield running
