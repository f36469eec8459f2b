"""gc.jsonl and gc136.jsonl: the image GC manager on a list of images, and on a node over time.

Order "any": several images tie and Go's map decides. The recorded order is one that the ties allow exactly if it comes
out when the ties are broken by it; imagesim breaks them by the runtime's order, so the images are listed in that order.
"""

from functools import partial

from imagesim.rules.images.garbage_collection import Collection, ImageGCManager, ImageRecord, NodeImage
from imagesim.rules.images.gc_policy import ImageFsUsage, ImageGCPolicy
from imagesim.rules.versions import kubernetes
from tests.conformance.checking import Row, differences

NOW = 10_000_000.0


def check(row: Row, version: str) -> str | None:
    """A policy that is refused, one collection, or the steps of a timeline."""
    try:
        policy = ImageGCPolicy(
            high_threshold_percent=row["high"],
            low_threshold_percent=row["low"],
            min_age=row["min_age_s"],
            max_age=row["max_age_s"],
        )
    except ValueError as error:
        return differences({"error": row["error"]}, {"error": str(error)})
    began = NOW - row.get("kubelet_up_s", NOW)
    explains = kubernetes(version).gc_shortfall_explains
    manager = ImageGCManager(policy, shortfall_explains=explains, began=began)
    return _timeline(row, manager) if row["kind"] == "timeline" else _collection(row, manager)


def _collection(row: Row, manager: ImageGCManager) -> str:
    for image in row["images"]:
        if image["first_detected_ago_s"] is not None:
            used = image["last_used_ago_s"]
            manager.records[image["id"]] = ImageRecord(
                NOW - image["first_detected_ago_s"], None if used is None else NOW - used
            )
    done = _run(manager, row, NOW, row["attempts"] if row["order"] == "any" else [])
    got = {
        "deleted_by_age": done.deleted_by_age,
        "deleted_by_space": done.deleted_by_space,
        "attempts": done.attempts,
        "freed_by_space_bytes": done.freed_by_space,
        "error": done.error,
        "events": [" ".join(event) for event in done.events],
    }
    return differences({key: row[key] for key in got}, got)


def _timeline(row: Row, manager: ImageGCManager) -> str | None:
    for number, step in enumerate(row["steps"]):
        deleted = step.get("deleted", [])
        done = _run(manager, step, float(step["at_s"]), deleted if row["order"] == "any" else [])
        expected = {
            "deleted": deleted,
            "error": step.get("error", ""),
            "records": {
                record["id"]: (record["first_detected_s"], record["last_used_s"], record["size"], record["pinned"])
                for record in step.get("records", [])
            },
        }
        got = {
            "deleted": done.deleted_by_age + done.deleted_by_space,
            "error": done.error,
            "records": {
                image: (record.first_detected, record.last_used, record.size, record.pinned)
                for image, record in manager.records.items()
            },
        }
        if problem := differences(expected, got):
            return f"step {number} {step['op']} at {step['at_s']} s: {problem}"
    return None


def _run(manager: ImageGCManager, step: Row, now: float, tie_order: list[str]) -> Collection:
    world = sorted(
        step.get("images", []),
        key=lambda image: tie_order.index(image["id"]) if image["id"] in tie_order else len(tie_order),
    )
    images = [NodeImage(image["id"], image["size"], image["pinned"]) for image in world]
    in_use = {image["id"] for image in world if image["in_use"]}
    failing = step.get("remove_fail", [])

    def remove(image: str) -> str:
        return f"cannot remove {image}" if image in failing else ""

    if step["op"] == "detect":
        manager.detect_images(now, images, in_use)
        return Collection()
    if step["op"] == "delete_unused":
        return manager.delete_unused_images(now, images, in_use, remove)
    usage = ImageFsUsage(step.get("capacity", 0), step.get("available", 0))
    return manager.garbage_collect(now, images, in_use, step.get("stats_error") or usage, remove)


CHECKERS = {"gc.jsonl": partial(check, version="1.32"), "gc136.jsonl": partial(check, version="1.36")}
