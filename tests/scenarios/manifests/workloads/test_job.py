"""Jobs: read as the API server stores them, written again, and what nobody can do to one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.rules.api.app import App
from imagesim.rules.api.objects import Job
from imagesim.scenarios.loading import load
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

JOB = """apiVersion: batch/v1
kind: Job
metadata: {name: report, namespace: shop}
spec:
  template:
    metadata: {annotations: {}}
    spec: {restartPolicy: Never, containers: [{name: app, image: 'registry.example/report'}]}
"""
MORE = """  completions: 5
  parallelism: 2
  completionMode: Indexed
  backoffLimit: 3
  activeDeadlineSeconds: 60
  ttlSecondsAfterFinished: 0
  suspend: true
"""
TIMELINE = "apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {name: t}\nspec: {events: [{at: 1m, %s}]}\n"


def one(scenario: Scenario) -> Job:
    (made,) = scenario.workloads
    assert isinstance(made, Job)
    return made


def test_is_defaulted_as_the_api_server_does(loaded: Loaded) -> None:
    made = one(loaded(JOB))
    assert (made.namespace, made.name, made.completions, made.parallelism) == ("shop", "report", 1, 1)
    assert (made.backoff_limit, made.completion_mode, made.deadline_s, made.ttl_s) == (6, "NonIndexed", None, None)
    assert not made.suspend
    assert made.template.spec.restart_policy == "Never"


def test_parallelism_alone_is_a_work_queue(loaded: Loaded) -> None:
    made = one(loaded(JOB + "  parallelism: 3\n"))
    assert (made.completions, made.parallelism, made.replicas) == (None, 3, 3)


def test_every_field_is_read(loaded: Loaded) -> None:
    made = one(loaded(JOB + MORE))
    assert (made.completions, made.parallelism, made.completion_mode, made.replicas) == (5, 2, "Indexed", 5)
    assert (made.backoff_limit, made.deadline_s, made.ttl_s, made.suspend) == (3, 60.0, 0.0, True)


def test_a_container_ends_after_a_stated_while_unless_an_annotation_says_more(loaded: Loaded) -> None:
    scenario = loaded(JOB)
    assert one(scenario).template.spec.containers[0].usually_runs_for_s == 10
    said = "A container of a Job exits successfully 10 s after it started, unless an annotation says more."
    assert said in scenario.assumptions
    notes = "annotations: {imagesim/runs-for.app: 3s, imagesim/exit-code.app: '7'}"
    told = loaded(JOB.replace("annotations: {}", notes))
    container = one(told).template.spec.containers[0]
    assert container.app == App(runs_for_s=3, exit_code=7)
    assert said not in told.assumptions


@pytest.mark.parametrize("text", [JOB, JOB + MORE, JOB + "  parallelism: 3\n"])
def test_a_saved_one_reads_back(loaded: Loaded, tmp_path: Path, text: str) -> None:
    scenario = loaded(text)
    file = tmp_path / "saved.yaml"
    file.write_text(dump(scenario))
    assert load(file).workloads == scenario.workloads


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            JOB.replace("restartPolicy: Never", "restartPolicy: Always"),
            'spec.template.spec.restartPolicy: Unsupported value: "Always"',
        ),
        (
            JOB.replace("restartPolicy: Never, ", ""),
            "spec.template.spec.restartPolicy: Required value: a Job's pods do not always restart; "
            "write OnFailure or Never",
        ),
        (
            JOB + "  completionMode: Indexed\n",
            "spec.completions: Required value: when completion mode is Indexed; write how many indexes there are",
        ),
        (JOB + "  completionMode: Random\n", 'spec.completionMode: Unsupported value: "Random"'),
        (JOB + "  backoffLimit: -1\n", "spec.backoffLimit: -1 must be greater than or equal to 0"),
        (JOB + "  ttlSecondsAfterFinished: soon\n", "spec.ttlSecondsAfterFinished"),
    ],
)
def test_what_the_api_server_refuses_is_a_mistake(mistake: Mistake, text: str, said: str) -> None:
    assert said in mistake(text)


def test_each_index_may_have_a_limit_of_its_own(loaded: Loaded, mistake: Mistake) -> None:
    indexed = JOB + "  completionMode: Indexed\n  completions: 3\n"
    given = loaded(indexed + "  backoffLimitPerIndex: 1\n  maxFailedIndexes: 2\n")
    made = one(given)
    assert (made.backoff_limit, made.backoff_limit_per_index, made.max_failed_indexes) == (2**31 - 1, 1, 2)
    assert one(loaded(dump(given))) == made
    for more, message in [
        ("  maxFailedIndexes: 1\n", "Required value: when maxFailedIndexes is specified"),
        ("  backoffLimitPerIndex: 1\n  maxFailedIndexes: 4\n", "must be less than or equal to completions"),
        ("  backoffLimitPerIndex: -1\n", "must be greater than or equal to 0"),
    ]:
        assert message in mistake(indexed + more)
    assert "requires indexed completion mode" in mistake(JOB + "  backoffLimitPerIndex: 1\n")


def test_which_pods_are_replaced_is_defaulted_by_what_else_is_said(loaded: Loaded, mistake: Mistake) -> None:
    assert one(loaded(JOB)).pod_replacement_policy == "TerminatingOrFailed"
    assert one(loaded(JOB + "  podFailurePolicy: {rules: []}\n")).pod_replacement_policy == "Failed"
    given = loaded(JOB + "  podReplacementPolicy: Failed\n")
    assert one(loaded(dump(given))).pod_replacement_policy == "Failed"
    assert 'Unsupported value: "Never"' in mistake(JOB + "  podReplacementPolicy: Never\n")


def test_what_is_not_acted_on_is_said(loaded: Loaded) -> None:
    scenario = loaded(JOB + "  successPolicy: {rules: []}\n  managedBy: example.org/queue\n")
    assert scenario.not_modelled == (
        "successPolicy is not modelled (Job/shop/report): all completions are needed.",
        "managedBy is not modelled (Job/shop/report): the Job controller makes the pods.",
    )


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("scale: {workload: report, replicas: 2}", "is a Job, and kubectl scales none"),
        ("setImage: {workload: report, image: a}", "is a Job, and the API server lets nobody change its template"),
        ("rolloutRestart: {workload: report}", "is a Job, and restarting one is not supported by kubectl"),
        ("rolloutPause: {workload: report}", "is a Job, and pausing one is not supported by kubectl"),
        ("rolloutResume: {workload: report}", "is a Job, and resuming one is not supported by kubectl"),
        ("rolloutUndo: {workload: report}", "is a Job, which keeps no revisions that could be gone back to"),
    ],
)
def test_nobody_scales_or_rolls_out_a_job(mistake: Mistake, event: str, said: str) -> None:
    assert said in mistake(JOB, TIMELINE % event)


def test_one_that_has_ended_is_left_out(loaded: Loaded) -> None:
    ended = "status: {conditions: [{type: SuccessCriteriaMet, status: 'True'}, {type: Failed, status: 'True'}]}\n"
    assert loaded(JOB + ended).workloads == ()
    going = "status: {conditions: [{type: Complete, status: 'False'}, odd]}\n"
    assert len(loaded(JOB + going).workloads) == 1
