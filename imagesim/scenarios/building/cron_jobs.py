"""What is said of CronJobs before a run: by which clock they go, and which of them will have no Job in it."""

from datetime import UTC, datetime

from imagesim.rules.api.objects import CronJob
from imagesim.rules.golang.dates import rfc3339
from imagesim.rules.workloads.cron_job import schedule_of
from imagesim.scenarios.manifests.kinds import name_of
from imagesim.scenarios.notes import NAMES, Notes
from imagesim.scenarios.values.scenario import Scenario


def note_cron_jobs(scenario: Scenario, notes: Notes) -> None:
    """Note when the run begins, if a CronJob looks at that, and which CronJobs make no Job."""
    cron_jobs = [each for each in scenario.workloads if isinstance(each, CronJob)]
    if cron_jobs:
        notes.assume(f"The run begins at {rfc3339(scenario.start)}; schedules go by that (Simulation.spec.start).")
    for each in cron_jobs:
        if each.suspend:
            name = name_of(each)
            notes.assume_of(
                name, f"{NAMES} is suspended, so it has no Job.", f"{NAMES} are suspended, so they have no Job."
            )
        elif why := _never(each, scenario):
            schedule = f"in this run: its schedule, {each.schedule}, {why}."
            notes.assume_of(name_of(each), f"{NAMES} has no Job {schedule}", f"{NAMES} have no Job {schedule}")


def _never(cron_job: CronJob, scenario: Scenario) -> str:
    """Why no time of the schedule comes before the end of the run, "" if one does."""
    start = int(scenario.start.timestamp())
    due = schedule_of(cron_job).next(start)
    if due is None:
        return "names no day that there is"
    if due - start < scenario.duration_s:
        return ""
    return f"comes due at {rfc3339(datetime.fromtimestamp(due, UTC))}, after the end"
