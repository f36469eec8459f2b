"""What `kubectl get deployments,pods -o yaml --show-managed-fields` prints of a busy cluster, for the benchmark.

Each object carries what real ones carry and a simulator passes over: managedFields, status, probes, tolerations. It
takes 7 kB as YAML. A file holds one namespace of 250 objects.
"""

import json
from pathlib import Path
from typing import Any

import yaml

NAMESPACE = 250
_PODS = 24  # of each Deployment: a namespace has ten of these with their pods


def write_cluster(folder: Path, objects: int, suffix: str) -> None:
    """Write so many objects into *folder*, as "yaml" or "json"; a multiple of 25, else a few are left out."""
    write = _as_yaml if suffix == "yaml" else _as_json
    for number in range(-(-objects // NAMESPACE)):
        items = namespace_items(f"team-{number}", min(NAMESPACE, objects - number * NAMESPACE))
        document = {"apiVersion": "v1", "items": items, "kind": "List", "metadata": {"resourceVersion": ""}}
        (folder / f"team-{number}.{suffix}").write_text(write(document), encoding="utf-8")


def namespace_items(namespace: str, objects: int) -> list[dict[str, Any]]:
    """The Deployments of a namespace, each followed by its pods."""
    items = []
    for number in range(objects // (1 + _PODS)):
        app = f"service-{number}"
        items.append(_deployment(namespace, app))
        items += [_pod(namespace, app, index) for index in range(_PODS)]
    return items


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes no anchors, as kubectl does."""

    def ignore_aliases(self, data: object) -> bool:
        """Every value is written out where it stands."""
        return True


def _as_yaml(document: Any) -> str:
    return str(yaml.dump(document, Dumper=_Dumper))


def _as_json(document: Any) -> str:
    return json.dumps(document, indent=4) + "\n"


def _labels(app: str) -> dict[str, str]:
    return {"app.kubernetes.io/name": app, "app.kubernetes.io/instance": f"{app}-prod", "team": "shop", "tier": "back"}


def _deployment(namespace: str, app: str) -> dict[str, Any]:
    template = {
        "metadata": {"annotations": {"prometheus.io/scrape": "true"}, "labels": _labels(app)},
        "spec": _pod_spec(app),
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": _metadata(namespace, app, _labels(app))
        | {"annotations": {"deployment.kubernetes.io/revision": "7", "meta.helm.sh/release-name": app}},
        "spec": {
            "progressDeadlineSeconds": 600,
            "replicas": _PODS,
            "revisionHistoryLimit": 10,
            "selector": {"matchLabels": {"app.kubernetes.io/instance": f"{app}-prod"}},
            "strategy": {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}, "type": "RollingUpdate"},
            "template": template,
        },
        "status": {
            "availableReplicas": _PODS,
            "conditions": [_condition("Available"), _condition("Progressing")],
            "observedGeneration": 7,
            "readyReplicas": _PODS,
            "replicas": _PODS,
            "updatedReplicas": _PODS,
        },
    }


def _pod(namespace: str, app: str, index: int) -> dict[str, Any]:
    name = f"{app}-7d4b9c6f5d-{index:05d}"
    owner = {"apiVersion": "apps/v1", "blockOwnerDeletion": True, "controller": True, "kind": "ReplicaSet"}
    owner |= {"name": f"{app}-7d4b9c6f5d", "uid": f"7f3ad6f2-23b6-4f0e-9c0d-{index:012d}"}
    labels = _labels(app) | {"pod-template-hash": "7d4b9c6f5d"}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": _metadata(namespace, name, labels)
        | {"generateName": f"{app}-7d4b9c6f5d-", "ownerReferences": [owner]},
        "spec": _pod_spec(app) | {"nodeName": f"node-{index}", "volumes": _volumes(index)},
        "status": _pod_status(app, index),
    }


def _metadata(namespace: str, name: str, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "creationTimestamp": "2026-01-05T09:41:07Z",
        "generation": 7,
        "labels": labels,
        "managedFields": [_managed(labels, "kube-controller-manager"), _managed(labels, "kubelet")],
        "name": name,
        "namespace": namespace,
        "resourceVersion": "81923746",
        "uid": "0c0b7f2a-5a55-4a2d-8a4e-1f6f8f1f0a11",
    }


def _managed(labels: dict[str, str], manager: str) -> dict[str, Any]:
    container = {"f:env": {'k:{"name":"LOG_LEVEL"}': {".": {}, "f:name": {}, "f:value": {}}}, "f:image": {}}
    container |= {"f:imagePullPolicy": {}, "f:resources": {"f:limits": {"f:memory": {}}, "f:requests": {"f:cpu": {}}}}
    fields = {
        "f:metadata": {"f:labels": {".": {}} | {f"f:{key}": {} for key in labels}},
        "f:spec": {"f:containers": {'k:{"name":"app"}': container}, "f:dnsPolicy": {}, "f:restartPolicy": {}},
        "f:status": {"f:conditions": {'k:{"type":"Ready"}': {".": {}, "f:status": {}, "f:type": {}}}},
    }
    head = {"apiVersion": "v1", "fieldsType": "FieldsV1", "manager": manager, "operation": "Update"}
    return head | {"fieldsV1": fields, "time": "2026-01-05T09:41:12Z"}


def _pod_spec(app: str) -> dict[str, Any]:
    return {
        "containers": [_container("app", f"registry.example/shop/{app}:1.27.3"), _container("proxy", "envoy:1.30")],
        "dnsPolicy": "ClusterFirst",
        "imagePullSecrets": [{"name": "regcred"}],
        "restartPolicy": "Always",
        "schedulerName": "default-scheduler",
        "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        "serviceAccountName": app,
        "terminationGracePeriodSeconds": 30,
        "tolerations": [_toleration("not-ready"), _toleration("unreachable")],
    }


def _container(name: str, image: str) -> dict[str, Any]:
    probe = {"failureThreshold": 3, "httpGet": {"path": "/ready", "port": 8080, "scheme": "HTTP"}, "periodSeconds": 10}
    secret = {"secretKeyRef": {"key": "password", "name": "database"}}
    return {
        "args": ["--listen=:8080", "--verbose"],
        "env": [{"name": "LOG_LEVEL", "value": "info"}, {"name": "DATABASE_PASSWORD", "valueFrom": secret}],
        "image": image,
        "imagePullPolicy": "IfNotPresent",
        "livenessProbe": probe,
        "name": name,
        "ports": [{"containerPort": 8080, "name": "http", "protocol": "TCP"}],
        "readinessProbe": probe | {"successThreshold": 1},
        "resources": {"limits": {"memory": "256Mi"}, "requests": {"cpu": "100m", "memory": "128Mi"}},
        "terminationMessagePath": "/dev/termination-log",
        "volumeMounts": [{"mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "name": "token"}],
    }


def _toleration(effect: str) -> dict[str, Any]:
    key = f"node.kubernetes.io/{effect}"
    return {"effect": "NoExecute", "key": key, "operator": "Exists", "tolerationSeconds": 300}


def _volumes(index: int) -> list[dict[str, Any]]:
    token = {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}}
    certificate = {"configMap": {"items": [{"key": "ca.crt", "path": "ca.crt"}], "name": "kube-root-ca.crt"}}
    return [{"name": f"token-{index}", "projected": {"defaultMode": 420, "sources": [token, certificate]}}]


def _condition(kind: str) -> dict[str, Any]:
    return {"lastTransitionTime": "2026-01-05T09:41:12Z", "status": "True", "type": kind}


def _pod_status(app: str, index: int) -> dict[str, Any]:
    statuses = [
        {
            "containerID": f"containerd://{index:064x}",
            "image": image,
            "imageID": f"{image.partition(':')[0]}@sha256:{index:064x}",
            "lastState": {},
            "name": name,
            "ready": True,
            "restartCount": 0,
            "state": {"running": {"startedAt": "2026-01-05T09:41:11Z"}},
        }
        for name, image in (("app", f"registry.example/shop/{app}:1.27.3"), ("proxy", "envoy:1.30"))
    ]
    kinds = ("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled")
    return {
        "conditions": [_condition(kind) for kind in kinds],
        "containerStatuses": statuses,
        "hostIP": "10.0.0.7",
        "phase": "Running",
        "podIP": f"10.1.0.{index}",
        "podIPs": [{"ip": f"10.1.0.{index}"}],
        "qosClass": "Burstable",
        "startTime": "2026-01-05T09:41:08Z",
    }
