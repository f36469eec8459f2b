"""What two streams have in common is said in common words: images by their place in the pod, no durations, no UIDs."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Kind = tuple[str, str, str]
"""Type, reason and message of an event, without what is another one's in each pod and run."""

_TOOK = re.compile(r"in \S+ \(\S+ including waiting\)\. Image size: \d+ bytes\.")
_ADDRESS = re.compile(r"\b\d+\.\d+\.\d+\.\d+:\d+")
_POD = re.compile(r" in pod [a-z0-9.-]+_([a-z0-9-]+)\([^)]*\)")


def images_of(documents: Sequence[Mapping[str, Any]], pod: str) -> list[str]:
    """The images of a pod, or of a Deployment's template: init containers, containers, volumes."""
    for document in documents:
        if document["kind"] in ("Pod", "Deployment") and document["metadata"]["name"] == pod:
            spec = document["spec"] if document["kind"] == "Pod" else document["spec"]["template"]["spec"]
            volumes = [volume["image"]["reference"] for volume in spec.get("volumes", ()) if "image" in volume]
            containers = spec.get("initContainers", []) + spec["containers"]
            return [container["image"] for container in containers] + volumes
    return []


def kind_of(type_: str, reason: str, message: str, images: Sequence[str]) -> Kind:
    """The event in common words."""
    for place, image in enumerate(dict.fromkeys(images)):
        message = message.replace(image, f"IMAGE{place}")
        repository = image.rpartition(":")[0].partition("/")[2]
        message = message.replace(f"/{repository}/", f"/REPOSITORY{place}/")
    message = _TOOK.sub("in TIME. Image size: SIZE.", message)
    message = _ADDRESS.sub("ADDRESS", message)
    return type_, reason, _POD.sub(r" in pod POD_\1(UID)", message)
