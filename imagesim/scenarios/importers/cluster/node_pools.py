"""Nodes of a dump become NodePools: those that are alike are one pool, and keep their names.

Alike are nodes of one platform, of the same versions, taints and size, whose labels are the same but for those that
tell every node from every other. A pool becomes a document like one that somebody wrote, so that values can be set in
it from outside. What a pool says of how fast nodes pull is no part of a dump: the defaults hold.
"""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from imagesim.rules.api.dns_names import DNS_LABEL
from imagesim.rules.api.node import without_condition_taints
from imagesim.rules.scheduling.node_labels import ARCH, BETA_ARCH, BETA_OS, HOSTNAME, OS
from imagesim.scenarios.importers.cluster.node_fields import NodeFields
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.quantities import format_cpu, format_size
from imagesim.scenarios.world.document import API_VERSION

NODE = "Node"
_POOL_LABELS = (
    *("karpenter.sh/nodepool", "eks.amazonaws.com/nodegroup", "alpha.eksctl.io/nodegroup-name"),
    *("cloud.google.com/gke-nodepool", "kubernetes.azure.com/agentpool", "doks.digitalocean.com/node-pool"),
)
"""Labels by which providers name the pool of a node."""
_STEP = 2**28
"""Machines of one kind differ in their memory by some MiB: so much is taken for the same."""


class Group(NamedTuple):
    """Nodes that are alike, in the order of their names."""

    name: str
    nodes: Sequence[NodeFields]


def with_node_pools(documents: Iterable[Document]) -> list[Document]:
    """*documents* with a NodePool for each group of Nodes that none of them names; the same where there is no Node."""
    documents = list(documents)
    nodes = [
        NodeFields.of(document) for document in documents if document.kind == NODE and document.api_version == "v1"
    ]
    if not nodes:
        return documents
    taken = {document.name for document in documents if document.kind == "NodePool"}
    named = {name for document in documents if document.kind == "NodePool" for name in _named(document)}
    groups = grouped([node for node in nodes if node.name not in named], taken)
    with_pools = [*documents, *(Document(value=_pool(group)) for group in groups)]
    newest = max((node.kubernetes_version for node in nodes), key=lambda version: int(version.partition(".")[2]))
    return _with_version(with_pools, newest)


def _with_version(documents: list[Document], version: str) -> list[Document]:
    """The API server's version is not in a dump. It is not older than its kubelets: no Simulation says otherwise."""
    found = []
    for document in documents:
        spec = document.value.get("spec", {})
        if document.kind == "Simulation" and isinstance(spec, dict) and "kubernetesVersion" not in spec:
            value = {**document.value, "spec": {**spec, "kubernetesVersion": version}}
            document = dataclasses.replace(document, value=value)
        found.append(document)
    return found


def _named(document: Document) -> list[str]:
    spec = document.value.get("spec")
    names = spec.get("nodes") if isinstance(spec, dict) else None
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def grouped(nodes: Sequence[NodeFields], taken: Iterable[str] = ()) -> list[Group]:
    """The nodes by what makes them alike; no group has a name that is *taken*."""
    own = _telling_every_node(nodes)
    groups: dict[Any, list[NodeFields]] = {}
    for node in sorted(nodes, key=lambda each: each.name):
        labels = tuple(pair for pair in node.labels if pair[0] not in own)
        size = node.allocatable
        alike = (
            node.platform, node.kubernetes_version, node.containerd_version, labels,
            without_condition_taints(node.taints), size.pods, size.cpu, (size.memory or 0) // _STEP,
        )  # fmt: skip
        groups.setdefault(alike, []).append(node)
    names = Counter(dict.fromkeys(taken, 1))
    return [Group(_name(members, names), members) for members in groups.values()]


def _telling_every_node(nodes: Sequence[NodeFields]) -> set[str]:
    """The keys of labels whose values differ from node to node, as the host's name does."""
    values: dict[str, list[str]] = {}
    for node in nodes:
        for key, value in node.labels:
            values.setdefault(key, []).append(value)
    found = {key for key, said in values.items() if len(said) > 1 and len(set(said)) == len(said)}
    return found | {HOSTNAME}


def _name(members: Sequence[NodeFields], names: Counter[str]) -> str:
    """By what a provider calls the pool, by how the names of its nodes begin, or by its platform."""
    labels = dict(members[0].labels)
    said = next((labels[key] for key in _POOL_LABELS if labels.get(key)), "")
    common = _common_beginning([node.name for node in members])
    begins = re.sub(r"[-.]?[0-9]*$", "", common) if len(members) > 1 else re.sub(r"-[0-9]+$", "", common)
    platform = members[0].platform.replace("/", "-")
    fitting = (each for each in (said.lower(), begins, platform) if DNS_LABEL.fullmatch(each) and len(each) <= 40)
    name = next(fitting, "nodes")
    names[name] += 1
    return name if names[name] == 1 else f"{name}-pool-{names[name]}"


def _common_beginning(names: Sequence[str]) -> str:
    least, most = min(names), max(names)
    length = next((place for place, (one, other) in enumerate(zip(least, most, strict=False)) if one != other), None)
    return least if length is None else least[:length]


def _pool(group: Group) -> dict[str, object]:
    first = group.nodes[0]
    taints = without_condition_taints(first.taints)
    size = first.allocatable
    memory = min((node.allocatable.memory for node in group.nodes if node.allocatable.memory is not None), default=None)
    spec = {
        "nodes": [node.name for node in group.nodes],
        "count": len(group.nodes),
        "platform": first.platform,
        "labels": common_labels(group.nodes),
        "taints": [given(taint._asdict()) for taint in taints],
        "allocatable": given(
            {
                "pods": size.pods,
                "cpu": None if size.cpu is None else format_cpu(size.cpu),
                "memory": None if memory is None else format_size(memory),
            }
        ),
        "kubernetesVersion": first.kubernetes_version,
        "containerdVersion": first.containerd_version,
    }
    return {"apiVersion": API_VERSION, "kind": "NodePool", "metadata": {"name": group.name}, "spec": given(spec)}


def common_labels(nodes: Sequence[NodeFields]) -> Mapping[str, str]:
    """The labels that all of them have, without those that every node has by itself."""
    shared = set(nodes[0].labels).intersection(*(node.labels for node in nodes))
    return {key: value for key, value in sorted(shared) if key not in _BY_ITSELF}


_BY_ITSELF = (HOSTNAME, OS, ARCH, BETA_OS, BETA_ARCH)
