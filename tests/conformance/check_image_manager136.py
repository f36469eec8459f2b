"""image_manager136.jsonl and image_manager136_random.jsonl: EnsureImageExists of 1.36 with credentials.

Everything is as in the kubelet: pod secrets, the node's file and plugins; pull records, restarts, image GC. Steps that
damage files on the disk cannot be compared, since imagesim's records are no files.
"""

import simpy

from imagesim.rules.versions import kubernetes
from tests.conformance.check_image_manager import without_verification
from tests.conformance.checking import Excluded, Row, differences
from tests.conformance.kubelet_replay import replay
from tests.conformance.recorded_kubelet import RecordedKubelet

DAMAGE = {"corrupt_records", "break_intent_dir"}
NO_RECORDS = {"pulling": [], "pulled": []}
ABSENT = {"gc_error": ""}
NOT_IN_CONCURRENT_ROWS = {"pull_manager", "node_lookups", "plugin_runs"}


def check(row: Row) -> str | None:
    """Replay the steps; what each returned, did and left behind must be as recorded."""
    for step in row["steps"]:
        if step["op"] in DAMAGE:
            raise Excluded(f"a step damages files on the disk: {step['op']}")
    behaviour = kubernetes("1.36")
    env = simpy.Environment()
    kubelet = RecordedKubelet(env, row, behaviour if row["gate"] else without_verification(behaviour))
    replay(env, row["mode"], row["steps"], kubelet.step)
    records: Row = NO_RECORDS
    for number, step in enumerate(row["steps"]):
        got = kubelet.got[id(step)]
        # Only a step that changed the records shows them; of concurrent calls others may have changed them since.
        records = step.get("records", records if row["mode"] == "sequence" else got["records"])
        if problem := differences(_expected(step, row["mode"], records, got), got):
            return f"step {number} {step['op']} at {step['t_ms']} ms: {problem}"
    final = kubelet.records()
    return differences({"final_records": row.get("final_records", final)}, {"final_records": final})


def _expected(step: Row, mode: str, records: Row, got: Row) -> Row:
    compared = set(got) - (NOT_IN_CONCURRENT_ROWS if mode == "concurrent" else set())
    expected = {key: step.get(key, ABSENT.get(key, [])) for key in compared}
    if "deleted" in expected:
        expected["deleted"] = sorted(expected["deleted"])  # images that tie go in the random order of a Go map
    return {**expected, "records": records}


CHECKERS = {"image_manager136.jsonl": check, "image_manager136_random.jsonl": check}
