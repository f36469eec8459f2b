"""The states of pods over time, as the API showed them: a row per pod, or per container where a pod has several."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from imagesim.engine.records import CauseRecord, StateRecord
from imagesim.results.cause_marks import causes_in_words
from imagesim.results.container_lines import ContainerLine, container_lines, container_look
from imagesim.results.palette import Look, version_looks
from imagesim.results.svg.canvas import RIGHT, SMALL, WIDTH, Canvas, shortened, text_width, told
from imagesim.results.svg.causes import CauseStrip
from imagesim.results.time_axis import in_words, time_axis
from imagesim.rules.units import Seconds

_WIDEST_NAME = 290.0


class _Bar(NamedTuple):
    """One state: how it looks, until when it is drawn, and where."""

    state: StateRecord
    look: Look
    until_s: Seconds
    x: float
    y: float
    width: float
    height: float


def states(
    rows: Iterable[StateRecord],
    *,
    end_s: Seconds | None = None,
    versions: Sequence[str] | None = None,
    names: Mapping[str, str] | None = None,
    causes: Sequence[CauseRecord] = (),
    most_rows: int = 40,
) -> str:
    """Draw what the API showed of each pod, and what was done.

    *end_s* is the end of the run, *versions* the order of the colours, *names* what people call the versions.

    More than *most_rows* rows would be too thin to read: the rest is only counted.
    """
    found = list(rows)
    end = _end(found) if end_s is None else end_s
    looks = version_looks([*(versions or ()), *(row.digest for row in found)], names)
    lines = container_lines(found)
    shown = lines[:most_rows]
    canvas = Canvas()
    canvas.text(0, 20, "What the API showed of each pod", bold=True)
    y = canvas.legend(34, _used(shown, looks)) + 6
    size, height = (SMALL, 30.0) if len(shown) <= 16 else (16.0, 21.0)
    left = min(_WIDEST_NAME, max((text_width(line.name, size) for line in shown), default=0.0)) + 10
    per_second = (RIGHT - left) / end if end else 0.0
    strip = CauseStrip(causes, left, end)
    y += strip.height
    top = y
    strip.behind(canvas, top, top + len(shown) * height)
    bars: list[_Bar] = []
    for line in shown:
        canvas.text(left - 8, y + height * 0.7, shortened(line.name, left - 10, size), size=size, anchor="end")
        for state in line.states:
            bars.append(_bar(state, container_look(state, looks), left, per_second, y + 2, height - 4, end))
            _draw(canvas, bars[-1])
        y += height
    if not shown:
        canvas.text(WIDTH / 2, 70, "nothing happened: no pod was started", anchor="middle")
        return canvas.svg(90, "States of pods: nothing happened, no pod was started.")
    strip.before(canvas, top, y)
    for bar in bars:
        _name(canvas, bar)
    if len(lines) > len(shown):
        canvas.text(left, y + 22, f"and {len(lines) - len(shown)} more")
        y += 32
    y = canvas.time_axis(time_axis(end), left, per_second, top + (y - top), y)
    return canvas.svg(y, _words(lines, looks, end) + causes_in_words(causes))


def _end(rows: list[StateRecord]) -> Seconds:
    return max((row.started_s if row.ended_s is None else row.ended_s for row in rows), default=0.0)


def _used(lines: list[ContainerLine], looks: dict[str, Look]) -> list[Look]:
    """The looks that occur, versions first and in their order, then the others as they appear."""
    found = dict.fromkeys(container_look(state, looks) for line in lines for state in line.states)
    order = {f"Running {look.label}": place for place, look in enumerate(looks.values())}
    return sorted(found, key=lambda look: order.get(look.label, len(order)))


def _bar(state: StateRecord, look: Look, left: float, per_second: float, y: float, height: float, end: Seconds) -> _Bar:
    until = end if state.ended_s is None else state.ended_s
    x, width = left + state.started_s * per_second, (until - state.started_s) * per_second
    return _Bar(state, look, until, x, y, width, height)


def _draw(canvas: Canvas, bar: _Bar) -> None:
    title = f"{bar.state.pod}: {told(bar.look)}, {bar.state.started_s:g} s to {bar.until_s:g} s"
    canvas.rect(bar.x, bar.y, bar.width, bar.height, bar.look, title)


def _name(canvas: Canvas, bar: _Bar) -> None:
    """What a bar is called, after the lines of causes, which are not to cross it."""
    word = bar.look.label.removeprefix("Running ")
    if bar.height > 24 and bar.width > text_width(word, SMALL) + 12:
        canvas.label(bar.x + bar.width / 2, bar.y + bar.height / 2 + 6, word, bar.look)


def _words(lines: list[ContainerLine], looks: dict[str, Look], end: Seconds) -> str:
    last = Counter(container_look(line.states[-1], looks).label for line in lines if line.states[-1].ended_s is None)
    gone = sum(line.states[-1].ended_s is not None for line in lines)
    parts = [f"{count} {label}" for label, count in last.items()] + ([f"{gone} gone"] if gone else [])
    what = "container" if len(lines) == 1 else "containers"
    return f"States of {len(lines)} {what} over {in_words(end)}. At the end: {', '.join(parts)}."
