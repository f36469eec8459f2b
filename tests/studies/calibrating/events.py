"""Events as the API server prints them, for pulls that a test makes up."""

from typing import Any

START = 1_764_000_000


def event(
    image: str,
    ends_s: float,
    took_s: float,
    node: str = "n-0",
    size: int | None = 10**7,
    *,
    waited_s: float = 0.0,
    message: str = "",
    exact: bool = True,
) -> dict[str, Any]:
    """A v1 Event of a pull of *image* that ended *ends_s* after START; its name has the nanosecond if *exact*."""
    moment = START * 10**9 + round(ends_s * 10**9)
    from datetime import UTC, datetime

    stamp = datetime.fromtimestamp(moment // 10**9, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    tail = "" if size is None else f". Image size: {size} bytes."
    words = f'Successfully pulled image "{image}" in {took_s:.3f}s ({took_s + waited_s:.3f}s including waiting){tail}'
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {
            "name": f"p-{node}-{image}.{moment:x}" if exact else f"p-{node}-{image}-{ends_s}",
            "namespace": "d",
        },
        "involvedObject": {"kind": "Pod", "namespace": "d", "name": f"p-{node}"},
        "reason": "Pulled",
        "message": message or words,
        "count": 1,
        "firstTimestamp": stamp,
        "lastTimestamp": stamp,
        "source": {"component": "kubelet", "host": node},
    }
