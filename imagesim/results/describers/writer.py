"""The lines of a description: fields in columns as Go's tabwriter lays them out, two spaces apart."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from imagesim.rules.calendar import Calendar
from imagesim.rules.golang.dates import rfc1123z
from imagesim.rules.golang.tabwriter import column_widths
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds
from imagesim.rules.versions import KubernetesBehaviour

Document = Mapping[str, Any]

NONE = "<none>"
_PADDING = 2
_LONGEST_ANNOTATION = 140
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


class Viewpoint(NamedTuple):
    """The moment at which a description is made, and how it writes dates.

    `parts` is whether events are told with the part of the object that they are about, as kubectl does from 1.35 on,
    and `thresholds` whether those of probes are named in full, as from 1.37 on.
    """

    now: Seconds
    calendar: Calendar
    written: Callable[[Seconds], str] | None = None
    parts: bool = True
    thresholds: bool = False

    @classmethod
    def of(
        cls,
        kubectl: KubernetesBehaviour,
        now: Seconds,
        calendar: Calendar,
        written: Callable[[Seconds], str] | None = None,
    ) -> "Viewpoint":
        """That of a version of kubectl."""
        return cls(now, calendar, written, kubectl.describe_names_containers, kubectl.describe_names_thresholds)

    def date(self, text: str) -> str:
        """A date of the API: as kubectl writes it, or as `written` does with the seconds since the start."""
        seconds = self.calendar.seconds_of(text)
        if self.written is not None:
            return self.written(seconds)
        return rfc1123z(self.calendar.unix(seconds))

    def since(self, text: str) -> Seconds:
        """How long ago a date of the API is."""
        return self.now - self.calendar.seconds_of(text)


class Writer:
    """Takes the lines of a description one after another. *thresholds* as in Viewpoint."""

    def __init__(self, *, thresholds: bool = False) -> None:
        self.thresholds = thresholds
        self._blocks: list[list[list[gate.Shown]]] = [[]]

    def line(self, *cells: str, level: int = 0) -> None:
        """A line of cells, *level* times two spaces further in."""
        first, *others = cells or ("",)
        indent = "  " * level
        self._blocks[-1].append([gate.line(f"{indent}{first}"), *map(gate.line, others)])

    def field(self, name: str, value: object, level: int = 0) -> None:
        """`Name:  value`."""
        self.line(f"{name}:", str(value), level=level)

    def labels(self, title: str, labels: Mapping[str, str] | None, level: int = 0) -> None:
        """Labels, each on a line of its own (printLabelsMultiline)."""
        self.several(title, [f"{key}={value}" for key, value in sorted((labels or {}).items())], level)

    def annotations(self, title: str, annotations: Mapping[str, str] | None, level: int = 0) -> None:
        """Annotations, long ones below their keys (printAnnotationsMultiline)."""
        texts: list[str] = []
        for key, value in sorted((annotations or {}).items()):
            if key != _LAST_APPLIED:
                texts += _annotation(key, value.removesuffix("\n"))
        self.several(title, texts, level)

    def several(self, title: str, texts: Sequence[str], level: int = 0) -> None:
        """A field with a line for each of its values."""
        self.line(f"{title}:", texts[0] if texts else NONE, level=level)
        for text in texts[1:]:
            self.line("", text, level=level)

    def flush(self) -> None:
        """What follows is laid out for itself."""
        self._blocks.append([])

    def text(self) -> gate.Shown:
        """Everything, laid out."""
        return gate.stacked(_laid_out(block) for block in self._blocks if block)


def _annotation(key: str, value: str) -> list[str]:
    if len(key) + len(value) + 2 <= _LONGEST_ANNOTATION and "\n" not in value:
        return [f"{key}: {value}"]
    return [f"{key}:", *(f"  {_shortened(line)}" for line in value.split("\n"))]


def _shortened(text: str) -> str:
    most = _LONGEST_ANNOTATION - 2
    return text if len(text) <= most else f"{text[:most]}..."


def _laid_out(block: Sequence[Sequence[gate.Shown]]) -> gate.Shown:
    widths = column_widths([[len(cell) for cell in line] for line in block], padding=_PADDING)
    return gate.lines(gate.row(line, each) for line, each in zip(block, widths, strict=True))
