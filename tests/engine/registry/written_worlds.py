"""A file with a world of one node and one Deployment, about what a registry does by itself in the course of a run."""

from collections.abc import Sequence
from pathlib import Path

_WORLD = """apiVersion: imagesim/v1
kind: Registry
metadata: {{name: reg.example}}
spec:
{registry}
---
apiVersion: imagesim/v1
kind: Image
metadata: {{name: a}}
spec: {{layers: [1Mi]}}
---
apiVersion: imagesim/v1
kind: Image
metadata: {{name: b}}
spec: {{layers: [2Mi]}}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {{name: n}}
spec: {{count: 1}}
---
apiVersion: imagesim/v1
kind: Simulation
metadata: {{name: s}}
spec: {{duration: {duration}}}
---
apiVersion: imagesim/v1
kind: Timeline
metadata: {{name: t}}
spec:
  events: [{events}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web}}
spec:
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata: {{labels: {{app: web}}}}
    spec: {pod}
"""


def written(folder: Path, registry: str, pod: str, *, duration: str, events: Sequence[str], secret: str = "") -> Path:
    """The file; *registry* is the indented spec of reg.example, *pod* the pods' spec, *secret* a whole manifest."""
    file = folder / "world.yaml"
    world = _WORLD.format(registry=registry, pod=pod, duration=duration, events=", ".join(events))
    file.write_text(f"{world}---\n{secret}\n" if secret else world)
    return file
