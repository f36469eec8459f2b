"""Days of many seeds, and what makes them what they are: for tests alone."""

from functools import cache
from math import inf

from imagesim.labs.incidents import BadDay, bad_day
from imagesim.labs.incidents.causes import CAUSES
from imagesim.labs.incidents.drawing import KINDS, drawn
from imagesim.labs.incidents.incident import Incident
from imagesim.labs.incidents.remedies import REMEDIES
from imagesim.labs.incidents.seen import Seen
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load

SEEDS = range(1, 21)
ROUND = range(1, len(KINDS) + 1)
"""The seeds of one deck: every kind once."""


@cache
def seen(seed: int) -> Seen:
    """What was to be seen at the alarm of that day."""
    incident = drawn(seed)
    return Seen(simulate(load(*incident.documents)).records, incident.scene)


@cache
def untouched(seed: int) -> BadDay:
    """The day at its alarm, for looking alone."""
    return bad_day(seed)


def seed_of(cause: str) -> int:
    """The first seed of that cause."""
    return next(seed for seed in SEEDS if drawn(seed).cause == cause)


def mended(day: BadDay, incident: Incident) -> None:
    """Do what the incident's own remedy says, and wait."""
    for step in incident.mend:
        if step.after_s:
            day.advance(to=incident.scene.alarm_s + step.after_s)
        assert step.event is None or not day.do(step.event).vain
    day.advance("6m")


def fewest_serving(day: BadDay, incident: Incident, from_s: float) -> int:
    """How many pods of the app serve at the worst of all seconds since *from_s*: Ready, and nobody has deleted them."""
    records, scene = day.result().records, incident.scene
    gone_s = {pod.pod: min(pod.deletion_s or inf, pod.deleted_s or inf) for pod in records.pods}
    serving = [
        (row.started_s, min(row.ended_s or inf, gone_s[row.pod]))
        for row in records.states
        if row.namespace == scene.namespace
        and row.pod.startswith(f"{scene.app}-")
        and row.state == "Running"
        and row.ready
    ]
    seconds = range(int(from_s), int(day.now_s) + 1)
    return min(sum(started_s <= second < ended_s for started_s, ended_s in serving) for second in seconds)


def right_answer(day: BadDay, incident: Incident) -> str:
    """What is said for it."""
    return day.answer(cause=CAUSES[incident.cause].words, remedy=REMEDIES[incident.remedy].words)
