"""Timeline events about Secrets, passwords, nodes: what they name is looked up, and whether it is there by then."""

from collections.abc import Iterable, Mapping
from typing import Any

from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.units import Seconds
from imagesim.scenarios.manifests.objects import Manifests
from imagesim.scenarios.manifests.pull_secrets import read_secret
from imagesim.scenarios.manifests.service_accounts import read_service_account
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.fields import Field, root
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.redaction import inner_document
from imagesim.scenarios.timeline.cluster_events import (
    AddNode,
    ClusterEvent,
    CreateSecret,
    DeleteSecret,
    RemoveImage,
    RemoveNode,
    ReplaceSecret,
    ReplaceServiceAccount,
    SetPassword,
)
from imagesim.scenarios.timeline.model import AddNodeSpec, SetPasswordSpec
from imagesim.scenarios.values.scenario import NodePool, Registry, TimelineEvent

Placed = tuple[TimelineEvent, Document, Path]
"""An event, and where it stands."""


class ClusterEvents:
    """Reads these events. `registries` are by host, `pools` in any order."""

    def __init__(self, registries: Mapping[str, Registry], pools: Iterable[NodePool], notes: Notes) -> None:
        self._registries = registries
        self._notes = notes
        self._pools = {pool.name: pool.count for pool in pools}

    def read(self, document: Document, path: Path, at_s: Seconds, spec: Any) -> ClusterEvent:
        """Return the event at *path*, whose last step is its name. What it names is checked in `check`."""
        match path[-1]:
            case "createSecret":
                return CreateSecret(at_s=at_s, secret=read_secret(_manifest(document, path)))
            case "replaceSecret":
                return ReplaceSecret(at_s=at_s, secret=read_secret(_manifest(document, path)))
            case "deleteSecret":
                namespace, _, name = spec.secret.removeprefix("Secret/").rpartition("/")
                return DeleteSecret(at_s=at_s, namespace=namespace or "default", name=name)
            case "replaceServiceAccount":
                return ReplaceServiceAccount(
                    at_s=at_s, account=read_service_account(_manifest(document, path), self._notes)
                )
            case "addNode":
                return self._add_node(document, path, at_s, spec)
            case "removeNode":
                return RemoveNode(at_s=at_s, node=spec.node)
            case _:
                return RemoveImage(at_s=at_s, node=spec.node, image=spec.image)

    def set_password(
        self, document: Document, path: Path, at_s: Seconds, spec: SetPasswordSpec, host: str
    ) -> SetPassword:
        """Return the event for the registry at *host*."""
        registry = self._registries.get(host)
        users = [name for name, _ in registry.access.users] if registry else []
        if spec.user not in users:
            rule = f"is no user of Registry {host}"
            raise document.error(rule, (*path, "user"), value=spec.user, suggestion=did_you_mean(spec.user, users))
        return SetPassword(at_s=at_s, registry=host, user=spec.user, password=SecretValue(spec.password))

    def _add_node(self, document: Document, path: Path, at_s: Seconds, spec: AddNodeSpec) -> AddNode:
        if spec.pool not in self._pools:
            hint = did_you_mean(spec.pool, self._pools)
            raise document.error("is no NodePool", (*path, "pool"), value=spec.pool, suggestion=hint)
        return AddNode(at_s=at_s, pool=spec.pool, count=spec.count)

    def check(self, events: Iterable[Placed], manifests: Manifests) -> None:
        """Refuse an event about a Secret or a node that is not there at its time; *events* are sorted by time."""
        state = _State({(secret.namespace, secret.name) for secret in manifests.secrets}, dict(self._pools))
        for event, document, path in events:
            problem = state.after(event)
            if problem is not None:
                rule, hint = problem
                raise document.error(rule, path, suggestion=hint)


class _State:
    """The Secrets and nodes that there are at one time."""

    def __init__(self, secrets: set[tuple[str, str]], pools: dict[str, int]) -> None:
        self._secrets = secrets
        self._pools = pools
        self._nodes = {f"{pool}-{index}" for pool, count in pools.items() for index in range(count)}

    def after(self, event: TimelineEvent) -> tuple[str, str] | None:
        """Carry out *event*; return what is wrong and what to do instead if it cannot be."""
        match event:
            case CreateSecret():
                return self._create(event.secret.namespace, event.secret.name)
            case ReplaceSecret():
                return self._need_secret(event.secret.namespace, event.secret.name, "use createSecret")
            case DeleteSecret():
                problem = self._need_secret(event.namespace, event.name, "")
                self._secrets.discard((event.namespace, event.name))
                return problem
            case AddNode():
                first = self._pools[event.pool]
                self._pools[event.pool] = first + event.count
                self._nodes |= {f"{event.pool}-{index}" for index in range(first, first + event.count)}
            case RemoveNode() | RemoveImage():
                if event.node not in self._nodes:
                    return f"there is no node {event.node} at that time", did_you_mean(event.node, self._nodes)
                if isinstance(event, RemoveNode):
                    self._nodes.discard(event.node)
        return None

    def _create(self, namespace: str, name: str) -> tuple[str, str] | None:
        if (namespace, name) in self._secrets:
            return f"Secret/{namespace}/{name} is there already at that time", "use replaceSecret"
        self._secrets.add((namespace, name))
        return None

    def _need_secret(self, namespace: str, name: str, hint: str) -> tuple[str, str] | None:
        if (namespace, name) in self._secrets:
            return None
        known = [f"{each}/{other}" for each, other in self._secrets]
        return f"there is no Secret/{namespace}/{name} at that time", hint or did_you_mean(f"{namespace}/{name}", known)


def _manifest(document: Document, path: Path) -> Field:
    value: Any = document.value
    for step in path:
        value = value[step]
    return root(inner_document(document, path, value))
