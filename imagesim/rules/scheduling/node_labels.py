"""The labels that every node has by itself, from its name and platform.

Models initialNode of pkg/kubelet/kubelet_node_status.go: what the kubelet is told to label its node with
(--node-labels) wins over its own. The beta labels follow the stable ones, whoever set those
(pkg/controller/nodelifecycle labelReconcileInfo).
"""

from imagesim.rules.api.objects import Labels
from imagesim.rules.platforms import system

HOSTNAME = "kubernetes.io/hostname"
OS = "kubernetes.io/os"
ARCH = "kubernetes.io/arch"
BETA_OS = "beta.kubernetes.io/os"
BETA_ARCH = "beta.kubernetes.io/arch"
_TOPOLOGY = "topology.kubernetes.io"


def node_labels(name: str, platform: str, own: Labels) -> Labels:
    """The labels of the node *name*; *own* are those that somebody gave it."""
    labels = {HOSTNAME: name, OS: system(platform), ARCH: architecture(platform), **dict(own)}
    labels |= {BETA_OS: labels[OS], BETA_ARCH: labels[ARCH]}
    return tuple(sorted(labels.items()))


def architecture(platform: str) -> str:
    """Go's GOARCH of a node of that platform: "arm" of linux/arm/v7."""
    return platform.split("/")[1]


def zone_key(labels: Labels) -> str:
    """GetZoneKey of k8s.io/component-helpers node/topology: region and zone of a node, "" where it says neither."""
    said = dict(labels)
    region, zone = said.get(f"{_TOPOLOGY}/region", ""), said.get(f"{_TOPOLOGY}/zone", "")
    return f"{region}:{zone}" if region or zone else ""
