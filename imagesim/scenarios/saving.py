"""dump(): a scenario becomes YAML again, with everything written out that was filled in or taken for granted.

The text holds world documents and manifests and loads to an equal Scenario, so a saved run can be run again. It holds
no password: in place of each stands its stand-in, which the scenario has anyway if it was loaded.
"""

from typing import Any

import yaml

from imagesim.rules.api.objects import Container, Deployment, ImageVolume, Labels, Pod, PodSpec
from imagesim.scenarios.manifests.secret import secret_document
from imagesim.scenarios.manifests.service_account import service_account_document
from imagesim.scenarios.reading.quantities import format_duration, format_size
from imagesim.scenarios.reading.yaml_values import plain_value
from imagesim.scenarios.timeline.write import timeline_document
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.world.image.write import image_document
from imagesim.scenarios.world.node_pool.write import pool_document
from imagesim.scenarios.world.registry.write import registry_document
from imagesim.scenarios.world.writing import Document, given, speed_text, world_document


def dump(scenario: Scenario) -> str:
    """Return the resolved scenario as a YAML text of several documents."""
    return yaml.dump_all(
        resolved_documents(scenario),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=120,
        explicit_start=True,
    )


def resolved_documents(scenario: Scenario) -> list[Document]:
    """The documents that `dump` writes."""
    return [
        _simulation(scenario),
        *(registry_document(registry) for registry in scenario.registries),
        *(image_document(image) for image in scenario.images),
        *(pool_document(pool) for pool in scenario.pools),
        *(timeline_document(scenario.timeline) if scenario.timeline else ()),
        *(secret_document(secret) for secret in scenario.secrets),
        *(service_account_document(account) for account in scenario.service_accounts),
        *(_pod(pod) for pod in scenario.pods),
        *(_deployment(deployment) for deployment in scenario.deployments),
    ]


def _simulation(scenario: Scenario) -> Document:
    spec = {
        "title": scenario.title,
        "question": scenario.question,
        "duration": format_duration(scenario.duration_s),
        "seed": scenario.seed,
        "kubernetesVersion": scenario.kubernetes_version,
        "containerdVersion": scenario.containerd_version,
        "admission": list(scenario.admission),
        "defaults": {
            "imageSize": format_size(scenario.default_image_size),
            "latency": format_duration(scenario.default_latency_s),
            "bandwidth": speed_text(scenario.default_bandwidth),
        },
        "assumptions": list(scenario.assumptions),
        "notModelled": list(scenario.not_modelled),
    }
    return world_document("Simulation", scenario.name, spec)


def _metadata(labels: Labels, annotations: Labels, **names: str) -> Document:
    return given({**names, "labels": dict(labels), "annotations": dict(annotations)})


def _pod(pod: Pod) -> Document:
    metadata = _metadata(pod.labels, pod.annotations, name=pod.name, namespace=pod.namespace)
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": _pod_spec(pod.spec)}


def _pod_spec(spec: PodSpec) -> Document:
    return given(
        {
            "initContainers": [_container(container) for container in spec.init_containers],
            "containers": [_container(container) for container in spec.containers],
            "restartPolicy": spec.restart_policy,
            "nodeName": spec.node_name,
            "nodeSelector": dict(spec.node_selector),
            "imagePullSecrets": [{"name": name} for name in spec.image_pull_secrets],
            "serviceAccountName": spec.service_account_name,
            "volumes": [_volume(volume) for volume in spec.image_volumes],
        }
    )


def _volume(volume: ImageVolume) -> Document:
    return {"name": volume.name, "image": {"reference": volume.reference, "pullPolicy": volume.pull_policy}}


def _container(container: Container) -> Document:
    return given(
        {
            "name": container.name,
            "image": container.image,
            "imagePullPolicy": container.image_pull_policy,
            "restartPolicy": container.restart_policy,
            "volumeMounts": [{"name": name, "mountPath": f"/{name}"} for name in container.volume_mounts],
        }
    )


def _deployment(deployment: Deployment) -> Document:
    template = deployment.template
    strategy: Document = {"type": deployment.strategy}
    if deployment.strategy == "RollingUpdate":
        surge, unavailable = _count(deployment.max_surge), _count(deployment.max_unavailable)
        strategy["rollingUpdate"] = {"maxSurge": surge, "maxUnavailable": unavailable}
    spec = {
        "replicas": deployment.replicas,
        "strategy": strategy,
        "minReadySeconds": int(deployment.min_ready_s),
        "progressDeadlineSeconds": int(deployment.progress_deadline_s),
        "revisionHistoryLimit": deployment.revision_history_limit,
        "paused": deployment.paused,
        "selector": _selector(deployment.selector),
        "template": {
            "metadata": _metadata(template.labels, template.annotations),
            "spec": _pod_spec(template.spec),
        },
    }
    metadata = {"name": deployment.name, "namespace": deployment.namespace}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": spec}


def _selector(labels: Labels) -> Document:
    if labels:
        return {"matchLabels": dict(labels)}
    # A template without labels can only have been chosen for what it lacks.
    return {"matchExpressions": [{"key": "none", "operator": "DoesNotExist"}]}


def _count(text: str) -> int | str:
    return text if text.endswith("%") else int(text)


class _Dumper(yaml.SafeDumper):
    """Quotes every text that would otherwise read as something else, and folds no repeated value into an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "'" if not text or plain_value(text) != text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
