"""Kubernetes objects as frozen values: the fields that decide what happens to images, under the API's names.

A value holds what the API server stored, that is after defaulting: `image_pull_policy` is never empty here.
Field names are the API's in snake case; see k8s.io/api core/v1 and apps/v1 types.go.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from imagesim.rules.api.app import App
from imagesim.rules.api.node_selector import NodeSelector, PreferredSchedulingTerm
from imagesim.rules.api.probe import Probes
from imagesim.rules.units import Bytes, Seconds

Labels = tuple[tuple[str, str], ...]
"""Labels or annotations: pairs sorted by key."""


class Resources(NamedTuple):
    """CPU in thousandths of a core, and memory; None for what is not said."""

    cpu: int | None = None
    memory: Bytes | None = None


NO_RESOURCES = Resources()


class Toleration(NamedTuple):
    """A taint that a pod tolerates, with NoExecute for so many `seconds`; None is for ever."""

    key: str = ""
    operator: str = ""
    value: str = ""
    effect: str = ""
    seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """One container of a pod. `restart_policy` is "Always" for a sidecar (an init container that keeps running).

    `volume_mounts` are the names of the volumes that it mounts. `app` is what is said of its program, and
    `usually_runs_for_s` how long that runs where nobody says; None is for ever, and for an init container that is no
    sidecar the engine's default. Its preStop hook sleeps for `pre_stop_s`.
    """

    name: str
    image: str
    image_pull_policy: str
    restart_policy: str = ""
    volume_mounts: tuple[str, ...] = ()
    probes: Probes | None = None
    app: App | None = None
    usually_runs_for_s: Seconds | None = None
    pre_stop_s: Seconds = 0.0
    requests: Resources = NO_RESOURCES


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageVolume:
    """A volume of type image: `reference` as typed, `pull_policy` as stored."""

    name: str
    reference: str
    pull_policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PodSpec:
    """What a pod runs and where it may run.

    `node_affinity` is what its affinity requires of a node when it is scheduled; `os` is the name in its field
    `os`, which the scheduler does not look at and the kubelet does. `ephemeral_containers` are those that
    `kubectl debug` adds to a pod that is there. `preferred_nodes` is what the affinity would like of a node.
    """

    containers: tuple[Container, ...]
    init_containers: tuple[Container, ...] = ()
    restart_policy: str = "Always"
    node_name: str = ""
    node_selector: Labels = ()
    image_pull_secrets: tuple[str, ...] = ()
    service_account_name: str = "default"
    image_volumes: tuple[ImageVolume, ...] = ()
    node_affinity: NodeSelector | None = None
    os: str = ""
    ephemeral_containers: tuple[Container, ...] = ()
    tolerations: tuple[Toleration, ...] = ()
    preferred_nodes: tuple[PreferredSchedulingTerm, ...] = ()
    termination_grace_s: Seconds = 30.0


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
    labels: Labels = ()
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicaSetSpec:
    """The spec of a ReplicaSet. A Deployment's has the label pod-template-hash in its selector and its template."""

    replicas: int = 1
    min_ready_s: Seconds = 0
    selector: Labels = ()
    template: PodTemplate


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicaSet:
    """A ReplicaSet that a manifest lists by itself, without a Deployment."""

    namespace: str
    name: str
    labels: Labels = ()
    spec: ReplicaSetSpec

    @property
    def replicas(self) -> int:
        """How many pods it keeps."""
        return self.spec.replicas

    @property
    def template(self) -> PodTemplate:
        """What its pods are made from."""
        return self.spec.template


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicationController(ReplicaSet):
    """What ReplicaSets were before: it does the same under another kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatefulSet:
    """A StatefulSet: pods with names that stay, NAME-ORDINAL, counted from `start_ordinal`.

    `max_unavailable` is a count or a percentage, "" for none given; the controller heeds it only with the feature gate
    MaxUnavailableStatefulSet. `partition` is the lowest ordinal that a RollingUpdate replaces.
    """

    namespace: str
    name: str
    labels: Labels = ()
    replicas: int = 1
    pod_management_policy: str = "OrderedReady"
    strategy: str = "RollingUpdate"
    partition: int = 0
    max_unavailable: str = ""
    min_ready_s: Seconds = 0
    start_ordinal: int = 0
    revision_history_limit: int = 10
    selector: Labels = ()
    template: PodTemplate


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A Job: pods that run to their end, `parallelism` at a time, until `completions` of them have succeeded.

    `completions` None is a work queue: it is complete when one has succeeded and none is left. Of an
    Indexed one each index may have a limit of failures instead, and the Job one of indexes that fail. With the
    `pod_replacement_policy` Failed a pod that is being deleted is replaced when it has gone. `deadline_s` is
    `activeDeadlineSeconds`, `ttl_s` is `ttlSecondsAfterFinished`; None is never.
    """

    namespace: str
    name: str
    labels: Labels = ()
    completions: int | None = 1
    parallelism: int = 1
    backoff_limit: int = 6
    backoff_limit_per_index: int | None = None
    max_failed_indexes: int | None = None
    completion_mode: str = "NonIndexed"
    pod_replacement_policy: str = "TerminatingOrFailed"
    deadline_s: Seconds | None = None
    ttl_s: Seconds | None = None
    suspend: bool = False
    template: PodTemplate

    @property
    def replicas(self) -> int:
        """How many pods it makes if none fails."""
        return self.parallelism if self.completions is None else self.completions


@dataclass(frozen=True, slots=True, kw_only=True)
class CronJob:
    """A CronJob: a Job like `job` at each time of its `schedule`, by the clocks of `time_zone`, "" for UTC.

    `job` has no name of its own; its Jobs get `job_labels` and `job_annotations`. `starting_deadline_s` is
    `startingDeadlineSeconds`, None for none.
    """

    namespace: str
    name: str
    labels: Labels = ()
    schedule: str
    time_zone: str = ""
    concurrency_policy: str = "Allow"
    starting_deadline_s: Seconds | None = None
    suspend: bool = False
    successful_jobs_history_limit: int = 3
    failed_jobs_history_limit: int = 1
    job_labels: Labels = ()
    job_annotations: Labels = ()
    job: Job

    @property
    def replicas(self) -> int:
        """None at first: its Jobs have the pods."""
        return 0

    @property
    def template(self) -> PodTemplate:
        """What the pods of its Jobs are made from."""
        return self.job.template


@dataclass(frozen=True, slots=True, kw_only=True)
class DaemonSet:
    """A DaemonSet: a pod on each node that fits. `max_surge` and `max_unavailable` are a count or a percentage."""

    namespace: str
    name: str
    labels: Labels = ()
    strategy: str = "RollingUpdate"
    max_surge: str = "0"
    max_unavailable: str = "1"
    min_ready_s: Seconds = 0
    revision_history_limit: int = 10
    selector: Labels = ()
    template: PodTemplate

    @property
    def replicas(self) -> None:
        """No number says how many pods it keeps: the nodes do."""
