"""backoff.jsonl: sequences of operations on flowcontrol.Backoff under a scripted clock."""

from imagesim.rules.backoff import Backoff
from tests.conformance.checking import Excluded, Row, differences


def check(row: Row) -> str | None:
    """Replay the operations; every result, and Get after every operation, must be as recorded."""
    if row["kind"] == "jitter_bounds":
        raise Excluded("bounds of a back-off with jitter, which images do not use")
    backoff = Backoff(row["initial_ms"] / 1000, row["max_ms"] / 1000)
    for number, operation in enumerate(row["ops"]):
        problem = _operation(backoff, operation)
        if problem:
            return f"op {number} {operation['op']} at {operation['t_ms']} ms: {problem}"
    return None


def _operation(backoff: Backoff, operation: Row) -> str:
    now = operation["t_ms"] / 1000
    event = operation.get("event_ms", operation["t_ms"]) / 1000
    key = operation.get("id", "")
    calls = {
        "next": lambda: backoff.next(key, now, event),
        "in_backoff_since_update": lambda: backoff.is_in_backoff_since_update(key, event, now),
        "in_backoff_since": lambda: backoff.is_in_backoff_since(key, event, now),
        "gc": lambda: backoff.gc(now),
        "reset": lambda: backoff.reset(key),
        "delete_entry": lambda: backoff.delete_entry(key),
        "get": lambda: backoff.get(key) * 1000,
    }
    got = {"result": calls[operation["op"]](), "get_ms": backoff.get(key) * 1000 if key else -1}
    return differences({"result": operation["result"], "get_ms": operation["get_ms"]}, got)


CHECKERS = {"backoff.jsonl": check}
