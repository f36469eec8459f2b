"""Laws of what a kubelet does next: it shows what happened, and tries again, within the time that its loops take."""

from collections import defaultdict
from collections.abc import Iterator

from imagesim.engine.records import PodRecord, PullRecord, RunningRecord
from tests.laws.kept.run import Pull, Run

_SHOWN_S = 3.0
"""The PLEG looks each second; a sync may wait for the look after the one before."""
_AGAIN_S = 17.0
"""A failed sync is made again after 10 to 15 s, and the ticker finds it within a second."""


def what_happens_to_a_container_is_shown_within_seconds(run: Run) -> Iterator[str]:
    """Unless a sync of the pod is under way, which waits for a pull; or one that killed it has started it again.

    A sync that kills the whole pod waits for the hooks of all containers, and for another sandbox.
    """
    states, pulls, pods, end = run.states_of(), _pulls_of_pods(run), run.pods(), run.records.end_s
    for key, rows in run.running_of().items():
        pod = pods[key[:2]]
        if _asks_plugins(run, pod.node):
            continue
        hook_s = max((each.pre_stop_s for each in run.containers_of(pod).values()), default=0.0)
        gone_s = min(end, *(time for time in (pod.deletion_s, pod.deleted_s) if time is not None), end)
        for row in rows:
            running = [each for each in states.get(key, ()) if each.state == "Running"]
            for moment, is_start in _moments(row):
                late = moment + _SHOWN_S + hook_s + run.waits_for_sandbox_s(pod.node)
                if (
                    late >= gone_s
                    or run.was_down(pod.node, moment, late)
                    or run.had_no_runtime(pod.node, moment, late)
                    or _pulls_between(pulls[key[:2]], moment - _SHOWN_S, late)
                ):
                    continue
                shown = [each for each in running if each.started_s <= late < (each.ended_s or end + 1)]
                if is_start and _lasts(row, late) and not shown:
                    yield f"it runs, and nothing shows it: {row}"
                again = any(moment <= each.started_s <= late for each in rows)
                if not is_start and not again and any(each.started_s <= moment for each in shown):
                    yield f"it has ended, and is shown as running: {row} {shown}"


def _asks_plugins(run: Run, node: str) -> bool:
    """Whether each sync may wait for credential provider plugins, of which no record tells."""
    return bool(run.pool_of(node).plugins)


def _moments(row: RunningRecord) -> list[tuple[float, bool]]:
    return [(row.started_s, True), *([(row.ended_s, False)] if row.ended_s is not None else [])]


def _lasts(row: RunningRecord, until: float) -> bool:
    return row.ended_s is None or row.ended_s > until + _SHOWN_S


def _pulls_of_pods(run: Run) -> dict[tuple[str, str], list[Pull]]:
    found: dict[tuple[str, str], list[Pull]] = defaultdict(list)
    for row in [*run.records.pulls, *run.records.unfinished_pulls]:
        found[row.namespace, row.pod].append(row)
    return found


def _pulls_between(pulls: list[Pull], begin: float, end: float) -> bool:
    return any(
        row.queued_s <= end and (not isinstance(row, PullRecord) or row.ended_s >= begin)
        for row in pulls
        if not isinstance(row, PullRecord) or row.ended_s > row.queued_s
    )


def a_pull_that_failed_is_made_again_when_its_back_off_is_over(run: Run) -> Iterator[str]:
    """In a pod of which nothing has ended yet: otherwise a crash back-off may decide about the next sync.

    A container that mounts an image volume asks for its own image only once that of the volume is there
    (startContainer of kuberuntime_container.go), so it waits for the volume's back-off as well. A sync that cannot call
    the runtime, or gets no sandbox, is made again later.
    """
    pods, no_sandbox = run.pods(), run.sandbox_failures_of()
    ended = {(row.namespace, row.pod) for row in run.records.running if row.ended_s is not None}
    for key, rows in _pulls_of_pods(run).items():
        due: dict[str, float] = {}
        failed: set[str] = set()
        mounts = run.mounts_of(pods[key])
        for place, row in enumerate(rows if key not in ended and not _asks_plugins(run, rows[0].node) else ()):
            due_s = max(due.get(name, 0.0) for name in (row.image, *mounts.get(row.container, ())))
            due_s = _when_the_runtime_let_it(run, row, due_s, no_sandbox.get(key, []))
            if row.container in failed and row.queued_s > due_s + _AGAIN_S:
                others = [each for each in rows[:place] if each.container != row.container]
                if not (_pulls_between(others, due_s, row.queued_s) or run.forgot(row.node, due_s - 300, row.queued_s)):
                    yield f"due at {due_s}: {row}"
            failed.discard(row.container)
            if isinstance(row, PullRecord) and row.backoff_until_s is not None:
                # The image of a volume that no container waits for is asked for seldom.
                is_container = row.container in _names(pods[key])
                due[row.image if is_container else row.container] = row.backoff_until_s
                failed.update((row.container,) if is_container else ())


def _when_the_runtime_let_it(run: Run, row: Pull, due_s: float, no_sandbox: list[float]) -> float:
    """The same *due_s*, or when the pod last could not be synced before its pull, if that came within a sync of it."""
    hindered = [(time_s, time_s) for time_s in no_sandbox] + run.times_without_runtime(row.node)
    for begin, end in sorted(hindered):
        if begin <= min(due_s + _AGAIN_S, row.queued_s):
            due_s = max(due_s, min(end, row.queued_s))
    return due_s


def _names(pod: PodRecord) -> tuple[str, ...]:
    return pod.init_containers + pod.containers
