"""The format of a row, and its reading. What is missing is an error; keys that nothing is known of are passed over."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from imagesim.rules.printers.ages import Age, read_age

Json = Mapping[str, Any]

_OLDEST, _RECORDED = 31, 36
"""The oldest minor version that is simulated, and the newest that had been released when the pastes were collected."""


_OF_FAILURES = ("Failed to pull", "Error: ", "Back-off pulling", "BackOff")
"""How kinds begin that are about pulls that failed."""


class BadRow(ValueError):
    """A row that is not in the format."""


@dataclass(frozen=True)
class Pasted:
    """One event: `kind` is the beginning of its message, or its reason. `last` and `first` are ages."""

    kind: str
    last: Age
    first: Age
    count: int
    text: str

    def is_meant(self, reason: str, message: str) -> bool:
        """Whether this is about such an event."""
        return reason == self.kind or message.startswith(self.kind)


@dataclass(frozen=True)
class Row:
    """One paste. `versions` are the simulated ones that its text allows, `oldest` is the oldest minor one it allows."""

    name: str
    versions: tuple[str, ...]
    oldest: int
    documents: tuple[Json, ...]
    events: tuple[Pasted, ...]

    @property
    def starts(self) -> bool:
        """Whether nothing failed: then the paste does not say how long pulls and init containers took."""
        return not any(event.kind.startswith(_OF_FAILURES) for event in self.events)

    @property
    def attempts(self) -> int:
        """How many attempts to pull it tells of, 1 if it does not say."""
        return max((event.count for event in self.events if event.kind == "Pulling"), default=1)

    @property
    def anchor(self) -> Pasted:
        """The event that began first: its age says when the paste was made."""
        return max(self.events, key=lambda event: event.first.least)


def read(value: Json) -> Row | None:
    """Check a row and return it; None for one that says nothing of events, for lack of a scenario."""
    if "documents" not in value and "pasted" in value:
        return None
    for key in ("name", "version", "documents", "events"):
        if key not in value:
            raise BadRow(f"a row without {key!r}")
    try:
        events = tuple(_event(each) for each in value["events"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadRow(f"{value['name']}: events: {error}") from None
    if not events:
        raise BadRow(f"{value['name']}: no events")
    oldest, newest = _versions(str(value["version"]))
    versions = tuple(f"1.{minor}" for minor in range(max(oldest, _OLDEST), max(newest, _OLDEST) + 1))
    return Row(str(value["name"]), versions, oldest, tuple(value["documents"]), events)


def _event(value: Json) -> Pasted:
    last, over = value["last"], value.get("over")
    text = f"{last} (x{value['count']} over {over})" if over else str(last)
    return Pasted(str(value["kind"]), read_age(last), read_age(over or last), int(value["count"]), text)


def _versions(text: str) -> tuple[int, int]:
    """The minor versions that the text of a paste allows: the oldest and the newest.

    "1.32-1.34", "<=1.31", ">=1.35 kind"; a version of kubectl says nothing of the kubelet, and neither does none.
    """
    minors = [int(minor) for minor in re.findall(r"(?<![\d.])1\.(\d+)", text)]
    newest = _RECORDED
    if not minors or "kubectl" in text:
        return _OLDEST, newest
    if "<=" in text:
        return 0, minors[0]
    if ">=" in text or re.search(r"(?<![\d.])1\.\d+\+", text):
        return minors[0], max(newest, minors[0])
    return min(minors), max(minors)
