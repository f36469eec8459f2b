"""A bundle about which there is nothing to say, as documents; a test plants a fault in a copy of it."""

import copy
import json
from pathlib import Path
from typing import Any

import yaml

Json = dict[str, Any]

WEB, BATCH, BIG = "sha256:" + "1" * 64, "sha256:" + "2" * 64, "sha256:" + "3" * 64
AUTHS = {"auths": {"registry.example": {"username": "alice", "password": "canary-password"}}}


def manifest(kind: str, namespace: str, name: str, **more: Any) -> Json:
    """A document of apps/v1, batch/v1 or v1."""
    group = {"Deployment": "apps/v1", "DaemonSet": "apps/v1", "CronJob": "batch/v1", "Job": "batch/v1"}.get(kind, "v1")
    return {"apiVersion": group, "kind": kind, "metadata": {"name": name, "namespace": namespace}, **more}


def deployment(namespace: str, name: str, image: str, *, replicas: int = 3, **spec: Any) -> Json:
    """A Deployment of one container."""
    labels = {"app": name}
    pod = {"containers": [{"name": "main", "image": image}], **spec}
    template = {"metadata": {"labels": labels}, "spec": pod}
    return manifest(
        "Deployment",
        namespace,
        name,
        spec={"replicas": replicas, "selector": {"matchLabels": labels}, "template": template},
    )


def secret(namespace: str, name: str, config: Json) -> Json:
    """A pull secret."""
    data = {".dockerconfigjson": json.dumps(config)}
    return manifest("Secret", namespace, name, type="kubernetes.io/dockerconfigjson", stringData=data)


def world(kind: str, name: str, spec: Json) -> Json:
    """A world document."""
    return {"apiVersion": "imagesim/v1", "kind": kind, "metadata": {"name": name}, "spec": spec}


def _image(digest: str, size: str = "30Mi") -> Json:
    entries = [{"platform": platform, "layers": [{"size": size}]} for platform in ("linux/amd64", "linux/arm64")]
    return {"digest": digest, "manifests": entries}


_CRON = {
    "schedule": "0 3 * * *",
    "jobTemplate": {
        "spec": {
            "activeDeadlineSeconds": 600,
            "template": {
                "spec": {
                    "restartPolicy": "Never",
                    "imagePullSecrets": [{"name": "regcred"}],
                    "containers": [{"name": "main", "image": f"registry.example/shop/batch@{BATCH}"}],
                }
            },
        }
    },
}

_CLEAN: list[Json] = [
    world("Simulation", "clean", {"duration": "30m", "kubernetesVersion": "1.34"}),
    world(
        "Registry",
        "registry.example",
        {
            "auth": "basic",
            "users": [{"name": "alice", "password": "canary-password"}],
            "access": [{"repository": "shop/*", "users": ["alice"]}],
            "repositories": {
                "shop/web": {"tags": {"v1.0.0": "web"}},
                "shop/batch": {"tags": {"v1.0.0": "batch"}},
                "open/big": {"tags": {"v1.0.0": "big"}},
            },
        },
    ),
    world("Image", "web", _image(WEB)),
    world("Image", "batch", _image(BATCH)),
    world("Image", "big", _image(BIG, "8Gi")),
    world("NodePool", "amd", {"count": 2, "network": "1Gbit/s"}),
    world("NodePool", "arm", {"count": 2, "platform": "linux/arm64", "network": "1Gbit/s"}),
    secret("shop", "regcred", AUTHS),
    deployment("shop", "web", f"registry.example/shop/web:v1.0.0@{WEB}", imagePullSecrets=[{"name": "regcred"}]),
    manifest("CronJob", "shop", "nightly", spec=_CRON),
]


def clean() -> list[Json]:
    """The documents, to be changed at will."""
    return copy.deepcopy(_CLEAN)


def of(documents: list[Json], label: str) -> Json:
    """The document Kind/name of them."""
    kind, _, name = label.partition("/")
    return next(each for each in documents if (each["kind"], each["metadata"]["name"]) == (kind, name))


def pod_spec(documents: list[Json], label: str = "Deployment/web") -> Json:
    """The pod spec of a Deployment or CronJob among them."""
    spec = of(documents, label)["spec"]
    found: Json = (spec["jobTemplate"]["spec"] if "jobTemplate" in spec else spec)["template"]["spec"]
    return found


def write(documents: list[Json], path: Path) -> Path:
    """The documents as one file."""
    path.write_text(yaml.safe_dump_all(documents, sort_keys=False), encoding="utf-8")
    return path
