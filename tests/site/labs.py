"""Every lab of a built site, moved in Chromium: what its page draws is what this Python computes, at first and after
each of its controls was moved, and each of them moves something.

What Python answered in the page is taken from its worker, and compared with the answer here; that the page shows
another picture than before is seen in the page. Causes are dragged in the picture, too.
"""

import json
import time
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from imagesim.labs.catalogue import lab_of
from imagesim.labs.controls import Control
from imagesim.labs.page.answering import answering
from tests.browser.lab_site import OpenedPage
from tests.site.pages import WINDOWS, looked_at

_LISTEN = """
window.answers = [];
window.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => data.kind === "answer" && answers.push(data.text));
  }
};
"""
_SHOWN = """() => [".imagesim-sentence", ".imagesim-on-stage", ".imagesim-pictures", ".imagesim-below"]
  .flatMap(part => [...document.querySelectorAll(`imagesim-lab ${part}, imagesim-lab ${part} *`)])
  .map(element => [
    element.localName,
    ...element.getAttributeNames().sort().map(name => `${name}=${element.getAttribute(name)}`),
    ...[...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data),
  ].join(" "))
  .sort().join("\\n")"""
"""All that is drawn, whatever the order: a picture that is drawn anew takes the elements that are there."""
_WITHIN_S = 120
_MEANS_SOMETHING = {
    ("sharing", "policy"): {"version": "1.36"},  # kubelets before 1.35 verify nothing
    ("sharing", "allowed"): {"version": "1.36", "policy": "NeverVerifyAllowlistedImages"},
}
"""Controls that change nothing until others are set, and how those are."""


def faults(browser: Browser, host: str, module: str, axe: str) -> Iterator[str]:
    """What is wrong with the lab of that module in its own page of the site; *axe* is the text of axe-core."""
    name = lab_of(module).name
    with browser.new_context(**WINDOWS["laptop, light"]) as context:
        opened = OpenedPage(context.new_page(), host)
        opened.page.add_init_script(_LISTEN)
        opened.goto(f"labs/{name}.html")
        moved = _Lab(opened.page, module)
        yield from (f"{name}: {line}" for line in moved.faults())
        for window, given in WINDOWS.items():
            opened.page.set_viewport_size(given["viewport"])
            opened.page.emulate_media(color_scheme=given["color_scheme"])
            opened.page.wait_for_timeout(100)  # it is drawn for the room that there is
            yield from (f"{name} ({window}): {line}" for line in looked_at(opened.page, axe))
        yield from (f"{name}: {line}" for line in opened.wrong)


class _Lab:
    """A lab in its page."""

    def __init__(self, page: Page, module: str) -> None:
        self._page, self._module, self._lab = page, module, lab_of(module)
        self._root = page.locator("imagesim-lab")

    def faults(self) -> Iterator[str]:
        here = answering(json.dumps({"kind": "lab", "lab": self._module, "code": ""}))
        if self._next_answer(0) != json.loads(here):
            yield "its first view is not the one that this Python computes"
        self._root.locator(".imagesim-controls").wait_for()
        said = self._root.locator(".imagesim-sentence").inner_text()
        if said != self._lab.view(self._lab.first()).drawn()["sentence"]:
            yield "its first sentence is another one"
        for name, control in self._lab.controls.items():
            yield from (f"{control.label}: {line}" for line in self._move(name, control))
        for drag in self._lab.drags:
            label = f"{self._lab.controls[drag.control].label}, in the picture"
            yield from (f"{label}: {line}" for line in self._drag(label, drag.control))

    def _drag(self, label: str, control: str) -> Iterator[str]:
        """Drag a cause in the picture for some minutes of the run, with a mouse."""
        knob = self._root.get_by_role("slider", name=label, exact=True)
        told = self._count()
        if not knob.is_visible():  # at first it does not happen
            self._set(self._lab.controls[control].drawn(), self._lab.controls[control].drawn()["max"])
            self._next_answer(told)
            told = self._count()
        before = self._root.get_by_role("slider", name=self._lab.controls[control].label, exact=True).input_value()
        knob.scroll_into_view_if_needed()
        box = knob.locator("circle").first.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        is_at_its_end = float(before) == self._lab.controls[control].drawn()["max"]
        _pull(self._page, (x, y), x - 90 if is_at_its_end else x + 90)
        answer = self._next_answer(told)
        value = answer["values"][control]
        if value == float(before):
            yield "it was dragged, and its control stays"
        if answer != self._answer_here({control: value}):
            yield f"dragged to {value} the page shows what this Python does not compute"
        self._reset()

    def _move(self, name: str, control: Control) -> Iterator[str]:
        """Move one control, from where all are as at first, until it has changed what is shown."""
        others = _MEANS_SOMETHING.get((self._module, name), {})
        for other, value in others.items():
            told = self._count()
            self._set(self._lab.controls[other].drawn(), value)
            self._next_answer(told, **{other: value})
        before = self._page.evaluate(_SHOWN)
        drawn = control.drawn()
        for value in other_values(drawn):
            told = self._count()
            self._set(drawn, value)
            answer = self._next_answer(told, **{name: value})
            if answer != self._answer_here({**others, name: value}):
                yield f"at {control.said(value)} the page shows what this Python does not compute"
            if self._page.evaluate(_SHOWN) != before:
                break
        else:
            yield "it can be moved, and nothing changes"
        if self._reset() != self._answer_here({}):
            yield "after it was moved, Reset does not lead back"

    def _set(self, drawn: dict[str, Any], value: Any) -> None:
        form = self._root.locator(".imagesim-controls")
        label = drawn["label"]
        match drawn["kind"]:
            case "slider":
                _drag(self._page, form.get_by_role("slider", name=label, exact=True), value, drawn)
            case "dropdown":
                form.get_by_label(label, exact=True).select_option(value)
            case "radio":
                form.get_by_role("group", name=label, exact=True).get_by_label(value, exact=True).check()
            case "several":
                group = form.get_by_role("group", name=label, exact=True)
                for option in drawn["options"]:
                    group.get_by_label(option, exact=True).set_checked(option in value)
            case "checkbox":
                form.get_by_label(label, exact=True).set_checked(value)
            case _:
                field = form.get_by_label(label, exact=True)
                field.fill(value)
                field.press("Enter")

    def _reset(self) -> Any:
        told = self._count()
        self._root.get_by_role("button", name="Reset").click()
        return self._next_answer(told)

    def _answer_here(self, moved: dict[str, Any]) -> Any:
        values = {**self._lab.first(), **moved}
        return json.loads(answering(json.dumps({"kind": "view", "lab": self._module, "values": values})))

    def _count(self) -> int:
        return int(self._page.evaluate("answers.length"))

    def _next_answer(self, told: int, **wanted: Any) -> Any:
        """The last answer when there are more than *told* of them, no other is awaited, and it has the *wanted* values.

        A slider that is dragged asks for a place on its way, and again, when that answer came, for where it is.
        """
        deadline = time.monotonic() + _WITHIN_S
        seen = told
        while time.monotonic() < deadline:
            count = self._count()
            if count > told and count == seen:
                answer = json.loads(self._page.evaluate("answers.at(-1)"))
                if all(answer["values"].get(name, value) == value for name, value in wanted.items()):
                    return answer
            seen = count
            self._page.wait_for_timeout(150)
        raise TimeoutError(f"{self._module} did not answer with {wanted} within {_WITHIN_S} seconds")


def other_values(drawn: dict[str, Any]) -> Iterator[Any]:
    """What a control may be set to besides what it is at first."""
    first = drawn["value"]
    match drawn["kind"]:
        case "slider":
            yield from (end for end in (drawn["max"], drawn["min"]) if end != first)
        case "dropdown" | "radio":
            yield from (option for option in drawn["options"] if option != first)
        case "several":
            options = drawn["options"]
            yield from ([each for each in options if (each in first) != (each == one)] for one in options)
        case "checkbox":
            yield not first
        case _:
            yield f"{first}x" if first else "x"


def _drag(page: Page, slider: Locator, value: float, drawn: dict[str, Any]) -> None:
    """Drag the knob of a slider from where it is to one of its ends, by way of the middle, with a mouse."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    knob = 16
    share = (drawn["value"] - drawn["min"]) / (drawn["max"] - drawn["min"])
    x, y = box["x"] + knob / 2 + share * (box["width"] - knob), box["y"] + box["height"] / 2
    end = box["x"] + (box["width"] + 20 if value == drawn["max"] else -20)
    _pull(page, (x, y), end)


def _pull(page: Page, knob: tuple[float, float], end: float) -> None:
    """Take hold of what is at *knob* and pull it along to *end*, by way of the middle."""
    x, y = knob
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move((x + end) / 2, y)
    page.mouse.move(end, y)
    page.mouse.up()
