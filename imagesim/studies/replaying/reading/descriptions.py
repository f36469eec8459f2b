"""Pasted text: `kubectl describe pod` of one or several pods, and tables of events, in whatever is around them."""

import re
from dataclasses import dataclass, field

from imagesim.studies.replaying.listed import Listed, ListedContainer, ListedEvent, ListedPod, Span
from imagesim.studies.replaying.reading.event_lines import EventLine, described_line, listed_line
from imagesim.studies.replaying.reading.text_ages import is_old, span_of

_QUOTE = re.compile(r"^(?:\s*>)+ ?|^[_*`]+(?=Name:)")
_NAME = re.compile(r"^\s*Name:\s+(\S+)\s*$")
_FIELD = re.compile(r"^(\s*)([A-Z][A-Za-z /-]*?):(?:\s+(.*?))?\s*$")
_CONTAINER = re.compile(r"^(\s+)([a-z0-9][a-z0-9-]*):\s*$")
_LIST_HEAD = re.compile(r"LAST ?SEEN\s.*\bMESSAGE\b|^\s*LASTSEEN\s")
_EVENTS = re.compile(r"^\s*Events:\s*(.*)$")
_SECTIONS = ("Containers", "Init Containers", "Ephemeral Containers")
_TOP = ("Namespace", "Node", "Status", "Reason", "Controlled By", "Start Time")
_RULER = re.compile(r"^\s*(?:-+\s+)+-+\s*$|^\s*(?:Type|FirstSeen)\s+\w+")


@dataclass(slots=True)
class _ContainerLines:
    name: str
    init: bool
    fields: dict[str, str] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Pod:
    name: str
    indent: int
    fields: dict[str, str] = field(default_factory=dict)
    containers: list[_ContainerLines] = field(default_factory=list)
    lines: list[EventLine] = field(default_factory=list)
    events_shown: bool = False


class _PasteReader:
    """Goes through the lines once. What it does not know it passes over."""

    def __init__(self) -> None:
        self.pods: list[_Pod] = []
        self.listed: list[EventLine] = []
        self._pod: _Pod | None = None
        self._section = ""
        self._in_state = False
        self._in_events = False
        self._in_list = False
        self._wide = False
        self._broken_off = False

    def read(self, line: str) -> None:
        if _LIST_HEAD.search(line):
            self._in_list, self._in_events = True, False
            self._wide = "FIRST SEEN" in line and "COUNT" in line and line.find("FIRST SEEN") > line.find("MESSAGE")
            return
        if found := _NAME.match(line):
            self._pod = _Pod(found[1], len(line) - len(line.lstrip()))
            self.pods.append(self._pod)
            self._section, self._in_events, self._in_list = "", False, False
            return
        if self._take_event(line):
            return
        if self._pod is not None and not self._in_list:
            self._take_field(self._pod, line)

    def _take_event(self, line: str) -> bool:
        if self._pod is not None and _EVENTS.match(line) and not self._in_list:
            self._in_events, self._pod.events_shown = True, True
            return True
        if (found := described_line(line)) and self._pod is not None and not self._in_list:
            self._pod.lines.append(found)
            self._broken_off = True
            self._pod.events_shown = self._in_events = True
            return True
        if listed := listed_line(line, wide=self._wide):
            self.listed.append(listed)
            self._broken_off = True
            self._in_list = True
            return True
        if found and self._pod is None:
            self._pod = _Pod("", 0, events_shown=True, lines=[found])
            self.pods.append(self._pod)
            self._in_events = True
            return True
        return self._continues(line)

    def _continues(self, line: str) -> bool:
        """A line that a terminal or a mail has broken off the one before it."""
        lines = self._pod.lines if self._in_events and self._pod is not None else self.listed if self._in_list else []
        if not line.strip():
            self._broken_off = False
            return False
        if self._broken_off and lines and not _RULER.match(line) and not _FIELD.match(line):
            last = lines[-1]
            lines[-1] = last._replace(message=f"{last.message} {line.strip()}"[:4_000])
            return True
        return self._in_events and bool(_RULER.match(line))

    def _take_field(self, pod: _Pod, line: str) -> None:
        if (found := _CONTAINER.match(line)) and self._section in _SECTIONS and len(found[1]) > pod.indent:
            pod.containers.append(_ContainerLines(found[2], self._section == "Init Containers"))
            self._in_state = False
            return
        found = _FIELD.match(line)
        if found is None:
            return
        indent, name, value = len(found[1]), found[2], found[3] or ""
        if indent <= pod.indent:
            self._section = name
            if name in _TOP:
                pod.fields.setdefault(name, value)
            return
        if self._section in _SECTIONS and pod.containers:
            self._take_container_field(pod.containers[-1], name, value)

    def _take_container_field(self, container: _ContainerLines, name: str, value: str) -> None:
        if name in ("State", "Last State"):
            self._in_state = name == "State"
            if self._in_state:
                container.state = {"State": value}
        elif name in ("Reason", "Message") and self._in_state:
            container.state[name] = value
        elif name in ("Image", "Image ID", "Ready", "Restart Count"):
            container.fields.setdefault(name, value)
            if name == "Ready":
                self._in_state = False


def read_text(text: str) -> Listed:
    """What a paste tells of pods and events; nothing at all if it is something else."""
    reader = _PasteReader()
    for line in text.splitlines():
        reader.read(_QUOTE.sub("", line.expandtabs(8)).rstrip())
    lines = [*reader.listed, *(line for pod in reader.pods for line in pod.lines)]
    old = is_old(age for line in lines for age in (line.first, line.last) if age)
    seen = Listed()
    for pod in reader.pods:
        if pod.lines or pod.containers or pod.fields:
            _add(seen, pod, old=old)
    seen.events += (_event(line, line.name, line.namespace, line.kind, old=old) for line in reader.listed)
    if old and lines:
        seen.notes.append("The ages are those of an old kubectl, which cuts them off to one unit.")
    seen.of = _what(reader)
    return seen


def _what(reader: _PasteReader) -> str:
    parts = []
    if reader.pods:
        parts.append("kubectl describe pod")
    if reader.listed:
        parts.append("kubectl get events")
    return " and ".join(parts)


def _add(seen: Listed, pod: _Pod, *, old: bool) -> None:
    """Take over a pod and its events. A description of something else than a pod is passed over."""
    namespace = pod.fields.get("Namespace", "")
    if not pod.containers and not pod.lines:
        return
    events = [_event(line, pod.name, namespace, "Pod", old=old) for line in pod.lines]
    hosts = [event.host for event in events if event.host]
    node = pod.fields.get("Node", "").partition("/")[0].strip()
    owner = pod.fields.get("Controlled By", "").partition("/")
    seen.pods.append(
        ListedPod(
            namespace=namespace,
            name=pod.name,
            node=node if node != "<none>" else (hosts[0] if hosts else ""),
            phase=(pod.fields.get("Status") or "").partition(" ")[0],
            reason=pod.fields.get("Reason", ""),
            owner=(owner[0], owner[2]),
            deleting=(pod.fields.get("Status") or "").startswith("Terminating"),
            containers=tuple(map(_container, pod.containers)),
            described=True,
            events_shown=pod.events_shown,
        )
    )
    seen.events += events


def _container(found: _ContainerLines) -> ListedContainer:
    restarts = found.fields.get("Restart Count", "")
    return ListedContainer(
        name=found.name,
        image=found.fields.get("Image", ""),
        state=found.state.get("State", ""),
        reason=found.state.get("Reason", ""),
        message=found.state.get("Message", ""),
        ready=found.fields.get("Ready") == "True",
        restarts=int(restarts) if restarts.isascii() and restarts.isdigit() and len(restarts) < 10 else 0,
        image_id=found.fields.get("Image ID", ""),
        init=found.init,
    )


def _event(line: EventLine, name: str, namespace: str, kind: str, *, old: bool) -> ListedEvent:
    source, _, host = line.source.partition(",")
    first: Span | None = span_of(line.first, old=old) if line.first else None
    return ListedEvent(
        kind=_KINDS.get(kind.lower(), kind),
        namespace=namespace,
        name=name,
        type=line.type,
        reason=line.reason,
        message=line.message.strip(),
        count=int(line.count) if line.count else 0,
        first=first,
        last=span_of(line.last, old=old),
        container=line.container,
        source=source.strip(),
        host=host.strip(),
    )


_KINDS = {
    "pod": "Pod", "replicaset": "ReplicaSet", "deployment": "Deployment", "daemonset": "DaemonSet", "node": "Node",
    "statefulset": "StatefulSet", "job": "Job", "cronjob": "CronJob",
}  # fmt: skip
