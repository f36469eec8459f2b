"""Tables have the contract's columns first, in its order, with useful types, also when nothing happened."""

import pytest

from imagesim.engine.records import Records
from imagesim.results.json_document import all_rows
from imagesim.results.tables import ROW_TYPES, table
from tests.results.example_records import moved_tag_and_outage

# Copied from the contract on purpose, not derived from the code.
CONTRACT = {
    "pulls": "pull_id node namespace pod container image policy attempt digest platform queued_s started_s ended_s "
    "bytes_fetched bytes_reused layers_fetched layers_reused requests outcome error credential",
    "pods": "namespace pod uid workload node created_s scheduled_s ready_s deleted_s phase restarts",
    "states": "namespace pod container node started_s ended_s state reason image digest",
    "events": "time_s namespace object type reason message count",
    "requests": "time_s node host method object status bytes_sent",
    "tags": "time_s host repository tag digest",
    "objects": "time_s kind namespace name uid verb generation resource_version",
    "version_mix": "time_s namespace workload container image digest pods",
    "recovery": "namespace pod disturbance ended_s ready_s delay_s",
}
COUNTS = {
    "pull_id", "attempt", "bytes_fetched", "bytes_reused", "layers_fetched", "layers_reused", "requests", "restarts",
    "count", "status", "bytes_sent", "size_bytes", "pods", "versions", "minority_pods", "generation",
    "resource_version", "image_bytes", "other_bytes", "high_water_bytes", "limit", "used", "amount",
    "head_requests", "get_requests", "post_requests", "manifest_gets", "too_many_requests", "failed", "bytes_to_caches",
    "peak_requests_per_s", "spells", "most_versions", "nodes", "stale_pulls", "never_ready", "minimum", "least",
}  # fmt: skip


OTHERS = {"exit_code": "Int64", "ready": "bool", "started": "bool", "capacity_bytes": "Int64",
          "free_bytes": "Int64", "least_free_bytes": "Int64", "pod_minutes": "float64"}  # fmt: skip


@pytest.mark.parametrize("name", ROW_TYPES)
@pytest.mark.parametrize("records", [Records(), moved_tag_and_outage()], ids=["empty", "full"])
def test_columns_and_their_types_are_the_same_whether_or_not_anything_happened(name, records):
    frame = table(name, all_rows(records)[name])
    wanted = CONTRACT.get(name, "").split()
    assert list(frame.columns)[: len(wanted)] == wanted
    for column, dtype in frame.dtypes.items():
        if column.endswith("_s") and column not in COUNTS:
            assert dtype == "float64"
        elif column in COUNTS:
            assert dtype == "int64"
        elif column in OTHERS:
            assert dtype == OTHERS[column]
        else:
            assert dtype == "str"
    assert len(frame) == len(all_rows(records)[name])


def test_the_column_count_is_the_count_and_not_the_method_of_tuples():
    assert list(table("events", moved_tag_and_outage().events)["count"])[-2:] == [2, 25]


def test_what_has_not_happened_is_nan_and_several_texts_become_one():
    pods = table("pods", moved_tag_and_outage().pods)
    assert pods.ready_s.isna().tolist() == [False, False, False, False, True]
    assert pods.containers.tolist() == ["app"] * 5
