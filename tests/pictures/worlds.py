"""Worlds of any size in which all happens that pictures show: pushes, an outage, scaling, roll-outs, full disks."""

import tempfile
from pathlib import Path

import imagesim
from imagesim.scenarios.values.scenario import Scenario

PODS = (12, 500, 150_000)
_WORLD = """
apiVersion: imagesim/v1
kind: Simulation
metadata: {{name: eventful-{pods}}}
spec: {{duration: 40m, seed: 3}}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {{name: workers}}
spec: {{count: {workers}, network: 1Gbit/s, disk: {{size: 6Gi, used: 3Gi}}}}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {{name: spot}}
spec: {{count: {spot}, network: 1Gbit/s}}
---
apiVersion: imagesim/v1
kind: Registry
metadata: {{name: registry.example}}
spec:
  bandwidth: {bandwidth}Gbit/s
  repositories: {{shop/web: {{tags: {{v1: web-a}}}}, shop/api: {{tags: {{v1: api}}}}}}
---
apiVersion: imagesim/v1
kind: Image
metadata: {{name: web-a}}
spec: {{layers: [200Mi, 100Mi, 50Mi]}}
---
apiVersion: imagesim/v1
kind: Image
metadata: {{name: web-b}}
spec: {{layers: [200Mi, 120Mi, 50Mi]}}
---
apiVersion: imagesim/v1
kind: Image
metadata: {{name: web-c}}
spec: {{layers: [200Mi, 140Mi, 50Mi]}}
---
apiVersion: imagesim/v1
kind: Image
metadata: {{name: api}}
spec: {{layers: [40Mi, 20Mi]}}
---
{deployments}
apiVersion: imagesim/v1
kind: Timeline
metadata: {{name: timeline}}
spec:
  events:
    - {{at: 5m, push: {{image: 'registry.example/shop/web:v1', to: web-b}}}}
    - {{at: 6m, scale: {{workload: api, replicas: {api_later}}}}}
    - {{at: 8m, restart: {{target: web, over: 4m}}}}
    - {{at: 14m, outage: {{registry: registry.example, for: 6m, status: 503}}}}
    - {{at: 15m, rolloutRestart: {{workload: web}}}}
    - {{at: 25m, push: {{image: 'registry.example/shop/web:v1', to: web-c}}}}
    - {{at: 26m, rolloutRestart: {{workload: web}}}}
"""
_DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  replicas: {replicas}
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec: {{containers: [{{name: {name}, image: "registry.example/shop/{name}:v1", imagePullPolicy: {policy}}}]}}
---"""


def eventful(pods: int) -> Scenario:
    """A world of about so many pods."""
    web, api = pods * 2 // 3, pods // 3
    nodes = max(3, pods // 30)
    text = _WORLD.format(
        pods=pods,
        workers=nodes - nodes // 3,
        spot=nodes // 3,
        bandwidth=max(1, nodes // 20),
        api_later=api + max(1, api // 4),
        deployments=_DEPLOYMENT.format(name="web", replicas=web, policy="Always")
        + _DEPLOYMENT.format(name="api", replicas=api, policy="IfNotPresent"),
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "world.yaml"
        file.write_text(text)
        return imagesim.load(file)
