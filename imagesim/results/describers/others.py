"""Nodes, namespaces, Secrets and ServiceAccounts as `kubectl describe` tells of them, and what has no describer."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from imagesim.results.describers.writer import NONE, Viewpoint, Writer
from imagesim.rules.printers.cells import node_roles
from imagesim.rules.printers.durations import human_duration

Document = Mapping[str, Any]


def describe_node(node: Document, pods: Sequence[Document], writer: Writer, view: Viewpoint) -> None:
    """*pods* are those on the node that have not ended. Requests and limits are not modelled."""
    metadata, spec, status = node["metadata"], node["spec"], node["status"]
    writer.field("Name", metadata["name"])
    writer.field("Roles", node_roles(metadata.get("labels") or {}))
    writer.labels("Labels", metadata.get("labels"))
    writer.annotations("Annotations", metadata.get("annotations"))
    writer.field("CreationTimestamp", view.date(metadata["creationTimestamp"]))
    _describe_taints(spec.get("taints") or (), writer)
    writer.field("Unschedulable", "true" if spec.get("unschedulable") else "false")
    writer.line("Conditions:")
    writer.line("Type", "Status", "LastTransitionTime", "Reason", "Message", level=1)
    writer.line("----", "------", "------------------", "------", "-------", level=1)
    for each in status["conditions"]:
        since = f"{view.date(each['lastTransitionTime'])} "
        writer.line(f"{each['type']} ", f"{each['status']} ", since, f"{each['reason']} ", each["message"], level=1)
    writer.line("Addresses:")
    for address in status["addresses"]:
        writer.field(address["type"], address["address"], 1)
    writer.line("Allocatable:")
    for name, quantity in sorted(status["allocatable"].items()):
        writer.field(name, quantity, 1)
    writer.line("System Info:")
    for title, field in _SYSTEM:
        writer.field(title, status["nodeInfo"][field], 1)
    writer.field("Non-terminated Pods", f"({len(pods)} in total)")
    writer.line("Namespace", "Name", "Age", level=1)
    writer.line("---------", "----", "---", level=1)
    for pod in pods:
        about = pod["metadata"]
        age = human_duration(view.since(about["creationTimestamp"]))
        writer.line(about["namespace"], about["name"], age, level=1)


_SYSTEM = (
    ("Operating System", "operatingSystem"),
    ("Architecture", "architecture"),
    ("Container Runtime Version", "containerRuntimeVersion"),
    ("Kubelet Version", "kubeletVersion"),
)


def _describe_taints(taints: Sequence[Document], writer: Writer) -> None:
    """printNodeTaintsMultiline."""
    texts = sorted(
        f"{each['key']}={each['value']}:{each['effect']}" if each.get("value") else f"{each['key']}:{each['effect']}"
        for each in taints
    )
    writer.several("Taints", texts)


def describe_namespace(namespace: Document, _: Sequence[Document], writer: Writer, __: Viewpoint) -> None:
    """Quotas and limits are not modelled: there are none."""
    metadata = namespace["metadata"]
    writer.field("Name", metadata["name"])
    writer.labels("Labels", metadata.get("labels"))
    writer.annotations("Annotations", metadata.get("annotations"))
    writer.field("Status", namespace["status"]["phase"])
    for text in ("No resource quota.", "No LimitRange resource."):
        writer.line()
        writer.line(text)


def describe_secret(secret: Document, _: Sequence[Document], writer: Writer, __: Viewpoint) -> None:
    """The sizes are those of the stand-ins, none where there is not even one: no length of a password is told."""
    metadata = secret["metadata"]
    writer.field("Name", metadata["name"])
    writer.field("Namespace", metadata["namespace"])
    writer.labels("Labels", metadata.get("labels"))
    writer.annotations("Annotations", metadata.get("annotations"))
    writer.line()
    writer.field("Type", secret["type"])
    writer.line()
    writer.line("Data")
    writer.line("====")
    for key, value in sorted((secret.get("data") or {}).items()):
        writer.field(key, f"{len(base64.b64decode(value))} bytes")


def describe_service_account(account: Document, secrets: Sequence[Document], writer: Writer, _: Viewpoint) -> None:
    """*secrets* are those of its namespace: one that is not there is `(not found)`."""
    metadata = account["metadata"]
    there = {each["metadata"]["name"] for each in secrets}
    writer.field("Name", metadata["name"])
    writer.field("Namespace", metadata["namespace"])
    writer.labels("Labels", metadata.get("labels"))
    writer.annotations("Annotations", metadata.get("annotations"))
    pulled = [str(each["name"]) for each in account.get("imagePullSecrets") or ()]
    texts = [name if name in there else f"{name} (not found)" for name in pulled] or [NONE]
    for place, text in enumerate(texts):
        writer.line("Image pull secrets:" if not place else " " * len("Image pull secrets:"), text)
    writer.line("Mountable secrets: ", NONE)
    writer.line("Tokens:            ", NONE)


def describe_anything(document: Document, _: Sequence[Document], writer: Writer, __: Viewpoint) -> None:
    """GenericDescriberFor: a kind that kubectl has no describer for is told field by field."""
    metadata = document["metadata"]
    writer.field("Name", metadata["name"])
    writer.field("Namespace", metadata.get("namespace", ""))
    writer.labels("Labels", metadata.get("labels"))
    writer.annotations("Annotations", metadata.get("annotations"))
    left_out = ("name", "namespace", "labels", "annotations")
    told = {**document, "metadata": {key: value for key, value in metadata.items() if key not in left_out}}
    _describe_fields(told, writer, 0)


def _describe_fields(fields: Document, writer: Writer, level: int) -> None:
    """printUnstructuredContent."""
    for key, value in sorted(fields.items()):
        title = _title(key)
        if isinstance(value, Mapping):
            writer.line(f"{title}:", level=level)
            _describe_fields(value, writer, level + 1)
        elif isinstance(value, list):
            writer.line(f"{title}:", level=level)
            for item in value:
                if isinstance(item, Mapping):
                    _describe_fields(item, writer, level + 1)
                else:
                    writer.line(str(item), level=level + 1)
        else:
            writer.field(title, value, level)


def _title(key: str) -> str:
    """smartLabelFor: `apiVersion` is `API Version`."""
    words = "".join(f" {letter}" if letter.isupper() else letter for letter in key).split()
    return " ".join(word.upper() if word.lower() in ("api", "url", "uid") else word.capitalize() for word in words)
