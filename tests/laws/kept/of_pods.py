"""Laws of pods: names and UIDs, nodes that are there, what Ready means, and that nobody waits without a reason."""

from collections import defaultdict
from collections.abc import Iterator

from imagesim.engine.records import PodRecord
from imagesim.results.measures.pod_status import pod_statuses
from imagesim.rules.pods import kubelet_texts as texts
from tests.laws.kept.run import Run

_LOOKS_S = 3.0
"""How long a kubelet may take to see what has happened to a container: the PLEG's period, and the sync after it."""
_MOVES_S = 100.0
"""How long after anything that concerns it a pod may wait for its next sync: a resync period, and the ticker's."""
_CRASH_BACK_OFF_S = 300.0
_FOR_GOOD = ("ErrImageNeverPull", "InvalidImageName", "CreateContainerError", "RunContainerError")


def uids_and_names_are_unique(run: Run) -> Iterator[str]:
    uids = [row.uid for row in run.records.pods]
    if len(set(uids)) != len(uids):
        yield "two pods have one UID"
    names = [(row.namespace, row.pod) for row in run.records.pods if row.deleted_s is None]
    if len(set(names)) != len(names):
        yield "two pods that are there have one name"


def pods_are_on_nodes_that_are_there(run: Run) -> Iterator[str]:
    created: dict[str, float] = {}
    removed: dict[str, float] = {}
    for row in run.records.objects:
        if row.kind == "Node" and row.verb == "create":
            created[row.name] = row.time_s
        if row.kind == "Node" and row.verb == "remove":
            removed[row.name] = row.time_s
    for pod in run.records.pods:
        if pod.scheduled_s is not None and not (
            created.get(pod.node, float("inf")) <= pod.scheduled_s <= removed.get(pod.node, float("inf"))
        ):
            yield f"{pod}"


def a_ready_pod_has_all_its_containers_running(run: Run) -> Iterator[str]:
    """What the API shows may be late by a look of the kubelet, and by what workers wait for: a plugin's run, a pull.

    A sync that kills the whole pod, since its sandbox is gone, waits for the hooks of all containers, and for another
    sandbox.
    """
    runs, plugins = run.running_of(), [plugin for pool in run.scenario.pools for plugin in pool.plugins]
    late_s = _LOOKS_S + max((plugin.takes_s for plugin in plugins), default=0.0)
    for status, pod in zip(
        pod_statuses(run.records), [row for row in run.records.pods if row.deleted_s is None], strict=True
    ):
        hook_s = max((each.pre_stop_s for each in run.containers_of(pod).values()), default=0.0)
        shown_until_s = _worker_looked_last(run, pod) - late_s - hook_s - run.waits_for_sandbox_s(pod.node)
        for name in pod.containers if status.containers == status.ready else ():
            last = runs.get((pod.namespace, pod.pod, name), [None])[-1]
            if last is None or not (last.ended_s is None or last.ended_s >= shown_until_s):
                yield f"{pod} {last}"
    for pod in run.records.pods:
        if pod.ready_s is not None:
            yield from _ready_too_early(run, pod)


def _worker_looked_last(run: Run, pod: PodRecord) -> float:
    """When the worker of a pod was last free to look: as the run ended, or as the pull began that it waits for.

    Of a pod that is to go nothing is looked at while its hooks run, and nothing of any while no kubelet runs, or none
    can call its runtime.
    """
    records, key = run.records, (pod.namespace, pod.pod)
    waits = [row.queued_s for row in records.unfinished_pulls if (row.namespace, row.pod) == key]
    just_over = records.end_s - _LOOKS_S
    waits += [row.queued_s for row in records.pulls if (row.namespace, row.pod) == key and row.ended_s >= just_over]
    waits += [pod.deletion_s] if pod.deletion_s is not None else []
    waits += run.away_since(pod.node, just_over)
    waits += [
        begin for begin, end in run.times_without_runtime(pod.node) if begin <= records.end_s and end >= just_over
    ]
    return min(waits, default=records.end_s)


def _ready_too_early(run: Run, pod: PodRecord) -> Iterator[str]:
    runs = run.running_of()
    for name in pod.containers:
        assert pod.ready_s is not None
        rows = runs.get((pod.namespace, pod.pod, name), [])
        if not any(
            row.started_s <= pod.ready_s and (row.ended_s is None or row.ended_s >= pod.ready_s - _LOOKS_S)
            for row in rows
        ):
            yield f"Ready without {name}: {pod} {rows}"


def containers_run_within_the_life_of_their_pod(run: Run) -> Iterator[str]:
    pods = run.pods()
    for row in run.records.running:
        pod = pods[row.namespace, row.pod]
        if pod.scheduled_s is None or row.started_s < pod.scheduled_s or row.node != pod.node:
            yield f"{row} {pod}"
        if pod.deleted_s is not None and (row.ended_s is None or row.ended_s > pod.deleted_s):
            yield f"it outlives its pod: {row} {pod}"


def what_is_shown_as_running_has_started(run: Run) -> Iterator[str]:
    runs = run.running_of()
    for row in run.records.states:
        started = [
            each.started_s
            for each in runs.get((row.namespace, row.pod, row.container), ())
            if (each.digest, each.node) == (row.digest, row.node)
        ]
        if row.state == "Running" and not (started and min(started) <= row.started_s):
            yield f"{row}"


def regular_containers_start_after_the_init_containers(run: Run) -> Iterator[str]:
    runs = run.running_of()
    for pod in run.records.pods:
        ends = []
        for name in pod.init_containers:
            rows = runs.get((pod.namespace, pod.pod, name), [])
            key = (lambda row: row.started_s) if name in pod.sidecars else (lambda row: row.ended_s or float("inf"))
            ends.append(min(map(key, rows), default=float("inf")))
        starts = [row.started_s for name in pod.containers for row in runs.get((pod.namespace, pod.pod, name), [])]
        if starts and ends and min(starts) < max(ends):
            yield f"{pod}"


def nobody_waits_without_a_reason(run: Run) -> Iterator[str]:
    """A pod that is not as it should be is about to be looked at: something of it is recent, or still to come.

    A sandbox is waited for as long as RunPodSandbox may take, where the runtime has to pull the sandbox image.
    """
    records, end = run.records, run.records.end_s
    recent: dict[tuple[str, str], float] = defaultdict(float)
    for pull in records.pulls:
        key = pull.namespace, pull.pod
        recent[key] = max(recent[key], pull.ended_s, pull.backoff_until_s or 0.0)
    for row in records.running:
        key = row.namespace, row.pod
        recent[key] = max(recent[key], row.started_s, row.ended_s or 0.0)
    for key, times in run.sandbox_failures_of().items():
        recent[key] = max(recent[key], *times)
    pulling = {(row.namespace, row.pod) for row in records.unfinished_pulls}
    shown = run.states_of()
    for pod in records.pods:
        key = pod.namespace, pod.pod
        if pod.scheduled_s is None or pod.phase in ("Failed", "Succeeded") or key in pulling:
            continue
        if run.was_down(pod.node, end - _MOVES_S, end) or run.had_no_runtime(pod.node, end - _MOVES_S, end):
            continue
        of_sandbox_s = run.waits_for_sandbox_s(pod.node)
        if pod.deletion_s is not None:
            if pod.deleted_s is None and end - max(pod.deletion_s, recent[key]) > _MOVES_S + of_sandbox_s:
                yield f"it does not go: {pod}"
            continue
        last = {name: shown[*key, name][-1] for name in pod.containers if (*key, name) in shown}
        waiting = [row for row in last.values() if row.state == "Waiting" and row.reason not in _FOR_GOOD]
        longest_s = _MOVES_S + of_sandbox_s + (_CRASH_BACK_OFF_S if pod.restarts else 0.0)
        quiet = end - max(recent[key], pod.scheduled_s) > longest_s
        if quiet and (not last or waiting) and not any(reason(run, pod) for reason in _REASONS):
            yield f"{pod} {waiting}"


def _runs_an_init_container(run: Run, pod: PodRecord) -> bool:
    """Whether one runs that is no sidecar: it may take as long as it likes."""
    rows = run.running_of()
    names = set(pod.init_containers).difference(pod.sidecars)
    return any(row.ended_s is None for name in names for row in rows.get((pod.namespace, pod.pod, name), ()))


def _waits_for_good(run: Run, pod: PodRecord) -> bool:
    """Whether an init container, or another one in its sync before this, will never start, or a sidecar not be up."""
    shown = run.states_of()
    sidecars = [found[-1] for name in pod.sidecars if (found := shown.get((pod.namespace, pod.pod, name)))]
    if any(row.state == "Running" and not row.started for row in sidecars):
        return True
    rows = [shown.get((pod.namespace, pod.pod, name)) for name in pod.init_containers + pod.containers]
    held_up = {found[-1].reason for found in rows if found} | set(_held_against_sidecars(run, pod))
    return not held_up.isdisjoint((*_FOR_GOOD, texts.CRASH_LOOP_BACK_OFF))


def _gets_no_other_sandbox(run: Run, pod: PodRecord) -> bool:
    """Whether its sandbox is gone, and nothing of it is started again (computePodActions of kuberuntime_manager.go)."""
    worker = run.cluster.kubelets[pod.node]._workers.get(pod.uid)
    if worker is None or worker.pod.spec.restart_policy != "Never":
        return False
    of = worker.containers
    return of.had_sandbox and not of.has_sandbox and bool(of.states)


def _held_against_sidecars(run: Run, pod: PodRecord) -> Iterator[str]:
    """Why sidecars do not start, which the API does not show of one that once ended well.

    An init container that ended with 0 is shown as Terminated and never as Waiting, also if it is a sidecar and is to
    be started again (convertToAPIContainerStatuses of kubelet_pods.go, 1.32 to 1.36). The kubelet remembers why not.
    """
    worker = run.cluster.kubelets[pod.node]._workers.get(pod.uid) if pod.sidecars else None
    if worker is not None:
        yield from (worker._failures[name].error for name in pod.sidecars if name in worker._failures)


_REASONS = (_runs_an_init_container, _waits_for_good, _gets_no_other_sandbox)
