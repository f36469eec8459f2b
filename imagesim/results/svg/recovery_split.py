"""What each pod waited for between the end of a disturbance and Ready: a bar for each, split into its causes."""

from collections.abc import Iterable

from imagesim.results.measures.recovery import RecoveryRow
from imagesim.results.palette import cause_looks
from imagesim.results.svg.canvas import RIGHT, SMALL, WIDTH, Canvas, shortened, text_width
from imagesim.results.time_axis import in_words

_WIDEST_NAME = 290.0
_ROW = 30.0
_NARROWEST = 1.0
"""A part that is thinner in every row is not in the legend: nobody would find it."""


def recovery_split(rows: Iterable[RecoveryRow], *, most_rows: int = 20) -> str:
    """Draw the *rows* that ended, the longest first; the others, and those after *most_rows*, are only counted."""
    every = list(rows)
    found = sorted((row for row in every if row.delay_s is not None), key=lambda row: (-(row.delay_s or 0), row.pod))
    canvas = Canvas()
    title, never = _title(every), len(every) - len(found)
    canvas.text(0, 20, title, bold=True)
    if not found:
        what = f"{never} not Ready before the end of the run" if never else "nothing happened, no pod was waiting"
        canvas.text(WIDTH / 2, 60, what, anchor="middle")
        return canvas.svg(80, f"{title}: {what}.")
    shown = found[:most_rows]
    looks = cause_looks()
    left = min(_WIDEST_NAME, max(text_width(row.pod, SMALL) for row in shown)) + 10
    longest = max(row.delay_s or 0.0 for row in shown)
    per_second = (RIGHT - 90 - left) / longest if longest else 0.0
    seen = [cause for cause in looks if any((getattr(row, cause) or 0) * per_second >= _NARROWEST for row in shown)]
    y = canvas.legend(34, [looks[cause] for cause in seen]) + 6
    for row in shown:
        canvas.text(left - 8, y + _ROW * 0.7, shortened(row.pod, left - 10, SMALL), size=SMALL, anchor="end")
        x = left
        for cause in looks:
            part = getattr(row, cause) or 0.0
            if part:
                width = part * per_second
                canvas.rect(
                    x, y + 2, width, _ROW - 4, looks[cause], f"{row.pod}: {looks[cause].label}, {in_words(part)}"
                )
                x += width
        canvas.text(x + 8, y + _ROW * 0.7, in_words(row.delay_s or 0.0), size=SMALL)
        y += _ROW
    for count, what in ((len(found) - len(shown), "more"), (never, "not Ready before the end of the run")):
        if count:
            canvas.text(left, y + 22, f"and {count} {what}")
            y += 32
    return canvas.svg(y + 4, f"{title}: {_words(found)}")


def _title(rows: list[RecoveryRow]) -> str:
    """It names the disturbance, if there is one and no other."""
    over = {row.disturbance for row in rows}
    return f"From the end of the {over.pop() if len(over) == 1 else 'disturbance'} to Ready: what each pod waited for"


def _words(rows: list[RecoveryRow]) -> str:
    delays = [row.delay_s or 0.0 for row in rows]
    looks = cause_looks()
    sums = {cause: sum(getattr(row, cause) or 0.0 for row in rows) for cause in looks}
    longest = sorted((cause for cause in sums if sums[cause]), key=lambda cause: -sums[cause])[:2]
    mostly = " and ".join(looks[cause].label for cause in longest)
    pods = f"{len(rows)} pod{'s' * (len(rows) > 1)}, {in_words(min(delays))} to {in_words(max(delays))}"
    return f"{pods}, mostly {mostly}." if mostly else f"{pods}."
