"""A run with objects of every kind that may be in a scenario, and some that are in trouble."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from imagesim.results.api.objects import ApiObjects
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load

MANIFESTS = """\
apiVersion: imagesim/v1
kind: Simulation
metadata: {name: every-kind}
spec: {duration: 10m}
---
apiVersion: imagesim/v1
kind: Registry
metadata: {name: r.example}
spec: {repositories: {web: {tags: {v1: web}}}}
---
apiVersion: imagesim/v1
kind: Image
metadata: {name: web}
spec: {layers: [1Mi]}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {name: workers}
spec: {count: 2}
---
apiVersion: v1
kind: Secret
metadata: {name: pull, namespace: shop}
type: kubernetes.io/dockerconfigjson
stringData: {.dockerconfigjson: '{"auths":{"r.example":{"username":"u","password":"canary-in-a-secret"}}}'}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: puller, namespace: shop}
imagePullSecrets: [{name: pull}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {team: blue}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      serviceAccountName: puller
      containers: [{name: web, image: 'r.example/web:v1'}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bad, namespace: shop}
spec:
  replicas: 1
  selector: {matchLabels: {app: bad}}
  template:
    metadata: {labels: {app: bad}}
    spec: {containers: [{name: bad, image: 'r.example/web:nope'}]}
---
apiVersion: v1
kind: ReplicationController
metadata: {name: old, namespace: shop}
spec:
  replicas: 1
  selector: {app: old}
  template:
    metadata: {labels: {app: old}}
    spec: {containers: [{name: old, image: 'r.example/web:v1'}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  replicas: 1
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: 'r.example/web:v1'}]}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: shop}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      nodeSelector: {kubernetes.io/os: linux}
      containers: [{name: agent, image: 'r.example/web:v1'}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: once, namespace: shop}
spec:
  template:
    metadata: {annotations: {imagesim/runs-for.once: 20s}}
    spec: {restartPolicy: Never, containers: [{name: once, image: 'r.example/web:v1'}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: often, namespace: shop}
spec:
  schedule: '*/2 * * * *'
  jobTemplate:
    spec:
      template:
        spec: {restartPolicy: Never, containers: [{name: often, image: 'r.example/web:v1'}]}
---
apiVersion: v1
kind: Pod
metadata:
  name: crash
  namespace: shop
  labels: {app: crash}
  annotations: {imagesim/runs-for.app: 1s, imagesim/exit-code.app: "3"}
spec:
  initContainers: [{name: setup, image: 'r.example/web:v1'}]
  containers: [{name: app, image: 'r.example/web:v1'}]
"""
END_S = 600.0


@cache
def every_kind() -> ApiObjects:
    """The objects of a run of MANIFESTS, ten minutes long."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "every-kind.yaml"
        path.write_text(MANIFESTS, encoding="utf-8")
        return ApiObjects(simulate(load(path)).records)
