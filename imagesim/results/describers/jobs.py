"""Jobs and CronJobs as `kubectl describe` tells of them (describeJob, describeCronJob)."""

from collections.abc import Mapping, Sequence
from typing import Any

from imagesim.results.describers.containers import describe_template
from imagesim.results.describers.pod import controller_of
from imagesim.results.describers.writer import NONE, Viewpoint, Writer
from imagesim.rules.printers.cells import selector_text
from imagesim.rules.printers.durations import human_duration

Document = Mapping[str, Any]

UNSET = "<unset>"


def describe_job(job: Document, _: Sequence[Document], writer: Writer, view: Viewpoint) -> None:
    """The indexes that have succeeded are not kept, so a line for them is left out."""
    spec, status, metadata = job["spec"], job.get("status", {}), job["metadata"]
    writer.field("Name", metadata["name"])
    writer.field("Namespace", metadata["namespace"])
    writer.field("Selector", selector_text(spec.get("selector")))
    writer.labels("Labels", metadata.get("labels"))
    writer.annotations("Annotations", metadata.get("annotations"))
    if owner := controller_of(metadata):
        writer.field("Controlled By", owner)
    writer.field("Parallelism", spec["parallelism"])
    writer.field("Completions", spec.get("completions", UNSET))
    writer.field("Completion Mode", spec["completionMode"])
    writer.field("Suspend", _go(spec["suspend"]))
    writer.field("Backoff Limit", spec["backoffLimit"])
    if "ttlSecondsAfterFinished" in spec:
        writer.field("TTL Seconds After Finished", spec["ttlSecondsAfterFinished"])
    _describe_times(status, writer, view)
    if "activeDeadlineSeconds" in spec:
        writer.field("Active Deadline Seconds", f"{spec['activeDeadlineSeconds']}s")
    active = f"{status.get('active', 0)} Active ({status.get('ready', 0)} Ready)"
    ended = f"{status.get('succeeded', 0)} Succeeded / {status.get('failed', 0)} Failed"
    writer.field("Pods Statuses", f"{active} / {ended}")
    describe_template(spec["template"], writer)


def _describe_times(status: Document, writer: Writer, view: Viewpoint) -> None:
    started, completed = status.get("startTime"), status.get("completionTime")
    if started:
        writer.field("Start Time", view.date(started))
    if completed:
        writer.field("Completed At", view.date(completed))
    if started and completed:
        writer.field("Duration", human_duration(view.since(started) - view.since(completed)))


def describe_cron_job(cron_job: Document, _: Sequence[Document], writer: Writer, view: Viewpoint) -> None:
    """The schedule, then the template of its Jobs."""
    spec, status, metadata = cron_job["spec"], cron_job.get("status", {}), cron_job["metadata"]
    writer.field("Name", metadata["name"])
    writer.field("Namespace", metadata["namespace"])
    writer.labels("Labels", metadata.get("labels"))
    writer.annotations("Annotations", metadata.get("annotations"))
    writer.field("Schedule", spec["schedule"])
    writer.field("Concurrency Policy", spec["concurrencyPolicy"])
    writer.field("Suspend", bool(spec.get("suspend", False)))
    writer.field("Successful Job History Limit", spec.get("successfulJobsHistoryLimit", UNSET))
    writer.field("Failed Job History Limit", spec.get("failedJobsHistoryLimit", UNSET))
    deadline = spec.get("startingDeadlineSeconds")
    writer.field("Starting Deadline Seconds", UNSET if deadline is None else f"{deadline}s")
    _describe_job_template(spec["jobTemplate"]["spec"], writer)
    scheduled = status.get("lastScheduleTime")
    writer.field("Last Schedule Time", view.date(scheduled) if scheduled else UNSET)
    writer.field("Active Jobs", ", ".join(str(each["name"]) for each in status.get("active") or ()) or NONE)


def _describe_job_template(spec: Document, writer: Writer) -> None:
    writer.field("Selector", UNSET)
    writer.field("Parallelism", spec.get("parallelism", UNSET))
    writer.field("Completions", spec.get("completions", UNSET))
    if "activeDeadlineSeconds" in spec:
        writer.field("Active Deadline Seconds", f"{spec['activeDeadlineSeconds']}s")
    describe_template(spec["template"], writer)


def _go(value: bool) -> str:
    """Go's %v of a truth value."""
    return "true" if value else "false"
