"""Laws of nodes as a run leaves them: nothing is held by somebody who is gone, and a disk holds what it says."""

from collections.abc import Iterator

from tests.laws.kept.run import Run


def a_disk_holds_what_lies_on_it(run: Run) -> Iterator[str]:
    for name, kubelet in run.cluster.kubelets.items():
        store, pool = kubelet.runtime.store, run.pool_of(name)
        there = store.content.content_bytes + sum(store.content._snapshots.values())
        if store.disk.images != there:
            yield f"{name}: {there} bytes are there, and {store.disk.images} are taken"
        if pool.disk is not None and store.disk.images + pool.disk.used > max(
            pool.disk.capacity, _preloaded(run, name)
        ):
            yield f"{name}: {store.disk.images} bytes on {pool.disk}"


def _preloaded(run: Run, node: str) -> int:
    """A node may come with more than its disk holds; nobody checks that."""
    return 2**62 if run.pool_of(node).prepulled else 0


def no_lock_is_held_when_all_is_over(run: Run) -> Iterator[str]:
    for name, kubelet in run.cluster.kubelets.items():
        store = kubelet.runtime.store
        if held := store.blob_locks.keys_held() + store.chain_locks.keys_held():
            yield f"{name}: {held}"


def images_that_run_are_never_collected(run: Run) -> Iterator[str]:
    """No image is removed from a node on which a container of it runs (but people may do as they like)."""
    for removed in run.records.removed_images:
        for row in run.records.running:
            if (
                row.node == removed.node
                and row.digest == removed.digest
                and row.started_s < removed.time_s
                and (row.ended_s is None or removed.time_s < row.ended_s)
            ):
                yield f"{removed} {row}"


def an_object_is_created_first_and_removed_last(run: Run) -> Iterator[str]:
    seen: dict[str, str] = {}
    generations: dict[str, int] = {}
    for row in run.records.objects:
        key = f"{row.kind} {row.uid}"
        if (row.verb == "create") != (key not in seen) or seen.get(key) == "remove":
            yield f"{row} after {seen.get(key)}"
        if row.generation < generations.get(key, 0) or row.generation > generations.get(key, row.generation) + 1:
            yield f"{row}: its generation was {generations.get(key)}"
        seen[key], generations[key] = row.verb, row.generation
