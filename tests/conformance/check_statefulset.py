"""statefulset.jsonl: whole sequences of the real StatefulSet controller."""

from typing import Any

from tests.conformance.checking import Row, differences
from tests.conformance.stateful_set_cluster import StatefulSetCluster


def check(row: Row) -> str | None:
    """Compare every step, also those within one instant, and every event."""
    cluster = StatefulSetCluster(row["scenario"])
    cluster.run()
    got: dict[str, Any] = {
        "steps": cluster.steps,
        "events": sorted(  # the recorder sorted those of one instant, which come from several goroutines
            [event.time_s, event.type, event.reason, event.message]
            for event in cluster.api.events.rows
            if event.object.kind == "StatefulSet"
        ),
    }
    got["steps"][-1][0] = row["steps"][-1][0]  # the recorder's clock ran on to its limit
    return differences({key: row[key] for key in got}, got)


CHECKERS = {"statefulset.jsonl": check}
