"""daemonset.jsonl: whole sequences of the real DaemonSet controller."""

from typing import Any

from tests.conformance.checking import Row, differences
from tests.conformance.daemon_set_cluster import DaemonSetCluster


def check(row: Row) -> str | None:
    """Compare the state after every instant; which node comes first is chance in the real code, so counts only."""
    cluster = DaemonSetCluster(row["scenario"])
    cluster.run()
    got: dict[str, Any] = {"steps": cluster.steps}
    got["steps"][-1][0] = row["steps"][-1][0]  # the recorder's clock ran on to its limit
    return differences({"steps": row["steps"]}, got)


CHECKERS = {"daemonset.jsonl": check}
