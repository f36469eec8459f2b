"""What a trainee is told for an answer."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from imagesim.labs.incidents.causes import CAUSES
from imagesim.labs.incidents.incident import HelpingStep, Incident
from imagesim.labs.incidents.printed import wrapped
from imagesim.labs.incidents.recovered import Standing
from imagesim.labs.incidents.remedies import REMEDIES
from imagesim.labs.incidents.seen import Seen, Sight
from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.quantities import format_duration


def wrong_cause(key: str, incident: Incident, seen: Seen) -> list[str]:
    """What speaks against the cause *key*."""
    said = f"No, not this: {CAUSES[key].words}."
    return [*wrapped(said), *wrapped(CAUSES[key].against(seen)), *_quoted("What was to be seen:", _of(incident, seen))]


def wrong_remedy(key: str, incident: Incident, seen: Seen) -> list[str]:
    """What speaks against the remedy *key*, when the cause was right."""
    remedy = REMEDIES[key]
    lines = wrapped(f"Yes, this is the cause: {CAUSES[incident.cause].words}.")
    lines += wrapped(f"But this is no remedy for it: {remedy.words}.")
    if not remedy.helps:
        return [*lines, *wrapped(remedy.why)]
    other = CAUSES[remedy.helps[0]]
    return [*lines, *wrapped(f"It is what one does where {other.words}. {other.against(seen)}")]


def right(incident: Incident, seen: Seen, named_s: Seconds, now: Standing, left: Sequence[HelpingStep]) -> list[str]:
    """What was to be seen when, how long it took, and, where it is not mended yet, what is *left* to be done for it."""
    alarm_s = incident.scene.alarm_s
    lines = wrapped(f"Right: {CAUSES[incident.cause].words}. What helps: {REMEDIES[incident.remedy].words}.")
    lines += _quoted("What was to be seen:", _of(incident, seen))
    lines += wrapped(f"You named it {_time(named_s - alarm_s)} after the alarm, at {_time(named_s)} of the run.")
    if now.since_s is not None:
        took = f"{_time(now.since_s)} of the run, {_time(now.since_s - alarm_s)} after the alarm"
        return [*lines, *wrapped(f"It is mended: all {now.of} pods have been well since {took}.")]
    counted = f" (old and new ones; {incident.replicas} are wanted)" if now.of > incident.replicas else ""
    lines += wrapped(f"It is not mended yet: {now.well} of {now.of} pods are well{counted}.")
    if not left:
        return [*lines, "What helps has been done. Let time pass, and give the answer again."]
    return [*lines, "One way, step by step:", *_steps(left, alarm_s), "Let time pass, and give the answer again."]


def _of(incident: Incident, seen: Seen) -> Sight:
    sight = CAUSES[incident.cause].sign(seen)
    if sight is None:
        raise ValueError(f"nothing shows the cause {incident.cause!r}")
    return sight


def _quoted(head: str, sight: Sight) -> list[str]:
    lines = [head, *wrapped(f"at {_time(sight.time_s)} of the run, {sight.object}", "  ")]
    return [*lines, *wrapped(sight.text, "    "), *(f"    {each}" for each in sight.beside)]


def _steps(steps: Sequence[HelpingStep], alarm_s: Seconds) -> Iterator[str]:
    for step in steps:
        yield from (f"  # {line}" for line in wrapped(step.why))
        if step.after_s:
            yield f"  day.advance(to={format_duration(alarm_s + step.after_s)!r})"
        if step.event is not None:
            yield f"  day.do({_event(step.event)})"


def _event(event: dict[str, Any]) -> str:
    """As one writes it, and no Secret written out."""
    ((kind, value),) = event.items()
    if value.get("kind") == "Secret":
        namespace, key = value["metadata"]["namespace"], _key(value)
        return f"{{{kind!r}: day.secret({namespace!r}, {key!r})}}"
    return repr(event)


def _key(secret: dict[str, Any]) -> str:
    (key,) = json.loads(secret["stringData"][".dockerconfigjson"])["auths"]
    return str(key)


def _time(seconds: Seconds) -> str:
    return format_duration(float(round(seconds)))
