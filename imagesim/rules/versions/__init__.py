"""Which behaviour belongs to which version: `kubernetes("1.36")`, `containerd("2.3")`.

The two tables are data (the modules kubernetes and containerd of this folder); code asks them for a named behaviour and
never compares version numbers itself.
"""

from imagesim.rules.versions.containerd import CONTAINERD_TABLE, ContainerdBehaviour
from imagesim.rules.versions.kubernetes import KUBERNETES_TABLE, KubernetesBehaviour
from imagesim.rules.versions.provenance import Fact, table

__all__ = [
    "CONTAINERD_VERSIONS",
    "DEFAULT_CONTAINERD",
    "DEFAULT_KUBERNETES",
    "KUBERNETES_VERSIONS",
    "ContainerdBehaviour",
    "Fact",
    "KubernetesBehaviour",
    "containerd",
    "containerd_facts",
    "kubernetes",
    "kubernetes_facts",
]

KUBERNETES_VERSIONS = tuple(KUBERNETES_TABLE)
CONTAINERD_VERSIONS = tuple(CONTAINERD_TABLE)
DEFAULT_KUBERNETES = "1.36"
DEFAULT_CONTAINERD = "2.3"


def kubernetes(version: str) -> KubernetesBehaviour:
    """The behaviour of a Kubernetes version, "1.31" to "1.37". Any other text is a ValueError that lists them."""
    try:
        return KUBERNETES_TABLE[version]
    except KeyError:
        raise ValueError(_unknown("Kubernetes", version, KUBERNETES_VERSIONS)) from None


def containerd(version: str) -> ContainerdBehaviour:
    """The behaviour of a containerd version, "1.6" to "2.3". Any other text is a ValueError that lists them."""
    try:
        return CONTAINERD_TABLE[version]
    except KeyError:
        raise ValueError(_unknown("containerd", version, CONTAINERD_VERSIONS)) from None


def kubernetes_facts() -> tuple[Fact, ...]:
    """The rows of the Kubernetes table, with what each means and how each column is known."""
    return table(KUBERNETES_TABLE)


def containerd_facts() -> tuple[Fact, ...]:
    """The rows of the containerd table, with what each means and how each column is known."""
    return table(CONTAINERD_TABLE)


def _unknown(what: str, version: str, known: tuple[str, ...]) -> str:
    return f"unknown {what} version {version!r}: known are {', '.join(known)}"
