"""Changes of the cluster itself while it runs: Secrets, ServiceAccounts, passwords, nodes, images on nodes."""

from dataclasses import replace

from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.nodes import Nodes
from imagesim.engine.registry import Registries
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


class ClusterChanges:
    """Carries out such events when their time has come."""

    def __init__(self, api: ApiServer, nodes: Nodes, registries: Registries) -> None:
        self._api = api
        self._nodes = nodes
        self._registries = registries

    def carry_out(self, event: ClusterEvent) -> None:
        """Make the change now. Kubelets see Secrets as they are at their next sync."""
        match event:
            case CreateSecret() | ReplaceSecret():
                self._api.secrets.create(event.secret)
            case DeleteSecret():
                self._api.secrets.pop((event.namespace, event.name), None)
            case ReplaceServiceAccount():
                self._api.service_accounts.put(event.account)
            case SetPassword():
                self._set_password(event)
            case AddNode():
                self._nodes.join(event.pool, event.count)
            case RemoveNode():
                self._nodes.drain(event.node)
            case RemoveImage():
                self._nodes.kubelets[event.node].runtime.remove_image(event.image)

    def _set_password(self, event: SetPassword) -> None:
        registry = self._registries[event.registry]
        users = dict(registry.access.users) | {event.user: event.password}
        registry.access = replace(registry.access, users=tuple(users.items()))
