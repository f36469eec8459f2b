"""Laws of probes: who is ready, what had failed before a container was killed, and what an exit is shown by."""

from collections.abc import Iterator

from imagesim.rules.api.app import NOTHING_SAID
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
        if early and since_s > _SHOWN_S:
            yield f"{early}: {row}"


def a_container_that_is_killed_for_a_probe_was_unhealthy(run: Run) -> Iterator[str]:
    """Only the first time: a kubelet's client sends few of a busy pod's events."""
    unhealthy = set()
    for row in run.records.events:
        if row.reason == "Unhealthy":
            unhealthy.add(row.object)
        elif row.reason == "Killing" and " failed " in row.message and row.object not in unhealthy:
            yield f"{row}"
