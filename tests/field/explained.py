"""Misfits that stay, with their reasons: what the simulation rightly does not show."""

from tests.field.row import Row

IN_ORDER_SINCE = 22
"""From which minor version on client-go keeps the order of events (kubernetes/client-go#933, tools/record/event.go)."""

OUT_OF_ORDER = (
    "its version may be older than 1.22, whose client-go sends each event in a goroutine of its own, so that any of a "
    "sync's events can find the last token of the pod's budget"
)

EXPLAINED = {
    "r5 file 69119898765: missing pull secret, Running 62 min": (
        "a pod that runs is synced every 60 to 90 s (pkg/kubelet/pod_workers.go, syncFrequency 1m), 48 times or more "
        "in 62 min; 28 times is a kubelet whose machine slept, as k3d's and kind's on a laptop may, where Go's timers "
        "stand still and the ages go on, or one with another syncFrequency"
    ),
}
"""Name of a row -> why it may misfit."""


def explanation(row: Row) -> str:
    """Why *row* may misfit; "" if nothing excuses it."""
    if row.oldest < IN_ORDER_SINCE:
        return OUT_OF_ORDER
    return EXPLAINED.get(row.name, "")
