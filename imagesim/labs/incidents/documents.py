"""The documents of an incident's world, as plain mappings: what `imagesim.load` takes."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

Document = dict[str, Any]


def world(kind: str, name: str, spec: Mapping[str, Any]) -> Document:
    """A world document."""
    return {"apiVersion": "imagesim/v1", "kind": kind, "metadata": {"name": name}, "spec": dict(spec)}


def timeline(*events: Document) -> Document:
    """What happens, whatever the trainee does."""
    return world("Timeline", "timeline", {"events": list(events)})


def deployment(
    namespace: str,
    name: str,
    image: str,
    replicas: int,
    *,
    policy: str = "IfNotPresent",
    secret: str = "",
    at_once: bool = False,
) -> Document:
    """A Deployment of one container. Its pods list *secret*; *at_once* replaces all of them together."""
    labels = {"app": name}
    pod: Document = {"containers": [{"name": name, "image": image, "imagePullPolicy": policy}]}
    if secret:
        pod["imagePullSecrets"] = [{"name": secret}]
    spec: Document = {
        "replicas": replicas,
        "selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels}, "spec": pod},
    }
    if at_once:
        spec["strategy"] = {"type": "Recreate"}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": namespace},
        "spec": spec,
    }


def pull_secret(namespace: str, name: str, key: str, user: str, password: str) -> Document:
    """A Secret as `kubectl create secret docker-registry` makes it, for the registry *key*."""
    logins = {"auths": {key: {"username": user, "password": password}}}
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name, "namespace": namespace},
        "type": "kubernetes.io/dockerconfigjson",
        "stringData": {".dockerconfigjson": json.dumps(logins)},
    }


def repositories(names: Mapping[str, Mapping[str, str]]) -> Document:
    """What a registry holds: tags and their Images by repository."""
    return {repository: {"tags": dict(tags)} for repository, tags in names.items()}


def image(name: str, digest: str, layers: Sequence[str], platforms: Sequence[str]) -> Document:
    """An Image: an index of *digest* with layers of these sizes for each of *platforms*."""
    manifests = [{"platform": platform, "layers": list(layers)} for platform in platforms]
    return world("Image", name, {"digest": digest, "manifests": manifests, "index": True})
