"""What is read of one Node object: names and versions as it says them, and those that stand for them here."""

import re
from collections.abc import Callable
from typing import NamedTuple

from imagesim.rules import versions
from imagesim.rules.api.node import Allocatable, Taint
from imagesim.rules.api.objects import Labels
from imagesim.rules.versions import DEFAULT_CONTAINERD
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.fields import Field, root
from imagesim.scenarios.reading.quantities import QuantityError, parse_cpu, parse_size

_VERSION = re.compile(r"v?(\d+)\.(\d+)")
_MOST_PODS = 110


class NodeFields(NamedTuple):
    """A node. `kubelet` and `runtime` are the texts of its nodeInfo, the versions those that are simulated."""

    name: str
    labels: Labels
    platform: str
    kubelet: str
    runtime: str
    kubernetes_version: str
    containerd_version: str
    taints: tuple[Taint, ...]
    allocatable: Allocatable

    @staticmethod
    def of(document: Document) -> "NodeFields":
        """Read a Node. ScenarioError for what no API server serves."""
        whole = root(document)
        metadata, status = whole["metadata"], whole["status"]
        name = metadata["name"].text()
        if not name:
            raise metadata["name"].error("Required value: name is required", show=False)
        info = status["nodeInfo"]
        kubelet, runtime = info["kubeletVersion"].text(), info["containerRuntimeVersion"].text()
        labels = metadata["labels"].labels()
        return NodeFields(
            name,
            labels,
            _platform(info, dict(labels)),
            kubelet,
            runtime,
            nearest(kubelet, versions.KUBERNETES_VERSIONS, versions.DEFAULT_KUBERNETES),
            _containerd(runtime),
            tuple(
                Taint(each["key"].text(), each["value"].text(), each["effect"].text() or "NoSchedule")
                for each in whole["spec"]["taints"].items()
            ),
            _allocatable(status["allocatable"]),
        )


def _platform(info: Field, labels: dict[str, str]) -> str:
    system = info["operatingSystem"].text() or labels.get("kubernetes.io/os", "linux")
    architecture = info["architecture"].text() or labels.get("kubernetes.io/arch", "amd64")
    return f"{system}/{architecture}/v7" if architecture == "arm" else f"{system}/{architecture}"


def _containerd(runtime: str) -> str:
    name, _, version = runtime.partition("://")
    if name != "containerd":
        return DEFAULT_CONTAINERD
    return nearest(version, versions.CONTAINERD_VERSIONS, DEFAULT_CONTAINERD)


def nearest(text: str, known: tuple[str, ...], otherwise: str) -> str:
    """Of the *known* minor versions the one that is nearest to that of *text*; *otherwise* where it has none."""
    found = _VERSION.match(text)
    if found is None:
        return otherwise
    wanted = _place(f"{found[1]}.{found[2]}")
    return min(known, key=lambda each: (abs(_place(each) - wanted), each))


def _place(version: str) -> int:
    major, _, minor = version.partition(".")
    return int(major) * 100 + int(minor)


def _allocatable(field: Field) -> Allocatable:
    pods = field.mapping().get("pods")
    return Allocatable(
        int(str(pods)) if str(pods).isdigit() else _MOST_PODS,
        _quantity(field["cpu"], parse_cpu),
        _quantity(field["memory"], parse_size),
    )


def _quantity(field: Field, parse: Callable[[object], int]) -> int | None:
    if not field.given:
        return None
    try:
        return parse(field.value)
    except QuantityError as error:
        raise field.error(error.rule, suggestion=error.suggestion) from None
