"""Kubernetes objects as frozen values: the fields that decide what happens to images, under the API's names.

A value holds what the API server stored, that is after defaulting: `image_pull_policy` is never empty here.
Field names are the API's in snake case; see k8s.io/api core/v1 and apps/v1 types.go.
"""

from dataclasses import dataclass, field

from imagesim.rules.units import Seconds

Labels = tuple[tuple[str, str], ...]
"""Labels or annotations: pairs sorted by key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """One container of a pod. `restart_policy` is "Always" for a sidecar (an init container that keeps running)."""

    name: str
    image: str
    image_pull_policy: str
    restart_policy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PodSpec:
    """What a pod runs and where it may run."""

    containers: tuple[Container, ...]
    init_containers: tuple[Container, ...] = ()
    restart_policy: str = "Always"
    node_name: str = ""
    node_selector: Labels = ()
    image_pull_secrets: tuple[str, ...] = ()
    service_account_name: str = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class PodTemplate:
    """The template from which a controller makes pods. Its image pull policies were frozen when it was created."""

    labels: Labels = ()
    annotations: Labels = ()
    spec: PodSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Pod:
    """A pod that a manifest lists by itself, without a controller."""

    namespace: str
    name: str
    labels: Labels = ()
    annotations: Labels = ()
    spec: PodSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A Deployment. `max_surge` and `max_unavailable` are a count ("1") or a percentage ("25%")."""

    namespace: str
    name: str
    replicas: int = 1
    strategy: str = "RollingUpdate"
    max_surge: str = "25%"
    max_unavailable: str = "25%"
    min_ready_s: Seconds = 0
    progress_deadline_s: Seconds = 600
    revision_history_limit: int = 10
    paused: bool = False
    selector: Labels = field(default=())
    template: PodTemplate
