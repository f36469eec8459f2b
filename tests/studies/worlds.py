"""Small worlds in which chance matters, for studies that take many runs."""

from pathlib import Path
from typing import Any

import yaml

import imagesim
from imagesim.scenarios.values.scenario import Scenario

DEPLOYMENT: dict[str, Any] = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web"},
    "spec": {
        "replicas": 1,
        "selector": {"matchLabels": {"app": "web"}},
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {"containers": [{"name": "web", "image": "nginx:1.27"}]},
        },
    },
}
POOL: dict[str, Any] = {
    "apiVersion": "imagesim/v1",
    "kind": "NodePool",
    "metadata": {"name": "workers"},
    "spec": {"count": 1},
}
OUTAGE: dict[str, Any] = {
    "apiVersion": "imagesim/v1",
    "kind": "Timeline",
    "metadata": {"name": "day"},
    "spec": {"events": [{"at": "0s", "outage": {"registry": "docker.io", "for": "90s"}}]},
}
SIMULATION: dict[str, Any] = {
    "apiVersion": "imagesim/v1",
    "kind": "Simulation",
    "metadata": {"name": "small"},
    "spec": {"duration": "10m"},
}
DOCUMENTS = (SIMULATION, DEPLOYMENT, POOL, OUTAGE)
COUNT = "NodePool/workers:spec.count"
REPLICAS = "Deployment/default/web:spec.replicas"
FOR = "Timeline/day:spec.events[0].outage.for"
POLICY = "Deployment/default/web:spec.template.spec.containers[0].imagePullPolicy"


def small(**values: object) -> Scenario:
    """One pod on one node, whose registry is away for the first 90 seconds: `ready` and `recovery` are chance."""
    return imagesim.load(*DOCUMENTS, values=values)


def written(folder: Path) -> Path:
    """The same as a file, for the command line."""
    path = folder / "small.yaml"
    path.write_text(yaml.safe_dump_all(DOCUMENTS))
    return path
