"""What a pod belongs to, and which container is meant where a list does not name it."""

import re

from imagesim.rules.api.names import ObjectName
from imagesim.studies.replaying.listed import ListedContainer, ListedPod

_WITH_HASH = re.compile(r"(.+)-[bcdfghjklmnpqrstvwxz2456789]{5,10}")
UNNAMED = "unnamed"
"""The container of an event that does not say of which container it is."""


def workload_of(pod: ListedPod) -> ObjectName | None:
    """What the pod's owner leads up to: of a ReplicaSet with a template's hash in its name its Deployment."""
    kind, name = pod.owner
    if not kind or not name:
        return None
    found = _WITH_HASH.fullmatch(name)
    if kind == "ReplicaSet" and found:
        return ObjectName("Deployment", pod.namespace, found[1])
    return ObjectName(kind, pod.namespace, name)


def container_name(pod: ListedPod, container: ListedContainer) -> str:
    """The container's name, or one that says that it is not told."""
    if container.name:
        return container.name
    place = [each for each in pod.containers if not each.name].index(container)
    return f"{UNNAMED}-{place + 1}" if place else UNNAMED


def digest_of(image_id: str) -> str:
    """The digest in an imageID; "" where there is none."""
    found = re.search(r"sha(?:256:[0-9a-f]{64}|384:[0-9a-f]{96}|512:[0-9a-f]{128})", image_id)
    return found[0] if found else ""
