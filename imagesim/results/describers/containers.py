"""The containers of a pod or of a template (describeContainers), and the image volumes that they mount."""

from collections.abc import Mapping, Sequence
from typing import Any

from imagesim.results.describers.writer import Viewpoint, Writer

Document = Mapping[str, Any]


def describe_containers(
    title: str, containers: Sequence[Document], statuses: Sequence[Document], writer: Writer, view: Viewpoint
) -> None:
    """The containers of a pod, with what their statuses say."""
    told = {status["name"]: status for status in statuses}
    writer.line(f"{title}:")
    for container in containers:
        status = told.get(container["name"])
        writer.line(f"{container['name']}:", level=1)
        writer.field("Image", container["image"], 2)
        if status is not None:
            writer.field("Image ID", status["imageID"], 2)
            _describe_state("State", status["state"], writer, view)
            if "terminated" in status["lastState"]:
                _describe_state("Last State", status["lastState"], writer, view)
            writer.field("Ready", status["ready"], 2)
            writer.field("Restart Count", status["restartCount"], 2)
        _describe_spec(container, writer)


def describe_template(template: Document, writer: Writer) -> None:
    """DescribePodTemplate."""
    spec, metadata = template["spec"], template.get("metadata") or {}
    writer.line("Pod Template:")
    writer.labels("Labels", metadata.get("labels"), 1)
    if metadata.get("annotations"):
        writer.annotations("Annotations", metadata["annotations"], 1)
    writer.field("Service Account", spec["serviceAccountName"], 1)
    for title, key in (("Init Containers", "initContainers"), ("Containers", "containers")):
        if spec.get(key):
            writer.line(f"{title}:", level=1)
        for container in spec.get(key) or ():
            writer.line(f" {container['name']}:", level=1)
            writer.field("Image", container["image"], 2)
            _describe_spec(container, writer)
    describe_volumes(spec, writer, 1)
    describe_placing(spec, writer, 1)


def describe_volumes(spec: Document, writer: Writer, level: int = 0) -> None:
    """The volumes of type image; others are not modelled."""
    if spec.get("volumes"):
        writer.line("Volumes:", level=level)
    indent = " " if level else ""
    for volume in spec.get("volumes") or ():
        writer.line(f"{indent}{volume['name']}:", level=1)
        writer.field("Type", "Image (a container image or OCI artifact)", 2)
        writer.field("Reference", volume["image"]["reference"], 2)
        writer.field("PullPolicy", volume["image"]["pullPolicy"], 2)


def describe_placing(spec: Document, writer: Writer, level: int = 0) -> None:
    """Where the pod may go: node selectors and tolerations."""
    writer.labels("Node-Selectors", spec.get("nodeSelector"), level)
    tolerations = sorted(spec.get("tolerations") or (), key=lambda each: str(each.get("key", "")))
    writer.several("Tolerations", [_toleration(each) for each in tolerations], level)


def _toleration(toleration: Document) -> str:
    """printTolerationsMultilineWithIndent."""
    key, value, effect = (toleration.get(name, "") for name in ("key", "value", "effect"))
    text = f"{key}{f'={value}' if value else ''}{f':{effect}' if effect else ''}"
    if toleration.get("operator") == "Exists" and not value:
        text = f"{text} op=Exists" if text else "op=Exists"
    seconds = toleration.get("tolerationSeconds")
    return text if seconds is None else f"{text} for {seconds}s"


def _describe_spec(container: Document, writer: Writer) -> None:
    """What follows the state of a container: requests, probes, mounts."""
    resources = container.get("resources") or {}
    for title, key in (("Limits", "limits"), ("Requests", "requests")):
        if resources.get(key):
            writer.line(f"{title}:", level=2)
        for name, quantity in sorted((resources.get(key) or {}).items()):
            writer.field(name, quantity, 3)
    for title, key in (("Liveness", "livenessProbe"), ("Readiness", "readinessProbe"), ("Startup", "startupProbe")):
        if key in container:
            writer.field(title, _probe(container[key], in_full=writer.thresholds), 2)
    mounts = container.get("volumeMounts") or ()
    if mounts:
        writer.line("Mounts:", level=2)
    for mount in sorted(mounts, key=lambda mount: str(mount["mountPath"])):
        writer.line(f"{mount['mountPath']} from {mount['name']} (rw)", level=3)


def _probe(probe: Document, *, in_full: bool) -> str:
    """DescribeProbe. Of what a probe sends only the port is kept. *in_full* are the names of its thresholds."""
    success, failure = ("successThreshold", "failureThreshold") if in_full else ("#success", "#failure")
    pace = (
        f"delay={probe['initialDelaySeconds']}s timeout={probe['timeoutSeconds']}s period={probe['periodSeconds']}s "
        f"{success}={probe['successThreshold']} {failure}={probe['failureThreshold']}"
    )
    if "exec" in probe:
        return f"exec [{' '.join(probe['exec']['command'])}] {pace}"
    if "httpGet" in probe:
        return f"http-get http://:{probe['httpGet']['port']} {pace}"
    if "tcpSocket" in probe:
        return f"tcp-socket :{probe['tcpSocket']['port']} {pace}"
    return f"grpc <pod>:{probe['grpc']['port']}  {pace}"


def _describe_state(title: str, state: Document, writer: Writer, view: Viewpoint) -> None:
    """describeStatus."""
    key = next(iter(state), "waiting")
    told: Document = state.get(key, {})
    writer.field(title, key.capitalize(), 2)
    if key == "running":
        writer.field("Started", view.date(told["startedAt"]), 3)
        return
    if told.get("reason"):
        writer.field("Reason", told["reason"], 3)
    if key == "terminated":
        if told.get("message"):
            writer.field("Message", told["message"], 3)
        writer.field("Exit Code", told["exitCode"], 3)
        if told.get("signal"):
            writer.field("Signal", told["signal"], 3)
        for name, field in (("Started", "startedAt"), ("Finished", "finishedAt")):
            if field in told:
                writer.field(name, view.date(told[field]), 3)
