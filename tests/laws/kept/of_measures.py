"""Laws of what is made of the records: measures, texts and the JSON document of every run can be made, and add up."""

import json
from collections.abc import Iterator

from imagesim.results import report
from imagesim.results.json_document import json_document
from imagesim.results.measures.recovery import CAUSES, recovery
from imagesim.results.measures.version_mix import version_mix
from tests.laws.kept.run import Run


def the_causes_of_a_recovery_add_up(run: Run) -> Iterator[str]:
    for row in recovery(run.written):
        if row.delay_s is not None and sum(getattr(row, cause) for cause in CAUSES) != row.delay_s:
            yield f"{row}"


def no_mix_counts_less_than_no_pod(run: Run) -> Iterator[str]:
    for row in version_mix(run.written):
        if row.pods < 0:
            yield f"{row}"


def everything_can_be_printed(run: Run) -> Iterator[str]:
    json.dumps(json_document(run.scenario, run.written), allow_nan=False)
    for text in (report.summary(run.written), report.pods(run.written), report.events(run.written)):
        if not text:
            yield "an empty text"
    if run.written.pods:
        report.describe_pod(run.written, run.written.pods[0].pod)
