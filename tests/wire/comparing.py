"""What a case expects against what runs of it showed.

Requests come in groups; inside a group their order is free. An expected value that is null is not compared, nor are
the bytes of refusals and of token answers, whose bodies nobody recorded. `error` agrees if the expected text stands in
the seen one, where `…` stands for anything; http and https count as one. `seconds` agree within `tolerance_s` (5 % or
0.2 s, whichever is more, if there is none).
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from imagesim.engine.records import RequestRecord
from tests.wire.case import Case, Json
from tests.wire.content import digest_of
from tests.wire.playing import PullSeen, Seen

_RELATIVE, _ABSOLUTE_S = 0.05, 0.2

_LOST_RACE = "failed to prepare extraction snapshot"
"""What a pull by 1.6 says that follows a failing one and comes too late."""

Problems = list[str]


def problems(case: Case, runs: Sequence[Seen]) -> Problems:
    """Where *runs* differ from what the case expects; none if they agree.

    A race that pulls can lose makes several fates of one case. What was watched is one of them, and all runs with that
    fate have to agree. Where none does, the most frequent fate is shown.
    """
    fates: dict[tuple[bool, ...], list[Seen]] = {}
    for seen in runs:
        fates.setdefault(tuple(_LOST_RACE in pull.error for pull in seen.pulls), []).append(seen)
    found = [_problems(case, alike) for alike in sorted(fates.values(), key=len, reverse=True)]
    return [] if not all(found) else found[0]


def _problems(case: Case, runs: Sequence[Seen]) -> Problems:
    expect, found = case.expect, []
    for index, pull in enumerate(expect.get("pulls") or ()):
        found += [f"pull {index}: {text}" for text in _every(runs, lambda seen, i=index, p=pull: _outcome(p, seen, i))]
        found += [f"pull {index}: {text}" for text in _some(runs, lambda seen, i=index, p=pull: _seconds(p, seen, i))]
    found += _every(runs, lambda seen: _left(expect.get("left") or {}, seen))
    found += _every(runs, lambda seen: _counts(expect.get("counts") or {}, seen))
    if expect.get("requests") is not None:
        found += _every(runs, lambda seen: _same_requests(expect["requests"], seen))
        found = found or _some(runs, lambda seen: _order(expect["requests"], seen))
    return found


def _every(runs: Sequence[Seen], check: Callable[[Seen], Problems]) -> Problems:
    return next((found for seen in runs if (found := check(seen))), [])


def _some(runs: Sequence[Seen], check: Callable[[Seen], Problems]) -> Problems:
    found = [check(seen) for seen in runs]
    return [] if not all(found) else found[0]


def _outcome(expected: Json, seen: Seen, index: int) -> Problems:
    if index >= len(seen.pulls):
        return ["the case has no such step"]
    pull, found = seen.pulls[index], []
    if "ok" in expected and expected["ok"] is not None and pull.ok is not expected["ok"]:
        found.append(f"ok is {pull.ok} ({pull.error}), expected {expected['ok']}")
    if (expected.get("code") or "OK") != "OK" and pull.code != expected["code"]:
        found.append(f"code is {pull.code}, expected {expected['code']}")
    texts = pull.error, pull.error_with_ids
    if expected.get("error") and not any(_text_agrees(expected["error"], text) for text in texts):
        found.append(f"error is {pull.error!r}, expected {expected['error']!r}")
    return found


def _seconds(expected: Json, seen: Seen, index: int) -> Problems:
    wanted = expected.get("seconds")
    if wanted is None or index >= len(seen.pulls):
        return []
    pull: PullSeen = seen.pulls[index]
    tolerance = expected.get("tolerance_s")
    if tolerance is None:
        tolerance = max(_RELATIVE * wanted, _ABSOLUTE_S)
    if pull.seconds is None:
        return [f"it never ended, expected {wanted} s"]
    if abs(pull.seconds - wanted) > tolerance:
        return [f"it took {pull.seconds:.3f} s, expected {wanted} s within {tolerance:.3f}"]
    return []


def _left(expected: Json, seen: Seen) -> Problems:
    own = {"content_bytes": seen.content_bytes, "snapshots": seen.snapshots}
    return [
        f"left.{key} is {own[key]}, expected {value}"
        for key, value in expected.items()
        if value is not None and own[key] != value
    ]


def _counts(expected: Json, seen: Seen) -> Problems:
    counted = Counter(row.method for row in seen.requests)
    counted["total"] = len(seen.requests)
    return [
        f"counts.{key} is {counted[key]}, expected {value}"
        for key, value in expected.items()
        if value is not None and counted[key] != value
    ]


def _same_requests(groups: Sequence[Sequence[Sequence[object]]], seen: Seen) -> Problems:
    """The same requests, whatever their order."""
    expected = [request for group in groups for request in group]
    return _match(expected, list(seen.requests), "requests")


def _order(groups: Sequence[Sequence[Sequence[object]]], seen: Seen) -> Problems:
    begin = 0
    for number, group in enumerate(groups):
        found = _match(group, seen.requests[begin : begin + len(group)], f"group {number} of the requests")
        if found:
            return found
        begin += len(group)
    return []


def _match(expected: Sequence[Sequence[object]], rows: Sequence[RequestRecord], what: str) -> Problems:
    """Pair each expected request with one seen; the pickiest first, so that a null takes nobody's place."""
    left = list(rows)
    for request in sorted(expected, key=lambda each: sum(value is None for value in each)):
        place = next((i for i, row in enumerate(left) if _agrees(request, row)), None)
        if place is None:
            return [f"{what}: {list(request)} was not seen; {[_short(row) for row in left]} were"]
        del left[place]
    return [f"{what}: {[_short(row) for row in left]} were not expected"] if left else []


def _agrees(expected: Sequence[object], row: RequestRecord) -> bool:
    host, method, object_, status, size = (*expected, None, None, None, None, None)[:5]
    if (host is not None and row.host not in (host, f"registry-1.{host}")) or (
        method is not None and method != row.method
    ):
        return False
    if object_ is not None and not _object_agrees(str(object_), row.object):
        return False
    if status is not None and (status or 0) != row.status:
        return False
    compared = row.status in (200, 206) and row.object != "token"
    return size is None or not compared or size == row.bytes_sent


def _object_agrees(expected: str, seen: str) -> bool:
    """`manifests/v1`, with or without what stands before it; the case's own name in place of a digest."""
    if seen == "token":
        return expected.partition("?")[0].strip("/").endswith("token")
    kind, _, name = seen.partition("/")
    text = expected.partition("?")[0]
    own_kind, _, own_name = text.rpartition("/")
    return own_kind.rpartition("/")[2] in ("", kind) and own_name in (name, *_names_for(own_name, name))


def _names_for(own: str, digest: str) -> tuple[str, ...]:
    return (own,) if digest_of(own) == digest else ()


def _text_agrees(expected: str, seen: str) -> bool:
    wanted = (re.escape(part) for part in expected.replace("https://", "http://").split("…"))
    return re.search(".*".join(wanted), seen.replace("https://", "http://"), re.DOTALL) is not None


def _short(row: RequestRecord) -> list[object]:
    return [row.host, row.method, row.object[:40], row.status, row.bytes_sent]
