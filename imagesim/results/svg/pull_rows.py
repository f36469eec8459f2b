"""Every pull over time: a row for each node and in it a bar for each of its pulls, one below the other by image."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from imagesim.engine.records import CauseRecord, PodRecord, PullRecord
from imagesim.results.cause_marks import causes_in_words
from imagesim.results.palette import Look, cause_looks, image_looks, outcome_looks, state_look
from imagesim.results.svg.canvas import RIGHT, SMALL, WIDTH, Canvas, shortened, text_width
from imagesim.results.svg.causes import CauseStrip
from imagesim.results.time_axis import in_words, time_axis
from imagesim.rules.units import Seconds

_WIDEST_NAME = 200.0
_NARROWEST = 6.0
"""A bar that takes no time is still to be seen."""
_ALL_ROWS = 440.0
"""How high the rows are together, so that picture and controls fit a projector's screen."""
_SHORTEST: Seconds = 5.0


def pulls(
    rows: Iterable[PullRecord],
    *,
    end_s: Seconds | None = None,
    ready_s: Seconds | None = None,
    pods: Iterable[PodRecord] = (),
    causes: Sequence[CauseRecord] = (),
    most_rows: int = 40,
) -> str:
    """Draw the pulls of each node: waiting for the puller, pulling, failed, and backing off; and what was done.

    *ready_s* is when the last pod was Ready, and is marked. With *pods* a back-off ends at the latest with its pod, for
    which nobody will try again. Of more than *most_rows* nodes the rest is only counted.
    """
    found, gone = list(rows), PodEnds(pods)
    end = max(_SHORTEST, max((row.ended_s for row in found), default=0.0) if end_s is None else end_s)
    nodes = pulls_by_node(found)
    shown = list(nodes)[:most_rows]
    images = sorted({row.image for row in found})
    canvas = Canvas()
    if not found:
        canvas.text(WIDTH / 2, 40, "nothing happened: no image was needed", anchor="middle")
        return canvas.svg(60, "Pulls of each node: nothing happened, no image was needed.")
    height = min(40.0, max(14.0, _ALL_ROWS / len(shown)))
    left = min(_WIDEST_NAME, max(text_width(node, SMALL) for node in shown)) + 10
    strip = CauseStrip(causes, left, end)
    labels_end = canvas.legend(0, _legend(found, images, gone)) + strip.height
    top = labels_end + 28
    per_second = (RIGHT - left) / end
    bottom = top + len(shown) * height
    strip.behind(canvas, top, bottom)
    # The axis before the bars: its lines lie behind them.
    y = canvas.time_axis(time_axis(end), left, per_second, top, bottom)
    for place, node in enumerate(shown):
        _row(canvas, nodes[node], images, left, per_second, top + place * height, height, end, gone)
        name = shortened(node, left - 10, SMALL)
        canvas.text(left - 8, top + (place + 0.5) * height + 6, name, size=min(SMALL, height), anchor="end")
    strip.before(canvas, top, bottom, labels_end)
    if ready_s is not None:
        _mark_ready(canvas, left + ready_s * per_second, top, bottom, ready_s)
    if len(nodes) > len(shown):
        canvas.text(left, y + 22, f"and {len(nodes) - len(shown)} more nodes")
        y += 32
    return canvas.svg(y, _words(found, nodes, end, ready_s) + causes_in_words(causes))


def pulls_by_node(rows: Sequence[PullRecord]) -> dict[str, list[PullRecord]]:
    """The rows by node; workers-10 comes after workers-9."""
    nodes: dict[str, list[PullRecord]] = {}
    for row in rows:
        nodes.setdefault(row.node, []).append(row)
    return {
        node: nodes[node]
        for node in sorted(nodes, key=lambda name: [int(x) if x.isdigit() else x for x in re.split(r"(\d+)", name)])
    }


def _row(
    canvas: Canvas,
    rows: list[PullRecord],
    images: list[str],
    left: float,
    per_second: float,
    top: float,
    height: float,
    end: Seconds,
    gone: "PodEnds",
) -> None:
    """One node's bars. Each image has its own lane, so that pulls at the same time are seen beside each other."""
    looks = image_looks(images)
    lane = (height - 4) / len(images)
    for row in rows:
        y = top + 2 + images.index(row.image) * lane
        for start, until, look in pull_parts(row, looks[row.image], end, gone):
            x = left + start * per_second
            width = min(max(_NARROWEST, (until - start) * per_second), RIGHT - x)
            canvas.rect(x, y, width, lane - 1, look, f"{row.pod}: {look.label}, {start:g} s to {until:g} s")
            if lane > 19 and width > text_width(look.label, SMALL - 2) + 12:
                canvas.label(x + width / 2, y + lane / 2 + 5, look.label, look, SMALL - 2)


class PodEnds:
    """When pods are gone. Those of a name may come one after another: each pull belongs to the one of its time."""

    def __init__(self, pods: Iterable[PodRecord] = ()) -> None:
        self._ends: dict[tuple[str, str], list[Seconds]] = {}
        for pod in pods:
            if pod.deleted_s is not None:
                self._ends.setdefault((pod.namespace, pod.pod), []).append(pod.deleted_s)

    def of(self, row: PullRecord) -> Seconds:
        """When the pod of a pull is gone, infinity if it stays."""
        ends = self._ends.get((row.namespace, row.pod), ())
        return min((end for end in ends if end >= row.ended_s), default=math.inf)


def pull_parts(row: PullRecord, pulled: Look, end: Seconds, gone: PodEnds) -> list[tuple[Seconds, Seconds, Look]]:
    """What a pull consists of in a picture up to *end*: waiting for its turn, back-off, the pull itself."""
    parts = []
    if row.started_s > row.queued_s:
        parts.append((row.queued_s, row.started_s, cause_looks()["queue_s"]))
    # The back-off comes before the failed pull in the drawing, so that the short bar lies on top of the long one.
    until = min(row.backoff_until_s or 0.0, end, gone.of(row))
    if until > row.ended_s:
        parts.append((row.ended_s, until, state_look("Waiting", "ImagePullBackOff")))
    look = pulled._replace(label=f"pulling {pulled.label}") if row.outcome == "Pulled" else outcome_looks()[row.outcome]
    return [*parts, (row.started_s, row.ended_s, look)]


def _legend(rows: list[PullRecord], images: list[str], gone: PodEnds) -> list[Look]:
    """The looks that occur: images in their order, then the others."""
    looks = image_looks(images)
    used = dict.fromkeys(look for row in rows for _, _, look in pull_parts(row, looks[row.image], math.inf, gone))
    names = [f"pulling {look.label}" for look in looks.values()]
    return sorted(used, key=lambda look: names.index(look.label) if look.label in names else len(names))


def _mark_ready(canvas: Canvas, x: float, top: float, bottom: float, ready_s: Seconds) -> None:
    canvas.line(x, top - 6, x, bottom, 3, "#000")
    words = f"all pods Ready: {_seconds(ready_s)}"
    anchor, gap = ("end", -6) if x > WIDTH / 2 else ("start", 6)
    canvas.text(x + gap, top - 10, words, anchor=anchor, bold=True, rim=True)


def _seconds(time: Seconds) -> str:
    """With one digit after the point, so that 10.0 and 10.4 s can be told apart."""
    return f"{time:.1f} s" if time < 120 else in_words(time)


def _words(rows: list[PullRecord], nodes: dict[str, list[PullRecord]], end: Seconds, ready_s: Seconds | None) -> str:
    outcomes = Counter(row.outcome for row in rows)
    counts = ", ".join(f"{outcomes[name]} {look.label}" for name, look in outcome_looks().items() if outcomes[name])
    waited = max(row.started_s - row.queued_s for row in rows)
    ready = "" if ready_s is None else f" All pods Ready after {_seconds(ready_s)}."
    return (
        f"Pulls of {len(nodes)} nodes over {in_words(end)}: {counts}. "
        f"The longest wait for the puller: {in_words(waited)}.{ready}"
    )
