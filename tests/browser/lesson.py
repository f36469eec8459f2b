"""A notebook that is open in a page of the real JupyterLab: what a person does with it and sees of it."""

import re
from typing import Literal

from playwright.sync_api import Locator, Page, expect

from tests.browser.jupyterlab import JupyterLab

_IDLE = "Python 3 (ipykernel) | Idle"  # in JupyterLab's status bar

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


class Lesson:
    """A notebook that is open in the page."""

    pictures = ".imagesim-stage-over .imagesim-time"

    def __init__(self, page: Page, jupyterlab: JupyterLab, name: str) -> None:
        self.page = page
        # `reset` closes what an earlier test left open.
        page.goto(f"{jupyterlab.url}/lab/tree/{name}?reset&token={jupyterlab.token}")
        # Run earlier, the cells would have JupyterLab ask which kernel to take.
        expect(page.get_by_text(_IDLE)).to_be_visible()

    def close_side_bar(self) -> None:
        """Leave the whole width to the notebook, as a teacher does and `--projector` has done."""
        side_bar = self.page.locator("#jp-left-stack")
        if side_bar.is_visible():
            self.page.keyboard.press("Control+b")
            expect(side_bar).to_be_hidden()

    def choose_theme(self, name: str) -> None:
        """Have JupyterLab in one of its themes."""
        self.page.get_by_role("menuitem", name="Settings", exact=True).click()
        items = self.page.locator(".lm-Menu-itemLabel")
        items.get_by_text("Theme", exact=True).click()
        items.get_by_text(name, exact=True).click()
        expect(self.page.locator(f'body[data-jp-theme-name="{name}"]')).to_be_attached()

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
