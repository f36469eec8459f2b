"""rollout_math.jsonl: the fenceposts of a roll-out, the new ReplicaSet's size, one ReplicaSet's share of a scaling."""

from imagesim.rules.workloads import rollout
from tests.conformance.checking import Row


def check(row: Row) -> str | None:
    """Compare the whole answer of the row's kind."""
    got = {"fenceposts": _fenceposts, "new_rs_replicas": _new_rs, "proportion": _proportion}[row["kind"]](row)
    expected = row["by_replicas_0_to_30"] if row["kind"] == "fenceposts" else row["result"]
    return None if got == expected else f"recorded {expected}, got {got}"


def _fenceposts(row: Row) -> list[list[int]]:
    result = []
    for replicas in range(31):
        posts = rollout.resolve_fenceposts(row["max_surge"], row["max_unavailable"], replicas)
        limits = rollout.rolling_limits("RollingUpdate", row["max_surge"], row["max_unavailable"], replicas)
        result.append([*posts, *limits, replicas - limits.unavailable])
    return result


def _new_rs(row: Row) -> int:
    replicas, sizes = row["replicas"], row["sizes_new_first"]
    surge = rollout.rolling_limits("RollingUpdate", row["max_surge"], row["max_unavailable"], replicas).surge
    return rollout.new_rs_new_replicas("RollingUpdate", replicas, surge, sum(sizes), sizes[0])


def _proportion(row: Row) -> int:
    replicas = row["new_replicas"]
    surge = rollout.rolling_limits("RollingUpdate", row["max_surge"], "0", replicas).surge
    scaling = rollout.Scaling(replicas, replicas + surge, row["old_replicas"])
    return rollout.replica_set_proportion(
        row["rs_size"], row["rs_max_replicas_annotation"], scaling, row["replicas_to_add"], row["already_added"]
    )


CHECKERS = {"rollout_math.jsonl": check}
