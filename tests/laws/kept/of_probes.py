"""Laws of probes: who is ready, what had failed before a container was killed, and what an exit is shown by."""

from collections.abc import Iterator

from imagesim.rules.api.app import NEVER, NOTHING_SAID
from imagesim.rules.api.objects import Container
from imagesim.rules.api.probe import Probe
from tests.laws.kept.run import Run

_SHOWN_S = 3.0
"""Within that the API shows what runs; see of_status."""


def what_the_api_calls_ready_runs_and_has_started(run: Run) -> Iterator[str]:
    for row in run.records.states:
        if row.state == "Running":
            good = row.started or not row.ready
        else:
            good = not row.started and (not row.ready or row.exit_code == 0)
        if not good:
            yield f"{row}"


def an_exit_code_is_shown_of_what_has_ended(run: Run) -> Iterator[str]:
    for row in run.records.states:
        if (row.exit_code is None) == (row.state == "Terminated"):
            yield f"{row}"


def a_container_gets_ready_when_its_program_says_so(run: Run) -> Iterator[str]:
    """Images say nothing of their programs in these scenarios, so what annotations say holds."""
    pods, runs = run.pods(), run.running_of()
    for row in run.records.states:
        container = run.containers_of(pods[row.namespace, row.pod]).get(row.container)
        if container is None or container.probes is None or not row.ready or row.state != "Running":
            continue
        app, probes = container.app or NOTHING_SAID, container.probes
        kinds = [kind for kind, probe in (("Startup", probes.startup), ("Readiness", probes.readiness)) if probe]
        starts = [each.started_s for each in runs[row.namespace, row.pod, row.container]]
        since_s = row.started_s - max(start for start in starts if start <= row.started_s)
        early = [kind for kind in kinds if since_s < (app.starts_in_s or 0.0) - 1e-6]
        if "Readiness" in kinds and not app.answers("Readiness", since_s):
            early.append("Readiness")
        if early:
            yield f"{early}: {row}"


def a_container_that_is_killed_for_a_probe_was_unhealthy(run: Run) -> Iterator[str]:
    """Only the first time, and where no event was dropped: a kubelet's client sends few of a busy pod's events."""
    unhealthy = set()
    for row in run.records.events if not run.records.events_dropped else ():
        if row.reason == "Unhealthy":
            unhealthy.add(row.object)
        elif row.reason == "Killing" and " failed " in row.message and row.object not in unhealthy:
            yield f"{row}"


def nothing_is_unhealthy_that_is_well(run: Run) -> Iterator[str]:
    """A probe fails only of a program of which something is said, or if it cannot be made."""
    pods = run.pods()
    for event in run.records.events:
        pod = pods.get((event.object.namespace, event.object.name)) if event.reason == "Unhealthy" else None
        containers = run.containers_of(pod).values() if pod is not None else ()
        if containers and all(each.app is None and all(map(_can_be_made, _probes(each))) for each in containers):
            yield f"{event}"


def a_container_that_hangs_is_killed(run: Run) -> Iterator[str]:
    """One whose program hangs for good, and that has a liveness probe; unless a pull keeps the worker of its pod.

    Its hook runs before the program is told to end. A kubelet knows nothing of what another one has asked, and kills
    nothing without its runtime.
    """
    pods, end_s = run.pods(), run.records.end_s
    pulls = [row for row in run.records.pulls if row.ended_s > row.queued_s]
    busy = {(row.namespace, row.pod) for row in [*pulls, *run.records.unfinished_pulls]}
    for key, rows in run.running_of().items():
        container = run.containers_of(pods[key[:2]]).get(key[2])
        knows = container is not None and key[:2] not in busy
        limit_s = _lives_at_most_s(container) + container.pre_stop_s if knows else NEVER
        for row in rows:
            until_s = end_s if row.ended_s is None else row.ended_s
            lived_s = until_s - max(row.started_s, run.able_since(row.node, until_s))
            if lived_s > limit_s:
                yield f"it hangs, and lives for {lived_s} s, not {limit_s} s: {row}"


def _lives_at_most_s(container: Container) -> float:
    """How long a start of the container can last until a probe has it killed, NEVER if none does."""
    probes, app = container.probes, container.app or NOTHING_SAID
    startup, liveness = (probes.startup, probes.liveness) if probes is not None else (None, None)
    up_s = app.starts_in_s or 0.0
    if startup is not None and _can_be_made(startup) and up_s == NEVER:
        return _fails_by_s(startup, 0.0)
    if liveness is None or app.live_for_s is None or (startup is not None and not _can_be_made(startup)):
        return NEVER
    passed_s = 0.0 if startup is None else max(up_s, startup.initial_delay_s + 1.0) + startup.period_s
    return _fails_by_s(liveness, max(app.live_for_s, passed_s)) if passed_s < app.live_for_s else NEVER


def _fails_by_s(probe: Probe, since_s: float) -> float:
    asked_s = max(since_s, probe.initial_delay_s) + (probe.failure_threshold + 1) * probe.period_s
    return asked_s + _SHOWN_S if _can_be_made(probe) else NEVER


def _can_be_made(probe: Probe) -> bool:
    """One of a port whose name no port has is an error, which is no answer."""
    return not probe.port or probe.port.isdecimal()


def _probes(container: Container) -> list[Probe]:
    probes = container.probes
    found = (probes.startup, probes.readiness, probes.liveness) if probes is not None else ()
    return [probe for probe in found if probe is not None]
