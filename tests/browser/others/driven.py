"""A browser that a test drives, whichever it is: what all of them can, said in the words of WebDriver."""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

SENTENCE = ".imagesim-sentence"
KEYS = {"End": "\ue010", "Home": "\ue011", "ArrowRight": "\ue014"}
"""WebDriver's numbers of keys."""
# A guard against hanging, and no statement about speed.
WITHIN_S = 120
_CONTROL = """const [label, kind] = {given};
const named = [...document.querySelectorAll("label")].find((each) => each.textContent.trim() === label);
const control = named?.control;
if (!control || control.type !== kind) throw new Error(`no ${{kind}} is called ${{label}}`);"""


class DrivenBrowser(ABC):
    """A page in a browser without a window; `wrong` is what it complained of since it was opened."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    @abstractmethod
    def goto(self, address: str) -> None:
        """Open *address*, up to its load event."""

    @abstractmethod
    def value(self, body: str) -> Any:
        """What the *body* of a function returns, as JSON has it."""

    @abstractmethod
    def press(self, key: str) -> None:
        """Press one of KEYS, as a keyboard does, where the focus is."""

    @abstractmethod
    def png(self) -> bytes:
        """What is seen."""

    def press_on(self, slider: str, key: str) -> None:
        """Press a key on the slider with that name."""
        self.value(f"{_CONTROL.format(given=json.dumps([slider, 'range']))} control.focus();")
        self.press(key)

    def sentence(self) -> str:
        """What the first lab of the page says."""
        return str(self.value(f"return document.querySelector({SENTENCE!r})?.textContent ?? ''"))

    def wait_for(self, what: str, holds: Callable[[], bool]) -> None:
        """Wait until it *holds*; an AssertionError with *what* and all complaints if it never does."""
        deadline = time.monotonic() + WITHIN_S
        while not holds():
            assert time.monotonic() < deadline, f"not within {WITHIN_S} s: {what}; {self.wrong}; {self.sentence()!r}"
            time.sleep(0.05)

    def screenshot(self, path: Path) -> None:
        """Write what is seen to *path*, for people to look at."""
        path.write_bytes(self.png())
