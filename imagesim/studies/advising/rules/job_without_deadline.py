"""A Job that waits for its image for ever."""

from collections.abc import Iterator

from imagesim.rules.api.objects import CronJob, Job
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of


def find(bundle: Bundle) -> Iterator[Found]:
    """Jobs and CronJobs without activeDeadlineSeconds; a warning where one that hangs stops those after it."""
    for use in bundle.pod_specs:
        job = use.value.job if isinstance(use.value, CronJob) else use.value
        if not isinstance(job, Job) or job.deadline_s is not None:
            continue
        stops = isinstance(use.value, CronJob) and use.value.concurrency_policy == "Forbid"
        path = ("spec", "jobTemplate", "spec") if isinstance(use.value, CronJob) else ("spec",)
        then = "and no later Job of this CronJob begins (Forbid)" if stops else "and nothing says that it failed"
        yield Found(
            place_of(use.document, path, label=use.object),
            f"Without activeDeadlineSeconds a Job whose image cannot be pulled stays for ever, {then}.",
            "Write activeDeadlineSeconds into the Job's spec.",
            severity="warning" if stops else "note",
        )


RULE = Rule(
    id="job-without-deadline",
    severity="note",
    title="A Job without a deadline",
    fact="A pod whose image cannot be pulled is Pending and never Failed, whatever its restartPolicy: it does not "
    "count "
    "for backoffLimit, and the kubelet tries for ever.",
    source="kubernetes/kubernetes#101584, #122300; Kubernetes 1.36.2 pkg/controller/job",
    shown_by="imagesim run pull-policy --set Pod/shop/web:spec.restartPolicy=Never --set "
    "Pod/shop/web:spec.containers[0].image=registry.example/shop/web:v22",
    find=find,
)
