"""A Scenario: everything that one run needs, frozen and checked.

It is made by `imagesim.load()` (files) or by hand (tests, libraries), and read by the engine. Nothing in it is
looked up later: names have become objects, quantities have become numbers, defaults have been filled in.
"""

from dataclasses import dataclass, field
from datetime import datetime

from imagesim.rules.admission.unreachable_webhook import FailurePolicy
from imagesim.rules.api.objects import Deployment, Pod, PodSpec
from imagesim.rules.api.workload import Workload
from imagesim.rules.calendar import DEFAULT_START
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.service_account import ServiceAccount
from imagesim.rules.units import Bytes, BytesPerSecond, Seconds
from imagesim.rules.workloads.disruption import PodDisruptionBudget
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.missing_pods import MissingPods
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.process import Process
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.starting_state import StartingState
from imagesim.scenarios.values.timeline_event import TimelineEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One frozen, checked input of `simulate()`.

    `title`, `question`, `topic` and `look` (what to look at) are for people alone.
    `start` is the date and time at which the run begins, in UTC, and `duration_s` how long it lasts.
    `default_image` is what a registry that no document describes serves under every name; the engine derives its
    digests from the name. `starting` is the cluster that the run finds, None for one that begins empty; what else is
    here is added to it. `assumptions` and `not_modelled` are sentences that reports repeat; `missing_pods` are
    those of kinds that are not modelled. `documents` are the source documents as plain values, from which a saved
    scenario is written.
    """

    name: str
    title: str = ""
    question: str = ""
    topic: str = ""
    look: tuple[str, ...] = ()
    duration_s: Seconds
    start: datetime = DEFAULT_START
    seed: int = 1
    kubernetes_version: str
    containerd_version: str
    admission: tuple[str, ...] = ()
    failure_policy: FailurePolicy = "Ignore"
    default_image_size: Bytes
    default_latency_s: Seconds
    default_bandwidth: BytesPerSecond | None = None
    registries: tuple[Registry, ...] = ()
    images: tuple[Image, ...] = ()
    pools: tuple[NodePool, ...] = ()
    pods: tuple[Pod, ...] = ()
    workloads: tuple[Workload, ...] = ()
    budgets: tuple[PodDisruptionBudget, ...] = ()
    secrets: tuple[PullSecret, ...] = ()
    service_accounts: tuple[ServiceAccount, ...] = ()
    starting: StartingState | None = None
    timeline: tuple[TimelineEvent, ...] = ()
    processes: tuple[Process, ...] = ()
    assumptions: tuple[str, ...] = ()
    not_modelled: tuple[str, ...] = ()
    missing_pods: tuple[MissingPods, ...] = ()
    documents: tuple[dict[str, object], ...] = field(default=(), repr=False, compare=False, hash=False)

    @property
    def deployments(self) -> tuple[Deployment, ...]:
        """The workloads that are Deployments."""
        return tuple(each for each in self.workloads if isinstance(each, Deployment))

    @property
    def objects(self) -> tuple[PullSecret | ServiceAccount | Pod | Workload | PodDisruptionBudget, ...]:
        """All objects of the manifests: first what pods need, then pods that stand alone, then workloads."""
        return (*self.secrets, *self.service_accounts, *self.pods, *self.workloads, *self.budgets)

    @property
    def happenings(self) -> tuple[TimelineEvent, ...]:
        """All that can happen: the events of the timeline, and those of which the processes draw some."""
        return (*self.timeline, *(event for process in self.processes for event in process.events))

    @property
    def pod_specs(self) -> tuple[tuple[Pod | Workload, PodSpec], ...]:
        """The spec of every pod that stands alone, of every static pod, and of every workload's template."""
        static = (pod for pool in self.pools for pod in pool.static_pods)
        alone = ((pod, pod.spec) for pod in (*self.all_pods, *static))
        return (*alone, *((workload, workload.template.spec) for workload in self.all_workloads))

    @property
    def all_workloads(self) -> tuple[Workload, ...]:
        """The workloads that there are at the beginning: those that the run finds, and those that it creates."""
        return self.workloads if self.starting is None else (*self.starting.workloads, *self.workloads)

    @property
    def all_pods(self) -> tuple[Pod, ...]:
        """The pods of their own that there are at the beginning."""
        return self.pods if self.starting is None else (*self.starting.alone, *self.pods)
