"""Timeline events about Secrets, passwords and nodes, as values of a Scenario."""

from dataclasses import dataclass

from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.credentials.service_account_token import ServiceAccount
from imagesim.rules.units import Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateSecret:
    """`kubectl create` of a Secret. One of the same name that was there before and was deleted was another object."""

    at_s: Seconds
    secret: PullSecret


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceSecret:
    """`kubectl replace` of a Secret: the same object with other content. Kubelets see it at the next sync."""

    at_s: Seconds
    secret: PullSecret


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteSecret:
    """`kubectl delete secret`."""

    at_s: Seconds
    namespace: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceServiceAccount:
    """`kubectl replace` of a ServiceAccount. Pods that exist keep the pull secrets that they were created with."""

    at_s: Seconds
    account: ServiceAccount


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPassword:
    """From now on the registry takes another password of the user."""

    at_s: Seconds
    registry: str
    user: str
    password: SecretValue


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNode:
    """`count` more nodes of the pool join. Their names go on where the pool's names end."""

    at_s: Seconds
    pool: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveNode:
    """`kubectl drain`, and then the node goes: no new pods, and those that run there are deleted in good order."""

    at_s: Seconds
    node: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveImage:
    """`crictl rmi` on the node: the image goes with all its names. Containers that run go on."""

    at_s: Seconds
    node: str
    image: str


ClusterEvent = (
    CreateSecret
    | ReplaceSecret
    | DeleteSecret
    | ReplaceServiceAccount
    | SetPassword
    | AddNode
    | RemoveNode
    | RemoveImage
)
