"""Events, pods and nodes, as kubectl prints them, become observed pulls.

An Event has its time in whole seconds, but its name ends with the same moment in nanoseconds, in hexadecimal
(client-go tools/record, makeEvent), so when a pull ended is known as exactly as how long it took. What belongs to no
pull that moved bytes is left out, and counted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from imagesim.rules.golang.time import NANOSECONDS
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.units import Bytes, Seconds
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.quantities import counted
from imagesim.studies.calibrating.messages import Said, said, says_present
from imagesim.studies.calibrating.observed import Observations, ObservedPull

INSTANCE_TYPE = "node.kubernetes.io/instance-type"
_AGREE = 2
_COMBINED = "(combined from similar events)"


class _Told(NamedTuple):
    """One event of a pull that worked."""

    said: Said
    node: str
    second: Seconds
    exact: int | None  # nanoseconds of some clock


def observations(documents: Iterable[Document]) -> Observations:
    """The pulls in *documents*. ScenarioError if there is none whose time, size and node are known."""
    events: dict[tuple[str, str, int], Document] = {}
    pods: dict[tuple[str, str], str] = {}
    kinds: dict[str, str] = {}
    sizes: dict[str, Bytes] = {}
    runtimes: set[str] = set()
    for document in documents:
        if document.kind == "Event":
            # One event may be in two files, printed at two times; one without a name is like no other.
            events[document.namespace, document.name, 0 if document.name else len(events)] = document
        elif document.kind == "Pod":
            pods[document.namespace, document.name] = _text(document.value, "spec", "nodeName")
        elif document.kind == "Node":
            _read_node(document, kinds, sizes, runtimes)
    if not events:
        raise ScenarioError("there is no Event in what was given", suggestion=_HINT)
    left: Counter[str] = Counter()
    told = list(_told(events.values(), pods, left))
    pulls, present, notes = _pulls(told, kinds, sizes, left)
    if not pulls:
        found = "; ".join(f"{what}: {count}" for what, count in left.items()) or "no message of a pull that worked"
        raise ScenarioError(f"no pull in {counted(len(events), 'event')} can be used: {found}", suggestion=_HINT)
    return Observations(pulls=pulls, present_s=present, notes=(*notes, *_of_runtimes(runtimes), *_left_out(left)))


_HINT = "give what `kubectl get events -A -o json` prints, not later than an hour after the pulls"


def _read_node(document: Document, kinds: dict[str, str], sizes: dict[str, Bytes], runtimes: set[str]) -> None:
    value = document.value
    kinds[document.name] = _text(value, "metadata", "labels", INSTANCE_TYPE)
    runtimes.add(_text(value, "status", "nodeInfo", "containerRuntimeVersion").partition("://")[0])
    for image in _get(value, "status", "images") or ():
        size = _get(image, "sizeBytes")
        if isinstance(size, int):
            sizes |= {_normal(name): size for name in _get(image, "names") or () if isinstance(name, str)}


def _told(events: Iterable[Document], pods: dict[tuple[str, str], str], left: Counter[str]) -> Iterator[_Told]:
    for document in events:
        value = document.value
        message = _text(value, "message") or _text(value, "note")
        if says_present(message):
            left["the image was there, and nothing was pulled"] += 1
            continue
        words = said(message)
        if words is None:
            continue
        about = _get(value, "involvedObject") or _get(value, "regarding") or {}
        node = (
            _text(value, "source", "host")
            or _text(value, "deprecatedSource", "host")
            or _text(value, "reportingInstance")
            or pods.get((_text(about, "namespace"), _text(about, "name")), "")
        )
        moment = _moment(document)
        if words.took_s is None:
            left["an old kubelet's message without a time"] += 1
        elif not node:
            left["no node is named, and its pod was not given"] += 1
        elif moment is None:
            left["the event has no time"] += 1
        else:
            yield _Told(words, node, *moment)


def _moment(document: Document) -> tuple[Seconds, int | None] | None:
    """When an event happened last: seconds since 1970, and what its name or a finer field says in nanoseconds."""
    value = document.value
    fine = _time(_text(value, "eventTime") or _text(value, "series", "lastObservedTime"))
    if fine is not None:
        return fine, round(fine * NANOSECONDS)
    last = _time(_text(value, "lastTimestamp") or _text(value, "deprecatedLastTimestamp"))
    first = _time(_text(value, "firstTimestamp") or _text(value, "deprecatedFirstTimestamp"))
    at = last if last is not None else first
    if at is None:
        at = _time(_text(value, "metadata", "creationTimestamp"))
        return None if at is None else (at, None)
    combined = _COMBINED in _text(value, "message")
    return at, None if combined or at != first else _nanoseconds(document.name)


def _nanoseconds(name: str) -> int | None:
    ending = name.rpartition(".")[2]
    try:
        return int(ending, 16) if 1 <= len(ending) <= 16 else None
    except ValueError:
        return None


def _pulls(
    told: list[_Told], kinds: dict[str, str], sizes: dict[str, Bytes], left: Counter[str]
) -> tuple[tuple[ObservedPull, ...], tuple[Seconds, ...], list[str]]:
    """The pulls that moved bytes, how long those took that did not, and what there is to say."""
    ends = list(_ends(told))
    rough = sum(not exact for _, exact in ends)
    notes = [f"{counted(rough, 'pull')} ended at a time that is known to a second alone."] if rough else []
    found: list[ObservedPull] = []
    old = guessed = 0
    for (words, node, *_), (end, _exact) in zip(told, ends, strict=True):
        size = words.size
        if size is None:
            size = sizes.get(_normal(words.image))
            guessed += size is not None
        if not size:
            left["no size: an old kubelet does not say it, and no Node lists the image"] += 1
            continue
        took = max(words.took_s or 0.0, 0.001)
        old += words.total_s is None
        found.append(
            ObservedPull(
                image=_normal(words.image),
                registry=_registry(words.image),
                node=node,
                kind=kinds.get(node, ""),
                started_s=end - took,
                ended_s=end,
                size=size,
                waited_s=None if words.total_s is None else max(0.0, words.total_s - took),
            )
        )
    if guessed:
        notes.append(f"The size of {counted(guessed, 'pull')} is what a Node says of the image; the kubelet did not.")
    found.sort(key=lambda pull: (pull.started_s, pull.ended_s, pull.node, pull.image))
    pulls, present = _first_on_each_node(found, left)
    if old:
        pulls = _without_unknown_waits(pulls, left)
        notes.append(f"{counted(old, 'message')} of old kubelets: their times have the wait for other pulls in them.")
    return tuple(pulls), tuple(present), notes


def _ends(told: list[_Told]) -> Iterator[tuple[Seconds, bool]]:
    """When each pull ended, and whether that is exact.

    What names say counts where its whole seconds run beside those of the timestamps; the zero of that clock may be
    another than 1970, but then it is the same for most of them.
    """
    zeros = Counter(int(each.second) - each.exact // NANOSECONDS for each in told if each.exact is not None)
    zero = max(zeros, key=lambda offset: (zeros[offset], -abs(offset)), default=0)
    if zero and (zeros[zero] < _AGREE or 2 * zeros[zero] < zeros.total()):
        zero = 0
    for each in told:
        exact = each.exact is not None and int(each.second) - each.exact // NANOSECONDS == zero
        if exact and each.exact is not None:
            yield zero + each.exact / NANOSECONDS, True
        else:
            yield each.second + 0.5, False


def _first_on_each_node(pulls: list[ObservedPull], left: Counter[str]) -> tuple[list[ObservedPull], list[Seconds]]:
    """Without pulls of what their node had, or was about to have; and how long those took that found it there."""
    first: dict[tuple[str, str, Bytes], ObservedPull] = {}
    kept, present = list[ObservedPull](), list[Seconds]()
    for pull in pulls:
        before = first.setdefault((pull.node, pull.image, pull.size), pull)
        if before is pull:
            kept.append(pull)
        elif before.overlaps(pull):
            left["another pull on the same node was bringing that image"] += 1
        else:
            left["the node had the image from a pull before"] += 1
            present.append(pull.took_s)
    return kept, present


def _without_unknown_waits(pulls: list[ObservedPull], left: Counter[str]) -> list[ObservedPull]:
    """Without those of old kubelets that may have waited: others of their node were under way."""
    kept = []
    for pull in pulls:
        others = (other for other in pulls if other is not pull and other.node == pull.node)
        if pull.waited_s is None and any(map(pull.overlaps, others)):
            left["an old kubelet's time, beside other pulls of its node: part of it may be waiting"] += 1
        else:
            kept.append(pull)
    return kept


def _left_out(left: Counter[str]) -> Iterator[str]:
    for what, count in left.items():
        yield f"Left out, {counted(count, 'event')}: {what}."


def _of_runtimes(runtimes: set[str]) -> Iterator[str]:
    known = runtimes - {""}
    if known - {"containerd"}:
        names = ", ".join(sorted(known - {"containerd"}))
        yield f"The nodes run {names}, which may count sizes unpacked: rates are then of unpacked bytes."
    elif not known:
        yield (
            "Sizes are taken as the kubelet says them: compressed with containerd, unpacked with some others. Without "
            "Nodes in the input nothing says which."
        )


def _normal(image: str) -> str:
    """The name as registries know it, the tag written out."""
    try:
        return ImageReference.parse(image).fully_qualified
    except InvalidImageName:
        return image


def _registry(image: str) -> str:
    try:
        return ImageReference.parse(image).domain
    except InvalidImageName:
        return ""


def _time(text: str) -> Seconds | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _get(value: Any, *path: str) -> Any:
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _text(value: Any, *path: str) -> str:
    found = _get(value, *path)
    return found if isinstance(found, str) else ""
