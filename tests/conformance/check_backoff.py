"""backoff.jsonl: sequences of operations on flowcontrol.Backoff under a scripted clock."""

from imagesim.rules.client_go.backoff import Backoff
from tests.conformance.checking import Row, differences


def check(row: Row) -> str | None:
    """Replay the operations; every result, and Get after every operation, must be as recorded."""
    if row["kind"] == "jitter_bounds":
        return _jitter_bounds(row)
    backoff = Backoff(row["initial_ms"] / 1000, row["max_ms"] / 1000)
    for number, operation in enumerate(row["ops"]):
        problem = _operation(backoff, operation)
        if problem:
            return f"op {number} {operation['op']} at {operation['t_ms']} ms: {problem}"
    return None


def _jitter_bounds(row: Row) -> str | None:
    """With the least and the most jitter at every step the delays are the recorded bounds."""
    for share, bound in ((0.0, "analytic_min_ms"), (row["jitter_factor"], "analytic_max_ms")):
        backoff = Backoff(row["initial_ms"] / 1000, row["max_ms"] / 1000, lambda share=share: share)
        for step in row["bounds"]:
            backoff.next("key", now=0.0)
            if abs(backoff.get("key") * 1000 - step[bound]) > 1e-3:
                return f"step {step['step']} with jitter {share}: {backoff.get('key') * 1000} ms, not {step[bound]} ms"
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
