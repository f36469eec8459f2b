"""Expectations: `ready by 5m`, `mixed < 2m`, `pulls <= 100`: a scenario becomes a check.

An expectation is a measure, a comparison (< <= == != >= >) and a value; `by` is <= for `ready`. Times are written 90s
or 5m, sizes 200Mi, counts as whole numbers. `ready` and `recovery` are "never" while a pod is not Ready at the end of
the run; never is later than any time. What a workload wants and nobody made (its pods are refused, its roll-out is
paused) counts as a pod that is not Ready; a pod of a Job that has ended does not, but what a Job that failed is short
of does. Where there was no pod nothing is measured, and no expectation is met: a check is not to stay green because
nothing happened.
"""

import math
import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from imagesim.engine.api.api_pod import TERMINAL
from imagesim.engine.records import PodRecord, Records
from imagesim.results import expected_measures as more
from imagesim.results.measures.absent_pods import absent_pods
from imagesim.results.measures.pod_status import pod_statuses
from imagesim.results.measures.recovery import recovery
from imagesim.results.measures.summary import summary
from imagesim.results.measures.unauthorised import unauthorised
from imagesim.rules.api.kinds import CRON_JOB, JOB
from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.errors import ScenarioError, alone, did_you_mean
from imagesim.scenarios.reading.quantities import (
    QuantityError,
    format_duration,
    format_size,
    parse_duration,
    parse_size,
)
from imagesim.scenarios.values.missing_pods import MissingPods, in_all

_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "by": operator.le,
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}
_EXPECTATION = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9 ]*?)\s*(<=|>=|==|!=|<|>|\bby\b)\s*(\S+)\s*")
_WHOLE = re.compile("-?[0-9]{1,30}")
_EXAMPLES = "'ready by 5m', 'mixed < 2m' or 'failed pulls == 0'"
NO_POD = "there was no pod"


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of a run. `unit` is "time", "size" or "count".

    `of` is no number (NaN) where there was nothing to measure: `nothing` says what.
    """

    meaning: str
    unit: str
    of: Callable[[Records], float]
    nothing: str = NO_POD


def _ready(records: Records) -> Seconds:
    not_ready = _not_ready(records)
    if math.isnan(not_ready):
        return math.nan
    there = [row for row in records.pods if row.deleted_s is None]
    return math.inf if not_ready else max(_ready_s(row) for row in there)


def _ready_s(row: PodRecord) -> Seconds:
    if row.ready_s is None:
        return row.created_s if _of_a_job_and_over(row) else math.inf
    return row.ready_s


def _not_ready(records: Records) -> float:
    """Pods that are there and not Ready, and pods that are not there; no number where there is neither any."""
    there = pod_statuses(records)
    absent = absent_pods(records)
    if not there and not absent:
        return math.nan
    over = {(row.namespace, row.pod) for row in records.pods if row.deleted_s is None and _of_a_job_and_over(row)}
    going = [row for row in there if (row.namespace, row.pod) not in over]
    return sum(not 0 < row.containers == row.ready for row in going) + absent


_OF_JOBS = (JOB.name, CRON_JOB.name)


def _of_a_job_and_over(row: PodRecord) -> bool:
    """A pod of a Job is to end, well or badly: what the Job is short of then counts as absent."""
    return row.workload is not None and row.workload.kind in _OF_JOBS and row.phase in TERMINAL


def _mixed(records: Records) -> Seconds:
    return max((row["mixed_s"] for row in summary(records)["versions"]), default=0.0)


def _versions(records: Records) -> int:
    return max((len(row["pods_by_digest"]) for row in summary(records)["versions"]), default=0)


def _recovery(records: Records) -> Seconds:
    """The longest delay, never while a disturbance goes on; no number where nothing was disturbed, or no pod was."""
    if not records.disturbances or not records.pods:
        return math.nan
    if any(row.ended_s > records.end_s for row in records.disturbances):
        return math.inf
    return max((math.inf if row.delay_s is None else row.delay_s for row in recovery(records)), default=0.0)


def _pulls(records: Records) -> int:
    return sum(row.outcome != "AlreadyPresent" for row in records.pulls)


def _over_pods(count: Callable[[Records], float]) -> Callable[[Records], float]:
    """*count*, and no number where no pod ever was."""
    return lambda records: count(records) if records.pods else math.nan


def _failed_pulls(records: Records) -> int:
    return sum(row.outcome == "Failed" for row in records.pulls)


def _fetched(records: Records) -> int:
    return sum(row.bytes_fetched for row in records.pulls)


def _restarts(records: Records) -> int:
    return sum(row.restarts for row in records.pods)


_MIXED = "how long a workload ran two or more versions of one image text, the longest"
_VERSIONS = "versions that a workload runs of one image text at the end, the most"
_UNAUTHORISED = "containers that ran a private image which nothing of their pod or node could have pulled"
_RECOVERY = "how long a pod that an outage left failing took to be Ready, the longest"

_READY = "from creation to Ready: {} in a hundred pods took no longer (nearest rank)"
_LONGEST_MIXED = "how long a workload ran two or more versions of one image text in one piece, the longest"
_UNAVAILABLE = "how long a workload had fewer available pods than its minimum, the longest"
_BUDGET = "what was used of a limit of a registry, the most"

MEASURES = {
    "ready": Measure("when the last pod that is there at the end had first become Ready", "time", _ready),
    "not ready": Measure("pods that are not Ready at the end, or not there", "count", _not_ready),
    "mixed": Measure(_MIXED, "time", _over_pods(_mixed)),
    "versions": Measure(_VERSIONS, "count", _over_pods(_versions)),
    "recovery": Measure(_RECOVERY, "time", _recovery, "there was nothing to recover from"),
    "pulls": Measure("pulls that a runtime was asked for, failed ones too", "count", _over_pods(_pulls)),
    "failed pulls": Measure("pulls that failed", "count", _over_pods(_failed_pulls)),
    "requests": Measure("HTTP requests to registries", "count", _over_pods(lambda records: len(records.requests))),
    "fetched": Measure("bytes fetched from registries", "size", _over_pods(_fetched)),
    "pods": Measure("pods that ever were", "count", _over_pods(lambda records: len(records.pods))),
    **{
        f"time to ready {part}": Measure(_READY.format(part[1:]), "time", more.ready_percentile(part))
        for part in more.PERCENTILES
    },
    "longest mixed": Measure(_LONGEST_MIXED, "time", _over_pods(more.longest_mixed)),
    "unavailable": Measure(_UNAVAILABLE, "time", more.unavailable, "no workload has a minimum of pods"),
    "reached": Measure("pods that a push reached, the fewest of any push", "count", more.reached, "nobody pushed"),
    "egress": Measure("bytes that all hosts sent", "size", _over_pods(more.egress)),
    "429s": Measure("answers 429 of registries", "count", _over_pods(more.too_many_requests)),
    "budget": Measure(_BUDGET, "count", more.budget, "nothing was charged to a limit"),
    "restarts": Measure("restarts of containers", "count", _over_pods(_restarts)),
    "unauthorised": Measure(_UNAUTHORISED, "count", _over_pods(lambda records: len(unauthorised(records)))),
}
"""What can be expected, by name."""


def _count(text: str) -> int:
    """A whole number as people write one: in Python, `1_000` and digits of every script are some, too."""
    if not _WHOLE.fullmatch(text):
        raise ValueError
    if text.startswith("-"):
        raise QuantityError("is negative, and a number of things cannot be", "write a number such as 3")
    return int(text)


_READ: dict[str, Callable[[str], float]] = {"time": parse_duration, "size": parse_size, "count": _count}


@dataclass(frozen=True, slots=True)
class ExpectationAnswer:
    """Whether an expectation is met, and what was measured, in words."""

    met: bool
    text: str
    measured: str

    def __str__(self) -> str:
        return f"{'met' if self.met else 'not met'}: {self.text} (measured: {self.measured})"


@dataclass(frozen=True, slots=True)
class Expectation:
    """A measure of MEASURES, a comparison and a value in seconds, bytes or pieces."""

    text: str
    measure: str
    comparison: str
    value: float

    def of(self, records: Records, missing: Sequence[MissingPods] = ()) -> ExpectationAnswer:
        """Hold the expectation against a run; the *missing* pods of its scenario are mentioned."""
        measure = MEASURES[self.measure]
        measured = measure.of(records)
        met = not math.isnan(measured) and _COMPARISONS[self.comparison](measured, self.value)
        text = measure.nothing if math.isnan(measured) else _text(measured, measure.unit)
        if number := in_all(missing):
            text += f"; without {number} of kinds that are not modelled"
        return ExpectationAnswer(met, self.text, text)


@alone()
def parse_expectation(text: str) -> Expectation:
    """Read an expectation, or raise ScenarioError."""
    match = _EXPECTATION.fullmatch(text)
    if match is None:
        raise _mistake("is not an expectation", text, f"write for example {_EXAMPLES}")
    written, comparison, value = match.groups()
    measure = " ".join(written.split())
    if measure not in MEASURES:
        raise _mistake("names no measure", text, did_you_mean(measure, MEASURES))
    if comparison == "by" and measure != "ready":
        raise _mistake("has a `by`, which only goes with `ready`", text, f"write {measure} <= {value}")
    try:
        limit = _READ[MEASURES[measure].unit](value)
    except QuantityError as error:
        raise _mistake(f"compares with {value!r}, which {error.rule}", text, error.suggestion) from None
    except ValueError:
        raise _mistake(f"compares with {value!r}, which is not a whole number", text, f"write {measure} <= 3") from None
    return Expectation(" ".join(text.split()), measure, comparison, limit)


def _mistake(rule: str, text: str, suggestion: str) -> ScenarioError:
    return ScenarioError(rule, field="expect", value=text, suggestion=suggestion)


def _text(measured: float, unit: str) -> str:
    if math.isinf(measured):
        return "never"
    if unit == "time":
        minutes, seconds = divmod(round(measured, 3), 60)
        return format_duration(minutes * 60) if not seconds else f"{int(minutes)}m" * (minutes > 0) + f"{seconds:.5g}s"
    return format_size(int(measured)) if unit == "size" else str(int(measured))
