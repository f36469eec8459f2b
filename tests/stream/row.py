"""The format of a recorded row, and its reading: what a real kubelet streamed about one pod.

Rows come in groups: one case at one version, which may have been recorded by several kubelet processes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.json_lines import read_lines
from tests.stream.seen import Said, Seen, Shown
from tests.stream.words import images_of, kind_of

_KEYS = {"case", "kubelet", "run", "pod", "recorded_until_ms", "documents", "events", "statuses", "pulls"}
_MORE = {"client_limits", "logins", "started"}


ALL_PODS = 5
"""Documents of so many pods hold all of their run; of fewer, some of 64."""
RUSH_S = 6.0
"""How long first events and statuses of 64 pods wait under the client's default limits; 4.9 s was seen."""


class BadRow(ValueError):
    """A row that is not in the format."""


@dataclass(frozen=True)
class Row:
    """One pod of one recorded run; `seen` is in seconds since the creation of the run's first pod."""

    case: str
    version: str
    run: str
    pod: str
    until_s: float
    documents: Sequence[Mapping[str, Any]]
    seen: Seen
    settled_s: float = 0.0
    """From when on the kubelet's requests no longer wait for their turn behind those of pods not in the documents."""

    @property
    def group(self) -> tuple[str, str]:
        """Which rows it is compared together with."""
        return self.case, self.version


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a file. BadRow says which line is not one."""
    return read_lines(path, read, BadRow)


def read(value: object) -> Row:
    """Check a row and return it."""
    if not isinstance(value, dict):
        raise BadRow("is no object")
    if missing := _KEYS - value.keys():
        raise BadRow(f"lacks {', '.join(sorted(missing))}")
    if unknown := value.keys() - _KEYS - _MORE:
        raise BadRow(f"unknown: {', '.join(sorted(unknown))}")
    images = images_of(value["documents"], value["pod"])
    if not images:
        raise BadRow(f"documents hold no pod of {value['pod']}")
    seen = Seen(
        events=[
            Said(ms / 1000, kind_of(said[0], said[1], said[2], images), count) for ms, *said, count in value["events"]
        ],
        shown=[Shown(ms / 1000, phase, tuple(sorted(states.items()))) for ms, phase, states in value["statuses"]],
        pulls=[(ms / 1000, bool(ok)) for ms, ok, *_ in value["pulls"]],
    )
    pods = sum(document["kind"] == "Pod" for document in value["documents"])
    version = ".".join(str(value["kubelet"]).split(".")[:2])
    until = value["recorded_until_ms"] / 1000
    settled_s = 0.0 if value.get("client_limits", "raised") == "raised" or pods >= ALL_PODS else RUSH_S
    return Row(value["case"], version, value["run"], value["pod"], until, value["documents"], seen, settled_s)
