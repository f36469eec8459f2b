"""Pods as the API serves them, written short: what a container's status says, and what kubectl makes of it."""

from typing import Any

Document = dict[str, Any]

NOW = 600.0
"""The moment at which they are printed, in seconds since 2000-01-01T00:00:00Z."""


def status(
    name: str, state: Document, *, ready: bool = False, restarts: int = 0, ended: str = "", **more: Any
) -> Document:
    """One container's status; *ended* is when its last run ended."""
    last = {"terminated": {"exitCode": 1, "reason": "Error", "finishedAt": ended}} if ended else {}
    fields = {"image": "i", "imageID": "", "started": "running" in state, "lastState": last}
    return {"name": name, "state": state, "ready": ready, "restartCount": restarts, **fields, **more}


def waiting(name: str, reason: str, **more: Any) -> Document:
    """One that waits."""
    return status(name, {"waiting": {"reason": reason}}, **more)


def running(name: str, *, ready: bool = True, **more: Any) -> Document:
    """One that runs."""
    return status(name, {"running": {"startedAt": "2000-01-01T00:00:05Z"}}, ready=ready, **more)


def ended(name: str, exit_code: int = 0, reason: str = "", signal: int = 0, **more: Any) -> Document:
    """One that has terminated."""
    told = {"exitCode": exit_code, "reason": reason} | ({"signal": signal} if signal else {})
    return status(name, {"terminated": told}, **more)


def pod(
    *containers: Document,
    phase: str = "Pending",
    init: tuple[Document, ...] = (),
    sidecars: tuple[str, ...] = (),
    count: int | None = None,
    init_count: int | None = None,
    conditions: tuple[tuple[str, str, str], ...] = (),
    deleted: bool = False,
    **status_fields: Any,
) -> Document:
    """A pod with these statuses; its spec has *count* containers where the statuses have fewer."""
    names = [each["name"] for each in containers] or [f"c{place}" for place in range(count or 1)]
    init_names = [each["name"] for each in init] + [f"more{n}" for n in range((init_count or len(init)) - len(init))]
    metadata = {"name": "web-0", "namespace": "shop", "creationTimestamp": "2000-01-01T00:00:00Z"}
    if deleted:
        metadata["deletionTimestamp"] = "2000-01-01T00:10:20Z"
    spec_init = [{"name": name} | ({"restartPolicy": "Always"} if name in sidecars else {}) for name in init_names]
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata,
        "spec": {"containers": [{"name": name, "image": "i"} for name in names], "initContainers": spec_init},
        "status": {
            "phase": phase,
            "conditions": [dict(zip(("type", "status", "reason"), each, strict=True)) for each in conditions],
            "initContainerStatuses": list(init),
            "containerStatuses": list(containers),
            **status_fields,
        },
    }
