"""Misfits that stay, with their reasons: what the simulation rightly does not show."""

from tests.field.row import Row

IN_ORDER_SINCE = 22
"""From which minor version on client-go keeps the order of events (kubernetes/client-go#933, tools/record/event.go)."""

OUT_OF_ORDER = (
    "its version may be older than 1.22, whose client-go sends each event in a goroutine of its own, so that any of a "
    "sync's events can find the last token of the pod's budget"
)

EXPLAINED: dict[str, str] = {}
"""Name of a row -> why it may misfit."""


def explanation(row: Row) -> str:
    """Why *row* may misfit; "" if nothing excuses it."""
    if row.oldest < IN_ORDER_SINCE:
        return OUT_OF_ORDER
    return EXPLAINED.get(row.name, "")
