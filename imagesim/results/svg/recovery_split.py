"""What each pod waited for between the end of a disturbance and Ready: a bar for each, split into its causes."""

from collections.abc import Iterable

from imagesim.results.measures.recovery import RecoveryRow
from imagesim.results.palette import cause_looks
from imagesim.results.svg.canvas import RIGHT, SMALL, WIDTH, Canvas, shortened, text_width
from imagesim.results.time_axis import in_words

_WIDEST_NAME = 290.0
_ROW = 30.0
_TITLE = "After it was over: what each pod waited for until it was Ready"


def recovery_split(rows: Iterable[RecoveryRow], *, most_rows: int = 20) -> str:
    """Draw the *rows* that ended, the longest first; of more than *most_rows* the rest is only counted."""
    found = sorted((row for row in rows if row.delay_s is not None), key=lambda row: (-(row.delay_s or 0), row.pod))
    canvas = Canvas()
    canvas.text(0, 20, _TITLE, bold=True)
    if not found:
        canvas.text(WIDTH / 2, 60, "nothing happened: no pod was waiting", anchor="middle")
        return canvas.svg(80, f"{_TITLE}: nothing happened, no pod was waiting.")
    shown = found[:most_rows]
    looks = cause_looks()
    used = [cause for cause in looks if any(getattr(row, cause) for row in shown)]
    y = canvas.legend(34, [looks[cause] for cause in used]) + 6
    left = min(_WIDEST_NAME, max(text_width(row.pod, SMALL) for row in shown)) + 10
    longest = max(row.delay_s or 0.0 for row in shown)
    per_second = (RIGHT - 90 - left) / longest if longest else 0.0
    for row in shown:
        canvas.text(left - 8, y + _ROW * 0.7, shortened(row.pod, left - 10, SMALL), size=SMALL, anchor="end")
        x = left
        for cause in used:
            part = getattr(row, cause) or 0.0
            if part:
                width = part * per_second
                canvas.rect(
                    x, y + 2, width, _ROW - 4, looks[cause], f"{row.pod}: {looks[cause].label}, {in_words(part)}"
                )
                x += width
        canvas.text(x + 8, y + _ROW * 0.7, in_words(row.delay_s or 0.0), size=SMALL)
        y += _ROW
    if len(found) > len(shown):
        canvas.text(left, y + 22, f"and {len(found) - len(shown)} more")
        y += 32
    return canvas.svg(y + 4, _words(found))


def _words(rows: list[RecoveryRow]) -> str:
    delays = [row.delay_s or 0.0 for row in rows]
    looks = cause_looks()
    sums = {cause: sum(getattr(row, cause) or 0.0 for row in rows) for cause in looks}
    longest = sorted((cause for cause in sums if sums[cause]), key=lambda cause: -sums[cause])[:2]
    mostly = " and ".join(looks[cause].label for cause in longest)
    return f"{_TITLE}: {len(rows)} pods, {in_words(min(delays))} to {in_words(max(delays))}" + (
        f", mostly {mostly}." if mostly else "."
    )
