"""Parts of what `kubectl get -o json` prints, as real clusters have them."""

from typing import Any

Document = dict[str, Any]
NOW, EARLIER = "2026-05-04T09:10:00Z", "2026-05-04T09:00:00Z"
OLD, NEW = f"sha256:{'a' * 64}", f"sha256:{'b' * 64}"
IMAGE = "registry.example/shop/web"


def node(name: str, *, images: list[Document] | None = None, ready: str = "True", **more: Any) -> Document:
    """A node; *more* are fields of its nodeInfo, its `spec` and its `labels`."""
    labels = {"kubernetes.io/hostname": name, "kubernetes.io/arch": "amd64", "kubernetes.io/os": "linux"}
    info = {
        "kubeletVersion": more.get("kubelet", "v1.33.4"),
        "containerRuntimeVersion": more.get("runtime", "containerd://1.7.27"),
        "architecture": more.get("architecture", "amd64"),
        "operatingSystem": "linux",
    }
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "creationTimestamp": EARLIER, "labels": {**labels, **more.get("labels", {})}},
        "spec": more.get("spec", {}),
        "status": {
            "allocatable": {"cpu": "3920m", "memory": "14Gi", "pods": "110"},
            "conditions": [{"type": "Ready", "status": ready, "lastTransitionTime": EARLIER, "lastHeartbeatTime": NOW}],
            "images": images or [],
            "nodeInfo": info,
        },
    }


def listed(tag: str, digest: str, size: int = 50_000_000) -> Document:
    """One of `status.images` of a node, "" for one that has lost its tag."""
    names = [f"{IMAGE}@{digest}", *([f"{IMAGE}:{tag}"] if tag else [])]
    return {"names": names, "sizeBytes": size}


def pod(name: str, on: str, status: Document, *, owner: str = "", **more: Any) -> Document:
    """A pod on a node, "" for none; *owner* is Kind/name."""
    kind, _, of = owner.partition("/")
    metadata: Document = {"name": name, "namespace": "shop", "creationTimestamp": EARLIER, **more.get("metadata", {})}
    if owner:
        metadata["ownerReferences"] = [{"apiVersion": "apps/v1", "kind": kind, "name": of, "controller": True}]
    container = {"name": "web", "image": f"{IMAGE}:v1", "imagePullPolicy": "IfNotPresent"}
    spec = {"containers": [container], **({"nodeName": on} if on else {})}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec, "status": status}


def running(digest: str, *, since: str = EARLIER, restarts: int = 0) -> Document:
    """The status of a pod that runs."""
    return {
        "phase": "Running",
        "startTime": EARLIER,
        "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": since}],
        "containerStatuses": [
            {
                "name": "web",
                "image": f"{IMAGE}:v1",
                "imageID": f"{IMAGE}@{digest}",
                "ready": True,
                "restartCount": restarts,
                "state": {"running": {"startedAt": since}},
                "lastState": {},
            }
        ],
    }


def waiting(reason: str, message: str = "") -> Document:
    """The status of a pod that waits for its image."""
    waits = {"reason": reason, **({"message": message} if message else {})}
    return {
        "phase": "Pending",
        "startTime": EARLIER,
        "conditions": [],
        "containerStatuses": [
            {"name": "web", "image": f"{IMAGE}:v1", "imageID": "", "ready": False, "restartCount": 0,
             "state": {"waiting": waits}, "lastState": {}},
        ],
    }  # fmt: skip


def event(about: str, reason: str, message: str, count: int, last: str, first: str = EARLIER) -> Document:
    """An event about the container of a pod."""
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {"name": f"{about}.{reason}.{len(message)}", "namespace": "shop"},
        "involvedObject": {
            "kind": "Pod", "name": about, "namespace": "shop", "fieldPath": "spec.containers{web}",
        },
        "reason": reason,
        "message": message,
        "count": count,
        "firstTimestamp": first,
        "lastTimestamp": last,
        "source": {"component": "kubelet"},
    }  # fmt: skip


def dump(*items: Document) -> Document:
    """A List."""
    return {"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": ""}, "items": list(items)}
