"""A run in a few lines, and what it took for granted."""

from collections.abc import Iterable, Mapping
from typing import Any

from imagesim.engine.assumptions import ASSUMPTIONS
from imagesim.engine.records import Records
from imagesim.results.measures.summary import summary as measure
from imagesim.results.palette import short_digest
from imagesim.results.sizes import size
from imagesim.results.time_axis import in_words
from imagesim.rules.shown import gate
from imagesim.scenarios.reading.quantities import counted
from imagesim.scenarios.values.scenario import Scenario

_SOME = 3
"""So many of what there may be hundreds of are told one by one: events in vain, pushes, workloads with too few pods."""
_NEWS_S = 1.0
"""Pods that are missed for less have been scaled up or replaced, and their images were there."""


_MISSING = 20
"""Objects whose pods are missing, of which each has a line."""


def summary(records: Records, names: Mapping[str, str] | None = None) -> gate.Shown:
    """What is up, what was pulled and from where, who was mixed, what a push reached, how long recovery took.

    A line each, and none where there is nothing to say. *names* is what people call the versions.
    """
    found = measure(records)
    lines = [("Pods", _pods(found["pods"])), ("Pulls", _pulls(found["pulls"]))]
    by_host = ", ".join(f"{count} to {host}" for host, count in found["requests"]["by_host"].items())
    lines.append(("Requests", by_host or "none"))
    lines += [("Sent", text) for text in _sent(found)]
    if found["removed_images"]:
        lines.append(("Removed", _removed(found["removed_images"])))
    ran = [row for row in found["versions"] if row["pods_by_digest"] or row["mixed_s"]]
    lines += [("Versions", _versions(row, names or {})) for row in ran]
    lines += _some("Push", [_push(row, names or {}) for row in found["pushes"]], "push", "pushes")
    missed = [row for row in found["unavailable"] if row["longest_s"] >= _NEWS_S]
    missed.sort(key=lambda row: -row["below_s"])
    lines += _some("Too few", [_too_few(row) for row in missed], "workload", "workloads")
    lines += [("Recovery", _recovery(row)) for row in found["recovery"]]
    if found["unauthorised"]:
        lines.append(("Private", _unauthorised(found["unauthorised"])))
    lines += _some("In vain", [_vain(row) for row in found["vain_events"]], "event", "events")
    lines.append(("Run", f"{in_words(found['duration_s'])} simulated with seed {found['seed']}"))
    titles = ["", *(title for title, _ in lines)]
    # A title is written once for all lines that it stands over.
    return gate.lines(
        f"{'' if title == before else title:<10}{text}" for before, (title, text) in zip(titles, lines, strict=False)
    )


def assumptions(scenario: Scenario) -> gate.Shown:
    """What was assumed, which pods are missing, what else is not modelled: as lists; "" if there is nothing to say."""
    missing = {each.sentence for each in scenario.missing_pods}
    texts = [each.text for each in scenario.missing_pods]
    return gate.lines(
        [
            *_list("Missing, since their kinds are not modelled", _first(texts)),
            *_list("Assumed", [*scenario.assumptions, *ASSUMPTIONS]),
            *_list("Not modelled", [each for each in scenario.not_modelled if each not in missing]),
        ]
    )


def look(scenario: Scenario) -> gate.Shown:
    """What its author says to look at; "" if that is nothing."""
    return gate.lines(_list("What to look at", scenario.look))


def _first(sentences: list[str]) -> list[str]:
    """As many as people read, and how many there are besides."""
    rest = len(sentences) - _MISSING
    return [*sentences[:_MISSING], f"... and {rest:,} more"] if rest > 0 else sentences


def _list(title: str, sentences: Iterable[str]) -> list[str]:
    lines = [f"  - {sentence}" for sentence in sentences]
    return [f"{title}:", *lines] if lines else []


def _some(title: str, texts: list[str], one: str, many: str) -> list[tuple[str, str]]:
    """The first of the texts, and how many more there are."""
    more = len(texts) - _SOME
    told = [*texts[:_SOME], f"and {counted(more, f'more {one}', f'more {many}')}"] if more > 0 else texts
    return [(title, text) for text in told]


def _vain(row: dict[str, Any]) -> str:
    return f"{row['text']}, at {in_words(row['time_s'])}: {row['why']}"


def _pods(found: dict[str, Any]) -> str:
    statuses = ", ".join(f"{count} {status}" for status, count in found["by_status"].items())
    text = f"{found['ready']} of {found['total']} ready"
    if statuses:
        text += f" ({statuses})"
    if found["absent"]:
        text += f"; {found['absent']} more {'is' if found['absent'] == 1 else 'are'} wanted and not there"
    if found["first_ready_s"] is not None:
        text += f"; the first at {in_words(found['first_ready_s'])}, the last at {in_words(found['last_ready_s'])}"
    return text


def _unauthorised(found: dict[str, int]) -> str:
    where = ", ".join(f"{count} in {namespace}" for namespace, count in found.items())
    return f"{where}: containers with a private image that nothing of their pod or node could pull"


def _pulls(found: dict[str, Any]) -> str:
    under_way = f", {found['unfinished']} under way" if found["unfinished"] else ""
    return (
        f"{found['Pulled']} pulled, {found['AlreadyPresent']} already present, {found['Failed']} failed{under_way}; "
        f"{size(found['bytes_fetched'])} fetched, {size(found['bytes_reused'])} reused"
    )


def _sent(found: dict[str, Any]) -> list[str]:
    """What each host sent. One alone that sent what was fetched is no news."""
    sent = {host: size(count) for host, count in found["requests"]["bytes_by_host"].items() if count}
    if list(sent.values()) in ([], [size(found["pulls"]["bytes_fetched"])]):
        return []
    return [", ".join(f"{told} by {host}" for host, told in sent.items())]


def _removed(by_reason: dict[str, int]) -> str:
    count = sum(by_reason.values())
    reasons = ", ".join(f"{times} {reason}" for reason, times in by_reason.items())
    return f"{count} image{'s' if count > 1 else ''} from nodes ({reasons})"


def _versions(row: dict[str, Any], names: Mapping[str, str]) -> str:
    pods = row["pods_by_digest"]
    running = " and ".join(
        f"{count} pod{'s' if count > 1 else ''} on {_version(digest, names)}" for digest, count in pods.items()
    )
    mixed = f"mixed for {in_words(row['mixed_s'])}" if row["mixed_s"] else "never mixed"
    return f"{row['workload']} {row['container']} {row['image']}: {running or 'no pod runs'}; {mixed}"


def _version(digest: str, names: Mapping[str, str]) -> str:
    name = names.get(digest)
    return f"{name} ({short_digest(digest)})" if name else short_digest(digest)


def _push(row: dict[str, Any], names: Mapping[str, str]) -> str:
    tag = f"{row['host']}/{row['repository']}:{row['tag']}"
    return f"{tag} to {_version(row['digest'], names)}, at {in_words(row['time_s'])}, {row['text']}"


def _too_few(row: dict[str, Any]) -> str:
    minimum = f"its minimum ({row['minimum']} at the end)"
    if row["first_met_s"] is None:
        return f"{row['workload']} never had {minimum} of available pods"
    how_long = in_words(row["below_s"]) + (f", {row['spells']} times" if row["spells"] > 1 else "")
    return f"{row['workload']} had fewer available pods than {minimum} for {how_long}; {row['least']} at the fewest"


def _recovery(row: dict[str, Any]) -> str:
    text, waiting = f"{row['disturbance']}, over at {in_words(row['ended_s'])}: ", row["waiting_pods"]
    pulling = row["pulling_pods"] + row["queued_pods"]
    first = f"; {waiting} pod{'s' if waiting > 1 else ''} waited for a first pull then" if waiting > pulling else ""
    if not row["failing_pods"] + pulling:
        return f"{text}no pod was failing then{first}"
    what = "failing" if not pulling else "failing or pulling" if row["failing_pods"] else "pulling"
    text += f"{row['recovered_pods']} of {row['failing_pods'] + pulling} {what} pods Ready again"
    if row["median_s"] is not None:
        text += f", after {in_words(row['median_s'])} (median), {in_words(row['max_s'])} (longest)"
    return text + first
