"""A pod at the end of a run, with what the API server held then: Secrets, ServiceAccounts, its spec as admitted.

Records tell what happened; this tells with what. It replays the events of the scenario's timeline that change objects.
"""

from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from imagesim.engine.records import PodRecord, PullRecord, Records, StateRecord
from imagesim.rules.admission.pull_policy import always_pull_images
from imagesim.rules.admission.service_account import PodForbidden, service_account_admission
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.service_account import ServiceAccount
from imagesim.rules.units import Seconds
from imagesim.rules.versions import KubernetesBehaviour, kubernetes
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.timeline.events.create_secret import CreateSecret
from imagesim.scenarios.timeline.events.delete_secret import DeleteSecret
from imagesim.scenarios.timeline.events.replace_secret import ReplaceSecret
from imagesim.scenarios.timeline.events.replace_service_account import ReplaceServiceAccount
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.scenario import Scenario

ALWAYS_PULL_IMAGES = "AlwaysPullImages"


@dataclass(frozen=True, slots=True)
class Moment:
    """One pod when the run stopped."""

    scenario: Scenario
    records: Records
    pod: PodRecord

    @property
    def now(self) -> Seconds:
        """When that is."""
        return self.records.end_s

    @property
    def pool(self) -> NodePool | None:
        """The pool of the pod's node."""
        return next((pool for pool in self.scenario.pools if pool.name == self.pod.node.rpartition("-")[0]), None)

    @property
    def behaviour(self) -> KubernetesBehaviour:
        """How the pod's kubelet behaves."""
        return kubernetes(self.pool.kubernetes_version if self.pool else self.scenario.kubernetes_version)

    def decisions(self, container: str) -> list[PullRecord]:
        """What the kubelet decided about the container's image, in order."""
        key = self.pod.namespace, self.pod.pod, container
        return [row for row in self.records.pulls if (row.namespace, row.pod, row.container) == key]

    def shown(self, container: str) -> StateRecord | None:
        """The container's last state that the API has shown."""
        key = self.pod.namespace, self.pod.pod, container
        return next(
            (row for row in reversed(self.records.states) if (row.namespace, row.pod, row.container) == key), None
        )


class StoryStep(NamedTuple):
    """One step: its title, what happened here (lines), and the rule behind it."""

    title: str
    said: str
    rule: str


def at(time: Seconds) -> str:
    """A time as it is told: 5m15s."""
    return format_duration(round(time))


def secrets_at(scenario: Scenario, moment: Seconds) -> dict[tuple[str, str], PullSecret]:
    """The Secrets by namespace and name."""
    secrets = {(secret.namespace, secret.name): secret for secret in scenario.secrets}
    for event in scenario.timeline:
        if event.at_s > moment:
            continue
        if isinstance(event, CreateSecret | ReplaceSecret):
            secrets[event.secret.namespace, event.secret.name] = event.secret
        elif isinstance(event, DeleteSecret):
            secrets.pop((event.namespace, event.name), None)
    return secrets


def account_at(scenario: Scenario, namespace: str, name: str, moment: Seconds) -> ServiceAccount:
    """The ServiceAccount; one that no manifest describes has no pull secrets."""
    accounts = {(account.namespace, account.name): account for account in scenario.service_accounts}
    for event in scenario.timeline:
        if event.at_s <= moment and isinstance(event, ReplaceServiceAccount):
            accounts[event.account.namespace, event.account.name] = event.account
    return accounts.get((namespace, name)) or ServiceAccount(namespace=namespace, name=name)


def written_spec(scenario: Scenario, pod: PodRecord) -> PodSpec | None:
    """The spec of the pod's manifest, or of its workload's template when the run began; None for an unknown pod."""
    kind, _, name = pod.workload.partition("/")
    for holder in _objects(scenario):
        found = type(holder).__name__, holder.namespace, holder.name
        if found == ("Pod", pod.namespace, pod.pod) or found == (kind, pod.namespace, name):
            spec: PodSpec = holder.spec if found[0] == "Pod" else holder.template.spec
            return spec
    return None


def _objects(scenario: Scenario) -> list[Any]:
    """Every object of the scenario that runs pods, of whatever kind."""
    listed = [getattr(scenario, field.name) for field in fields(scenario)]
    items = [item for value in listed if isinstance(value, tuple) for item in value]
    return [item for item in items if hasattr(item, "namespace") and (hasattr(item, "template") or _is_pod(item))]


def _is_pod(item: object) -> bool:
    return isinstance(getattr(item, "spec", None), PodSpec)


def admitted_spec(scenario: Scenario, pod: PodRecord) -> PodSpec | None:
    """The spec as the API server stored it when the pod was created: after AlwaysPullImages and ServiceAccount."""
    spec = written_spec(scenario, pod)
    if spec is None:
        return None
    if ALWAYS_PULL_IMAGES in scenario.admission:
        spec = always_pull_images(spec)
    try:
        return service_account_admission(
            spec,
            lambda namespace, name: account_at(scenario, namespace, name, pod.created_s),
            namespace=pod.namespace,
            pod_name=pod.pod,
        )
    except PodForbidden as refused:
        return refused.spec


def manifest_container(scenario: Scenario, pod: PodRecord, name: str) -> dict[str, Any]:
    """The container as the documents have it, {} if they are not known: what was written, before any default."""
    kind, _, workload = pod.workload.partition("/")
    for document in scenario.documents:
        metadata: Any = document.get("metadata") or {}
        place = document.get("kind"), metadata.get("namespace") or "default", metadata.get("name")
        if place in ((kind, pod.namespace, workload), ("Pod", pod.namespace, pod.pod)):
            spec: Any = document.get("spec") or {}
            spec = spec if place[0] == "Pod" else spec.get("template", {}).get("spec", {})
            listed = [*(spec.get("initContainers") or ()), *(spec.get("containers") or ())]
            return next((each for each in listed if each.get("name") == name), {})
    return {}
