"""The laws find mistakes of controllers and of probes: each of these is planted, and breaks the law that it should.

Tried are scenarios that have a workload which the fault is about.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import count, islice
from typing import Any

import pytest

from imagesim.engine.controllers.cron_job.controller import CronJobController
from imagesim.engine.controllers.daemon_set.controller import DaemonSetController
from imagesim.engine.controllers.daemon_set.daemon_tally import DaemonTally
from imagesim.engine.controllers.deployment.controller import DeploymentController
from imagesim.engine.controllers.deployment.sync import DeploymentSync
from imagesim.engine.controllers.job.controller import JobController
from imagesim.engine.controllers.replica_set.controller import ReplicaSetController
from imagesim.engine.controllers.stateful_set.controller import StatefulSetController
from imagesim.engine.controllers.taint_eviction import TaintEvictionController
from imagesim.engine.kubelet.prober import PodProber
from imagesim.engine.scheduler import nodes_for_pods
from imagesim.rules.pods.probing import ALL_WELL
from imagesim.rules.workloads import cron_job, daemon_set, job, rollout, rollout_conditions, stateful_set
from tests.laws.checking import broken_laws
from tests.laws.drawing.draw import Document
from tests.laws.drawing.scenarios import draw_documents

SEED, MOST = 7, 60
"""The scenarios that are tried at the most."""

Patch = pytest.MonkeyPatch


def a_job_makes_a_pod_too_many(patch: Patch) -> None:
    right = job.wanted_pods
    patch.setattr(job, "wanted_pods", lambda spec, succeeded, active: right(spec, succeeded, active) + 1)


def a_job_never_backs_off(patch: Patch) -> None:
    patch.setattr(job.BackOff, "until_s", 0.0)


def an_index_of_a_job_is_run_again(patch: Patch) -> None:
    patch.setattr(job, "first_free_indexes", lambda count, completions, taken: [0] * count)


def a_job_has_all_the_time_there_is(patch: Patch) -> None:
    patch.setattr(job, "deadline_at_s", lambda spec, status: None)


def a_job_does_not_hear_of_its_pods(patch: Patch) -> None:
    patch.setattr(JobController, "_pod_changed", lambda self, verb, pod, change: None)


def a_job_stays_for_good(patch: Patch) -> None:
    patch.setattr(JobController, "_clean_up", lambda self, ended: None)


def a_cron_job_looks_late(patch: Patch) -> None:
    patch.setattr(cron_job, "NEXT_SCHEDULE_DELTA_S", 5.0)


def a_cron_job_looks_once(patch: Patch) -> None:
    patch.setattr(CronJobController, "_look_again", lambda self, owner, status: None)


def a_cron_job_forbids_nothing(patch: Patch) -> None:
    patch.setattr(cron_job, "FORBID", "nothing")


def a_cron_job_keeps_all(patch: Patch) -> None:
    patch.setattr(CronJobController, "_clean_up", lambda self, owner, jobs: owner.status)


def a_replica_set_deletes_nothing(patch: Patch) -> None:
    patch.setattr(ReplicaSetController, "_delete", lambda self, rs, count: None)


def a_roll_out_makes_a_pod_too_many(patch: Patch) -> None:
    right = rollout.new_rs_new_replicas
    patch.setattr(rollout, "new_rs_new_replicas", lambda *arguments: right(*arguments) + 1)


def who_recreates_does_not_wait(patch: Patch) -> None:
    patch.setattr(DeploymentController, "_old_pods_running", lambda self, old: False)


def nobody_minds_the_deadline(patch: Patch) -> None:
    patch.setattr(rollout_conditions, "next_deadline_check_s", lambda status, about, now: None)


def a_pause_is_forgotten(patch: Patch) -> None:
    right = DeploymentSync.__init__

    def unpaused(self: DeploymentSync, *given: object) -> None:
        right(self, *given)
        self.spec = replace(self.spec, paused=False)

    patch.setattr(DeploymentSync, "__init__", unpaused)


def patience_is_short(patch: Patch) -> None:
    right = rollout_conditions.deployment_timed_out
    patch.setattr(
        rollout_conditions,
        "deployment_timed_out",
        lambda status, deadline_s, now: right(status, deadline_s / 2, now),
    )


def an_ordered_set_waits_for_nobody(patch: Patch) -> None:
    right = stateful_set.plan
    patch.setattr(
        stateful_set,
        "plan",
        lambda spec, *rest, **more: right(replace(spec, pod_management_policy="Parallel"), *rest, **more),
    )


def an_ordered_set_takes_all_away_at_once(patch: Patch) -> None:
    right: Any = stateful_set._process_condemned
    patch.setattr(stateful_set, "_process_condemned", lambda *rest, monotonic: right(*rest, monotonic=False))


def an_ordered_set_is_replaced_all_at_once(patch: Patch) -> None:
    def all_outdated(spec: Any, replicas: Any, revision: str) -> tuple[int, ...]:
        return tuple(each.ordinal for each in replicas if each is not None and each.revision != revision)

    patch.setattr(stateful_set, "_one_outdated", all_outdated)


def a_set_does_not_hear_of_its_pods(patch: Patch) -> None:
    patch.setattr(StatefulSetController, "_pod_changed", lambda self, verb, pod, change: None)


def a_daemon_set_does_not_hear_of_nodes(patch: Patch) -> None:
    patch.setattr(DaemonSetController, "_node_changed", lambda self, verb, node, change: None)


def a_daemon_set_is_rolled_out_at_once(patch: Patch) -> None:
    patch.setattr(daemon_set, "desired_counts", lambda spec, desired: (0, desired))


def a_daemon_pod_that_goes_counts_as_gone(patch: Patch) -> None:
    right = DaemonTally._seen
    patch.setattr(
        DaemonTally, "_seen", lambda self, node, now: [each for each in right(self, node, now) if not each.terminating]
    )


def nobody_minds_a_program_that_hangs(patch: Patch) -> None:
    patch.setattr(PodProber, "_put_together", lambda self: ALL_WELL)


def a_program_is_well_after_five_seconds(patch: Patch) -> None:
    right = PodProber._answers
    patch.setattr(
        PodProber, "_answers", lambda self, each, worker, at: at > each.since_s + 5 and right(self, each, worker, at)
    )


def the_scheduler_minds_no_taint(patch: Patch) -> None:
    patch.setattr(nodes_for_pods, "keeps_away", lambda taints, tolerations: None)


def no_taint_evicts(patch: Patch) -> None:
    patch.setattr(TaintEvictionController, "sync", lambda self, key: None)


PLANTED = {
    a_replica_set_deletes_nothing: ("Deployment/w0", "a_replica_set_has_as_many_pods_as_it_says"),
    a_roll_out_makes_a_pod_too_many: ("Deployment/r0", "a_roll_out_has_no_more_pods_than_its_surge_allows"),
    who_recreates_does_not_wait: ("Deployment/w0", "a_deployment_that_recreates_has_pods_of_one_template"),
    nobody_minds_the_deadline: ("Deployment/r0", "no_progress_within_the_deadline_is_said"),
    a_pause_is_forgotten: ("Deployment/h0", "a_paused_deployment_begins_no_roll_out"),
    patience_is_short: ("Deployment/r0", "the_deadline_is_not_said_to_be_over_before_it_is"),
    an_ordered_set_waits_for_nobody: (
        "StatefulSet/s0", "one_of_an_ordered_set_is_made_when_those_before_it_are_available",
    ),
    an_ordered_set_takes_all_away_at_once: (
        "StatefulSet/s0", "an_ordered_set_takes_away_the_highest_and_one_at_a_time",
    ),
    an_ordered_set_is_replaced_all_at_once: (
        "StatefulSet/s0", "an_ordered_set_takes_away_the_highest_and_one_at_a_time",
    ),
    a_set_does_not_hear_of_its_pods: ("StatefulSet/s0", "a_set_goes_on_until_it_waits_for_a_pod"),
    a_daemon_set_does_not_hear_of_nodes: ("DaemonSet/d0", "each_node_that_fits_has_a_pod_of_a_daemon_set"),
    a_daemon_set_is_rolled_out_at_once: (
        "DaemonSet/d0", "a_roll_out_of_a_daemon_set_leaves_the_other_nodes_their_pods",
    ),
    a_daemon_pod_that_goes_counts_as_gone: (
        "DaemonSet/d0", "a_node_has_one_pod_of_a_daemon_set_or_two_while_it_surges",
    ),
    a_cron_job_looks_late: ("CronJob/k0", "a_cron_job_makes_its_jobs_at_their_times"),
    a_cron_job_looks_once: ("CronJob/k0", "each_time_of_a_schedule_gets_its_job"),
    a_cron_job_forbids_nothing: ("CronJob/k0", "a_cron_job_that_forbids_or_replaces_has_one_job_that_goes_on"),
    a_cron_job_keeps_all: ("CronJob/k0", "no_more_jobs_are_kept_than_the_limits_say"),
    nobody_minds_a_program_that_hangs: ("Deployment/q0", "a_container_that_hangs_is_killed"),
    a_program_is_well_after_five_seconds: ("Deployment/q0", "nothing_is_unhealthy_that_is_well"),
    the_scheduler_minds_no_taint: ("NodePool/x0", "nobody_is_scheduled_where_a_taint_keeps_it_out"),
    no_taint_evicts: ("NodePool/x0", "who_does_not_tolerate_a_taint_goes"),
    a_job_makes_a_pod_too_many: ("Job/j0", "a_job_has_no_more_pods_than_it_may"),
    a_job_never_backs_off: ("Job/j0", "a_job_backs_off_after_each_failure"),
    an_index_of_a_job_is_run_again: ("Job/j0", "indexes_are_run_one_at_a_time_until_one_has_succeeded"),
    a_job_has_all_the_time_there_is: ("Job/j0", "the_deadline_of_a_job_is_kept"),
    a_job_does_not_hear_of_its_pods: ("Job/j0", "a_job_goes_on_until_it_ends"),
    a_job_stays_for_good: ("Job/j0", "a_job_goes_when_its_time_to_live_is_over"),
}  # fmt: skip
"""Which scenarios are tried, those with this workload, and what it should break."""


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(plant: Callable[[Patch], None], monkeypatch: Patch) -> None:
    plant(monkeypatch)
    name, law = PLANTED[plant]
    drawn = (documents for number in count() if _has(documents := draw_documents(SEED, number), name))
    for documents in islice(drawn, MOST):
        if broken_laws(documents, of=law):
            return
    pytest.fail(f"{MOST} scenarios with {name}, and none breaks {law}")


def _has(documents: list[Document], name: str) -> bool:
    return any(f"{document['kind']}/{document['metadata']['name']}" == name for document in documents)
