"""The worlds that the benchmark runs: a cold roll-out, its registry out, all kinds of workloads, a month of a life.

All have nodes of 1 Gbit/s, registries of 10 Gbit/s and images of five layers.
"""

import tempfile
from pathlib import Path

import imagesim
from imagesim.scenarios.values.scenario import Scenario

_HEAD = """
apiVersion: imagesim/v1
kind: Simulation
metadata: {{name: {name}}}
spec: {{duration: {duration}}}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {{name: workers}}
spec: {{count: {nodes}, network: 1Gbit/s}}
"""
_REGISTRY = """
---
apiVersion: imagesim/v1
kind: Registry
metadata: {{name: registry.example}}
spec: {{bandwidth: 10Gbit/s, repositories: {{{repositories}}}}}
"""
_IMAGE = """
---
apiVersion: imagesim/v1
kind: Image
metadata: {{name: {name}}}
spec: {{layers: [30Mi, 10Mi, 5Mi, 1Mi, 20Ki]}}
"""
_DEPLOYMENT = """
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  replicas: {pods}
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec: {{containers: [{{name: {name}, image: "registry.example/{image}", imagePullPolicy: {policy}}}]}}
"""
_SELECTED = """
---
apiVersion: apps/v1
kind: {kind}
metadata: {{name: {name}}}
spec:
  {more}
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec: {{containers: [{{name: app, image: "registry.example/{image}"}}]}}
"""
_JOB = """
---
apiVersion: batch/v1
kind: Job
metadata: {{name: {name}}}
spec:
  completions: {pods}
  parallelism: {pods}
  template: {{spec: {{restartPolicy: Never, containers: [{{name: app, image: "registry.example/{image}"}}]}}}}
"""
_TIMELINE = """
---
apiVersion: imagesim/v1
kind: Timeline
metadata: {{name: timeline}}
spec: {{events: [{events}]}}
"""
_TEAMS = 10
_DAY_S = 24 * 3600


def roll_out(nodes: int, pods: int) -> Scenario:
    """A Deployment of *pods* on *nodes* that do not have its image yet: five layers, by name from one registry."""
    return loaded(one_deployment(nodes, pods, "web:v1", "30m"))


def outage(nodes: int, pods: int) -> Scenario:
    """The same roll-out, but nobody answers at the registry's address for the first 30 minutes of 35."""
    event = "{at: 0s, outage: {registry: registry.example, for: 30m}}"
    return loaded(one_deployment(nodes, pods, "web:v1", "35m") + _TIMELINE.format(events=event))


def month(nodes: int, pods: int, days: int = 30) -> Scenario:
    """Ten Deployments whose pods pull Always; of each, every day, a push over its tag and then a rollout restart.

    The days' pushes have two contents in turn, so each differs from what runs.
    """
    names = [f"team-{number}" for number in range(_TEAMS)]
    tags = ", ".join(f"{name}: {{tags: {{v1: {name}-a}}}}" for name in names)
    texts = [_HEAD.format(name="month", duration=f"{24 * days}h", nodes=nodes), _REGISTRY.format(repositories=tags)]
    events = []
    for number, name in enumerate(names):
        texts += [_IMAGE.format(name=f"{name}-{content}") for content in "ab"]
        texts.append(_DEPLOYMENT.format(name=name, pods=pods // _TEAMS, image=f"{name}:v1", policy="Always"))
        for day in range(days):
            at_s = day * _DAY_S + 3600 * (8 + number)
            content = "ba"[day % 2]
            events.append(f"{{at: {at_s}s, push: {{image: 'registry.example/{name}:v1', to: {name}-{content}}}}}")
            events.append(f"{{at: {at_s + 60}s, rolloutRestart: {{workload: Deployment/{name}}}}}")
    return loaded("".join([*texts, _TIMELINE.format(events=", ".join(events))]))


def workloads(nodes: int, deployments: int, stateful_sets: int, jobs: int) -> tuple[Scenario, int]:
    """A DaemonSet and so many others at once on a cold cluster, an image each kind; and how many pods that makes."""
    kinds = ("daemon", "web", "db", "job")
    texts = [
        _HEAD.format(name="workloads", duration="30m", nodes=nodes),
        _REGISTRY.format(repositories=", ".join(f"{kind}: {{tags: {{v1: {kind}}}}}" for kind in kinds)),
        *(_IMAGE.format(name=kind) for kind in kinds),
        _SELECTED.format(kind="DaemonSet", name="agent", more="", image="daemon:v1"),
    ]
    for kind, name, count, pods in (("Deployment", "web", deployments, 100), ("StatefulSet", "db", stateful_sets, 10)):
        for number in range(count):
            more = f"replicas: {pods}"
            texts.append(_SELECTED.format(kind=kind, name=f"{name}-{number}", more=more, image=f"{name}:v1"))
    texts += [_JOB.format(name=f"job-{number}", pods=20, image="job:v1") for number in range(jobs)]
    return loaded("".join(texts)), nodes + 100 * deployments + 10 * stateful_sets + 20 * jobs


def one_deployment(nodes: int, pods: int, image: str, duration: str) -> str:
    """The documents of one Deployment of that image in a cluster whose registry holds web:v1."""
    return (
        _HEAD.format(name="cluster", duration=duration, nodes=nodes)
        + _REGISTRY.format(repositories="web: {tags: {v1: web}}")
        + _IMAGE.format(name="web")
        + _DEPLOYMENT.format(name="web", pods=pods, image=image, policy="IfNotPresent")
    )


def loaded(text: str) -> Scenario:
    """The scenario of such documents."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "world.yaml")
        path.write_text(text, encoding="utf-8")
        return imagesim.load(path)
