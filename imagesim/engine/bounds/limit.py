"""The limit of a run: memory, by an estimate that is the same on every machine.

What a machine has free is never asked, so that a scenario runs everywhere or nowhere. The numbers were measured on runs
of 300 to 10,000 nodes and 9,000 to 150,000 pods (October 2026 and later), and err on the side of more.
"""

from imagesim.rules.units import Bytes

MOST_MEMORY: Bytes = 8 * 2**30
"""What a run may take. 150,000 pods take 1.5 GiB, with three containers each 3.5 GiB; 500,000 take 4.5 GiB."""

BYTES_OF_A_RUN: Bytes = 100 * 2**20
BYTES_PER_NODE: Bytes = 18_000
BYTES_PER_POD: Bytes = 2_000
BYTES_PER_CONTAINER: Bytes = 7_500
BYTES_PER_ROW: Bytes = 400
"""Of the records; a run that fails again and again consists of them."""

EVENTS_PER_NODE = 2
EVENTS_PER_CONTAINER = 25


class LimitError(Exception):
    """A run is beyond its limit: by how much (`rule`), and what makes it so large (`subject`, `field`, or "")."""

    def __init__(self, rule: str, *, subject: str = "", field: str = "", change: str = "") -> None:
        self.rule = rule
        self.subject = subject
        self.field = field
        self.change = change
        super().__init__(f"{rule}; {change}" if change else rule)


def gib(size: float) -> str:
    """A size for people: "12.3 GiB"."""
    return f"{size / 2**30:,.1f} GiB"
