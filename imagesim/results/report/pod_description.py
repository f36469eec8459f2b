"""One pod as `kubectl describe pod NAME` tells it, as far as it is modelled.

Models k8s.io/kubectl/pkg/describe/describe.go (describePod, describeContainers, describeStatus, DescribeEvents). Times
are told from the start of the run, ages from its end. As with kubectl, a name that no pod has is taken as a prefix.
What the API held is read from the recorded history of the objects.
"""

from collections.abc import Iterable

from imagesim.engine.api.stored_events import StoredEvent, held, stored_events
from imagesim.engine.records import PodRecord, Records, RunningRecord, StateRecord
from imagesim.results.history import History
from imagesim.results.named_pods import named_pods
from imagesim.results.report.events_text import expired_note
from imagesim.results.report.kubectl_format import columns
from imagesim.results.time_axis import in_words
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.printers.durations import event_age
from imagesim.rules.reference import ImageReference
from imagesim.rules.shown import gate
from imagesim.rules.versions import DEFAULT_KUBERNETES, KubernetesBehaviour, kubernetes


def describe_pod(
    records: Records, name: str, *, namespace: str | None = None, version: str = DEFAULT_KUBERNETES
) -> gate.Shown:
    """The text for the pod *name*, or for all whose names begin so; in any namespace unless one is given.

    Pods that exist at the end of the run come before those that were deleted. ScenarioError if there is none. *version*
    is that of kubectl.
    """
    history = History(records)
    pods = named_pods(records, name, namespace)
    return gate.stacked((_describe(records, history, pod, kubernetes(version)) for pod in pods), apart=2)


def _describe(records: Records, history: History, pod: PodRecord, kubectl: KubernetesBehaviour) -> gate.Shown:
    name = ObjectName("Pod", pod.namespace, pod.pod)
    stored = history.last(name)
    key = pod.namespace, pod.pod
    states = [row for row in records.states if (row.namespace, row.pod) == key and pod.there_at(row.started_s)]
    runs = [row for row in records.running if (row.namespace, row.pod) == key and pod.there_at(row.started_s)]
    lines = [
        _field("Name", pod.pod),
        _field("Namespace", pod.namespace),
        _field("Node", pod.node or "<none>"),
        _field("Start Time", f"{in_words(pod.created_s)} after the start of the run"),
        _field("Status", _status(records, pod)),
    ]
    if pod.reason:
        lines.append(_field("Reason", pod.reason))
    if stored is not None and stored.owner is not None:
        lines.append(_field("Controlled By", f"{stored.owner.owner.kind}/{stored.owner.owner.name}"))
    images = _images(stored.spec) if stored is not None else {}
    if pod.init_containers:
        lines.append("Init Containers:")
        lines += [line for each in pod.init_containers for line in _container(each, images, states, runs)]
    lines.append("Containers:")
    lines += [line for each in pod.containers for line in _container(each, images, states, runs)]
    mine = stored_events(row for row in records.events if row.object == name and pod.there_at(row.time_s))
    there = held(mine, records.end_s)
    note = expired_note(len(mine) - len(there))
    return gate.stacked([gate.lines(lines), _events(there, records.end_s, kubectl), gate.line(note)])


def _field(name: str, value: str, indent: int = 0) -> str:
    """A field with its value in one column, for each level of *indent* two further in."""
    return f"{'  ' * indent}{name + ':':<18}{value}".rstrip()


def _status(records: Records, pod: PodRecord) -> str:
    if pod.deleted_s is not None:
        return f"deleted, {in_words(pod.deleted_s)} after the start of the run"
    if pod.deletion_s is not None:
        return f"Terminating (lasts {in_words(records.end_s - pod.deletion_s)})"
    return pod.phase


def _images(spec: PodSpec) -> dict[str, str]:
    return {container.name: container.image for container in (*spec.init_containers, *spec.containers)}


def _container(
    name: str, images: dict[str, str], states: list[StateRecord], runs: list[RunningRecord]
) -> Iterable[str]:
    mine = [row for row in states if row.container == name]
    ran = [row for row in runs if row.container == name]
    yield f"  {name}:"
    if not mine:  # no kubelet has said anything of it: kubectl has the spec alone to tell of
        if name in images:
            yield _field("Image", images[name], 2)
        return
    now = mine[-1]
    # Like the API, this shows what ran last while the container waits to be started again.
    version = next((row.digest for row in reversed(mine) if row.digest), "")
    yield _field("Image", now.image, 2)
    yield _field("Image ID", f"{ImageReference.parse(now.image).repository}@{version}" if version else "", 2)
    yield from _state("State", now)
    last = next((row for row in reversed(mine[:-1]) if row.state == "Terminated"), None)
    if last is not None:
        yield from _state("Last State", last)
    yield _field("Ready", str(now.ready), 2)
    yield _field("Restart Count", str(max(0, len(ran) - 1)), 2)


def _state(title: str, row: StateRecord) -> Iterable[str]:
    yield _field(title, row.state, 2)
    if row.reason:
        yield _field("  Reason", row.reason, 2)
    if row.exit_code is not None:
        yield _field("  Exit Code", str(row.exit_code), 2)
    if row.state == "Running":
        yield _field("  Started", f"{in_words(row.started_s)} after the start of the run", 2)


def _events(lines: list[StoredEvent], now: float, kubectl: KubernetesBehaviour) -> gate.Shown:
    if not lines:
        return gate.line(_field("Events", "<none>"))
    rows = [("Type", "Reason", "Age", "From", "Message"), ("----", "------", "----", "----", "-------")]
    for line in lines:
        seen = event_age(line.first_s, line.last_s, line.times, now)
        part = f"{line.field_path}: " if line.field_path and kubectl.describe_names_containers else ""
        rows.append((line.type, line.reason, seen, line.source, part + line.message))
    return gate.stacked([gate.line("Events:"), columns(rows, padding=2, least=0, indent="  ")])
