"""The version mix as stacked areas over time: one panel per workload, container and image text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from imagesim.engine.records import CauseRecord
from imagesim.results.cause_marks import causes_in_words
from imagesim.results.measures.version_mix import Group, MixStep, VersionMixRow
from imagesim.results.palette import Look, version_looks
from imagesim.results.svg.canvas import RIGHT, SMALL, WIDTH, Canvas, shortened, text_width, told
from imagesim.results.svg.causes import CauseStrip
from imagesim.results.time_axis import in_words, time_axis
from imagesim.rules.units import Seconds

_LEFT, _HEIGHT, _MARK = 60.0, 200.0, 26.0
_MOST_PANELS = 6


def version_mix(
    rows: Iterable[VersionMixRow],
    *,
    end_s: Seconds | None = None,
    versions: Sequence[str] | None = None,
    names: Mapping[str, str] | None = None,
    causes: Sequence[CauseRecord] = (),
) -> str:
    """Draw how many pods ran which version, and what was done.

    *end_s* is the end of the run, *versions* the order of the colours, *names* what people call the versions.

    A black bar above an area marks the times with two or more versions.
    """
    found = list(rows)
    end = max((row.time_s for row in found), default=0.0) if end_s is None else end_s
    groups = _groups(found)
    looks = version_looks([*(versions or ()), *(row.digest for row in found)], names)
    shown = {row.digest for row in found}
    canvas = Canvas()
    y = canvas.legend(0, [look for digest, look in looks.items() if digest in shown]) if shown else 0.0
    axis = time_axis(end)
    per_second = (RIGHT - _LEFT) / end if end else 0.0
    strip = CauseStrip(causes, _LEFT, end)
    for group, steps in list(groups.items())[:_MOST_PANELS]:
        y = _panel(canvas, y + 24, group, [*steps, MixStep(end, {})], looks, per_second, strip)
        y = canvas.time_axis(axis, _LEFT, per_second, y, y)
    if not groups:
        canvas.text(WIDTH / 2, 40, "nothing happened: no container ran", anchor="middle")
        y = 60
    if len(groups) > _MOST_PANELS:
        canvas.text(0, y + 24, f"and {len(groups) - _MOST_PANELS} more workloads")
        y += 36
    return canvas.svg(y, _words(groups, end, looks) + (causes_in_words(causes) if groups else ""))


def _groups(rows: Iterable[VersionMixRow]) -> dict[Group, list[MixStep]]:
    """The rows as steps again, by group."""
    groups: dict[Group, dict[Seconds, dict[str, int]]] = {}
    for row in rows:
        group = row.namespace, row.workload, row.container, row.image
        groups.setdefault(group, {}).setdefault(row.time_s, {})[row.digest] = row.pods
    return {group: [MixStep(time, pods) for time, pods in groups[group].items()] for group in sorted(groups)}


def _panel(
    canvas: Canvas,
    top: float,
    group: Group,
    steps: list[MixStep],
    looks: dict[str, Look],
    per_second: float,
    strip: CauseStrip,
) -> float:
    """One group's area; returns where it ends. The last of *steps* only tells the end."""
    _, workload, container, image = group
    name = f"{workload}, container {container}, image {image}"
    canvas.text(0, top, shortened(name, WIDTH), bold=True)
    labels_end = top + 8 + strip.height
    top += strip.height + 12 + _MARK
    bottom = top + _HEIGHT
    strip.behind(canvas, top, bottom)
    highest = max(sum(step.pods.values()) for step in steps) or 1
    unit = _HEIGHT / highest
    for digest in steps[-2].pods:
        _area(canvas, digest, steps, looks[digest], per_second, bottom, unit)
    strip.before(canvas, top, bottom, labels_end)
    for digest in steps[-2].pods:
        _name_area(canvas, digest, steps, looks[digest], per_second, bottom, unit)
    _mark_mixed(canvas, steps, top, per_second)
    for count in sorted({0, highest // 2 if highest > 3 else 0, highest}):
        canvas.line(_LEFT - 6, bottom - count * unit, _LEFT, bottom - count * unit)
        canvas.text(_LEFT - 10, bottom - count * unit + 7, str(count), anchor="end")
    canvas.line(_LEFT, top, _LEFT, bottom)
    canvas.text(0, top - 17, "pods")
    return bottom


def _area(
    canvas: Canvas, digest: str, steps: list[MixStep], look: Look, per_second: float, bottom: float, unit: float
) -> None:
    """The area of one version, on top of those that appeared before it."""
    upper: list[tuple[float, float]] = []
    lower: list[tuple[float, float]] = []
    for left, right, high, low in _boxes(digest, steps, per_second, bottom, unit):
        upper += [(left, high), (right, high)]
        lower += [(left, low), (right, low)]
    canvas.polygon(upper + lower[::-1], look, told(look))


def _name_area(
    canvas: Canvas, digest: str, steps: list[MixStep], look: Look, per_second: float, bottom: float, unit: float
) -> None:
    """The version's name where there is most room for it."""
    boxes = [box for box in _boxes(digest, steps, per_second, bottom, unit) if box[3] - box[2] > 30]
    left, right, high, low = max(boxes, key=lambda box: box[1] - box[0], default=(0.0, 0.0, 0.0, 0.0))
    if right - left > text_width(look.label, SMALL) + 12:
        canvas.label((left + right) / 2, (low + high) / 2 + 6, look.label, look)


def _boxes(
    digest: str, steps: list[MixStep], per_second: float, bottom: float, unit: float
) -> Iterator[tuple[float, float, float, float]]:
    """Left, right, top and bottom of the version's part from each step to the next one."""
    for step, after in pairwise(steps):
        low = bottom - sum(pods for _, pods in _until(step, digest)) * unit
        high = low - step.pods.get(digest, 0) * unit
        yield _LEFT + step.time_s * per_second, _LEFT + after.time_s * per_second, high, low


def _until(step: MixStep, digest: str) -> Iterable[tuple[str, int]]:
    for other, pods in step.pods.items():
        if other == digest:
            return
        yield other, pods


def _mark_mixed(canvas: Canvas, steps: list[MixStep], top: float, per_second: float) -> None:
    """A black bar above the times with two or more versions, with how long in all."""
    mixed = _mixed(steps)
    for start, end in mixed:
        canvas.line(_LEFT + start * per_second, top - 8, _LEFT + end * per_second, top - 8, width=7, colour="#000")
    words = f"mixed for {in_words(sum(end - start for start, end in mixed))}" if mixed else "never mixed"
    canvas.text(RIGHT, top - 17, words, anchor="end", bold=bool(mixed), rim=True)


def _mixed(steps: list[MixStep]) -> list[tuple[Seconds, Seconds]]:
    """The times with two or more versions, joined where they touch."""
    spells: list[tuple[Seconds, Seconds]] = []
    for step, after in pairwise(steps):
        if sum(pods > 0 for pods in step.pods.values()) > 1:
            start = spells.pop()[0] if spells and spells[-1][1] == step.time_s else step.time_s
            spells.append((start, after.time_s))
    return spells


def _words(groups: dict[Group, list[MixStep]], end: Seconds, looks: dict[str, Look]) -> str:
    if not groups:
        return "Version mix: nothing happened, no container ran."
    told_each = (_group_in_words(*item, end, looks) for item in groups.items())
    return f"Version mix over {in_words(end)}. " + " ".join(told_each)


def _group_in_words(group: Group, steps: list[MixStep], end: Seconds, looks: dict[str, Look]) -> str:
    _, workload, container, image = group
    running = [
        f"{pods} {'pod runs' if pods == 1 else 'pods run'} {looks[digest].label}"
        for digest, pods in steps[-1].pods.items()
        if pods
    ]
    mixed = _mixed([*steps, MixStep(end, {})])
    side_by_side = (
        f"two or more versions ran side by side for {in_words(sum(b - a for a, b in mixed))}, "
        f"first from {in_words(mixed[0][0])}"
        if mixed
        else "never two versions side by side"
    )
    return (
        f"{workload}, container {container}, image {image}: at the end "
        f"{' and '.join(running) or 'no pod runs'}; {side_by_side}."
    )
