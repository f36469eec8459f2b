"""What was done, in a hand-made drawing: bands behind the data, lines before them, labels in a strip above."""

from collections.abc import Iterable

from imagesim.engine.records import CauseRecord
from imagesim.results.cause_marks import CauseLabel, cause_marks
from imagesim.results.svg.canvas import RIGHT, Canvas, text_width
from imagesim.rules.units import Seconds

_SIZE, _LANE, _GAP = 17.0, 23.0, 6.0
_BAND, _BOX = "#ececec", "#d4d4d4"
_LINE, _DASHES = "#333", "7 5"


class CauseStrip:
    """The *causes* of a run from 0 to *end_s* over an axis from *left* on; `height` is what the labels need."""

    def __init__(self, causes: Iterable[CauseRecord], left: float, end_s: Seconds) -> None:
        self._left, self._width = left, RIGHT - left
        self._marks = cause_marks(causes, 0.0, end_s, lambda text: (text_width(text, _SIZE) + 8) / self._width)
        self.height = self._marks.lanes * _LANE + (_GAP if self._marks.lanes else 0.0)

    def behind(self, canvas: Canvas, top: float, bottom: float) -> None:
        """The bands, before anything else is drawn between *top* and *bottom*."""
        for left, right in self._marks.bands:
            canvas.plain_rect(self._x(left), top, (right - left) * self._width, bottom - top, _BAND)

    def before(self, canvas: Canvas, top: float, bottom: float, labels_end: float | None = None) -> None:
        """The lines and, above *labels_end* (*top* if left out), the labels."""
        edges = [edge for band in self._marks.bands for edge in band if 0 < edge < 1]
        for place in sorted({round(place, 3) for place in (*self._marks.lines, *edges)}):
            x = self._x(place)
            canvas.line(x, top, x, bottom, width=4, colour="#fff", dashes=_DASHES)
            canvas.line(x, top, x, bottom, width=2, colour=_LINE, dashes=_DASHES)
        end = top if labels_end is None else labels_end
        for label in self._marks.labels:
            self._label(canvas, label, end - _GAP - label.lane * _LANE, top)

    def _label(self, canvas: Canvas, label: CauseLabel, bottom: float, top: float) -> None:
        """A label whose lane ends at *bottom*; its line leads down to *top*."""
        if label.bracket is not None:
            low, high = (self._x(place) for place in label.bracket)
            if label.lasts:
                canvas.plain_rect(low, bottom - _LANE + 3, high - low, _LANE - 3, _BOX)
            else:
                canvas.line(low, bottom, high, bottom, width=1.5, colour=_LINE)
                canvas.line(low, bottom - 6, low, bottom + 6, width=1.5, colour=_LINE)
                canvas.line(high, bottom - 6, high, bottom + 6, width=1.5, colour=_LINE)
        elif label.line is not None:
            x = self._x(label.line)
            canvas.line(x, bottom - _LANE + 4, x, top, width=1.5, colour=_LINE)
        place, at_its_left = label.anchor
        anchor, shift = ("end", -4) if at_its_left else ("start", 4)
        canvas.text(self._x(place) + shift, bottom - 6, label.text, size=_SIZE, anchor=anchor)

    def _x(self, place: float) -> float:
        return self._left + place * self._width
