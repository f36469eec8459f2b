"""Timeline documents as pydantic models: what happens while the run lasts, each event at its time.

An event has `at` and exactly one of the names below. Targets are written Deployment/NAMESPACE/NAME, Deployment/NAME
(namespace default) or NAME where only one workload has it.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from imagesim.scenarios.values.registry_service import Transport
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.models import WorldDocument
from imagesim.scenarios.world.types import AtLeastOne, Count, Duration, ErrorStatus, NotEmpty, mistake


class PushSpec(WorldModel):
    """Somebody pushes the Image named `to` over the tag `image`."""

    image: NotEmpty
    to: NotEmpty


class OutageSpec(WorldModel):
    """The registry fails: nobody listens at its port unless `how` or `status` says otherwise."""

    registry: NotEmpty
    for_: Annotated[Duration, Field(alias="for")]
    how: Literal[Transport, "silent", "status"] | None = None
    status: ErrorStatus | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "OutageSpec":
        if self.how == "status" and self.status is None:
            raise mistake("says no status", "add for example status: 503")
        if self.status is not None and self.how not in (None, "status"):
            raise mistake(f"has status {self.status}, and with how: {self.how} nobody answers", "remove one of them")
        return self

    @property
    def way(self) -> Literal[Transport, "silent", "status"]:
        """In which way it fails, also where `how` is left out."""
        return self.how or ("refused" if self.status is None else "status")


class ScaleSpec(WorldModel):
    """kubectl scale"""

    workload: NotEmpty
    replicas: Count


class SetImageSpec(WorldModel):
    """kubectl set image of a workload or a pod; `container` may be left out where there is only one."""

    workload: NotEmpty
    container: NotEmpty | None = None
    image: NotEmpty


class RolloutRestartSpec(WorldModel):
    """kubectl rollout restart"""

    workload: NotEmpty


class SomePodsSpec(WorldModel):
    """A pod, or the first `pods` pods of a workload (all if left out), one after another over the time `over`."""

    target: NotEmpty
    pods: AtLeastOne | None = None
    over: Duration = 0.0


class SecretManifest(WorldModel):
    """A Secret as kubectl takes it."""

    api_version: Literal["v1"] = "v1"
    kind: Literal["Secret"] = "Secret"
    metadata: dict[str, Any]
    type: str = "Opaque"
    data: dict[str, str] = Field(default_factory=dict)
    string_data: dict[str, str] = Field(default_factory=dict)


class DeleteSecretSpec(WorldModel):
    """kubectl delete secret; written NAMESPACE/NAME, or NAME where only one Secret has it."""

    secret: NotEmpty


class ServiceAccountManifest(WorldModel):
    """A ServiceAccount as kubectl takes it."""

    api_version: Literal["v1"] = "v1"
    kind: Literal["ServiceAccount"] = "ServiceAccount"
    metadata: dict[str, Any]
    image_pull_secrets: list[dict[str, str]] = Field(default_factory=list)


class SetPasswordSpec(WorldModel):
    """The registry takes another password of the user from now on."""

    registry: NotEmpty
    user: NotEmpty
    password: str


class AddNodeSpec(WorldModel):
    """`count` more nodes of the NodePool `pool` join the cluster."""

    pool: NotEmpty
    count: AtLeastOne = 1


class RemoveNodeSpec(WorldModel):
    """kubectl drain; then the node is gone."""

    node: NotEmpty


class RemoveImageSpec(WorldModel):
    """crictl rmi on the node."""

    node: NotEmpty
    image: NotEmpty


class EventSpec(WorldModel):
    """One event; the field that is not `at` says what happens."""

    at: Duration
    push: PushSpec | None = None
    outage: OutageSpec | None = None
    scale: ScaleSpec | None = None
    set_image: SetImageSpec | None = None
    rollout_restart: RolloutRestartSpec | None = None
    restart: SomePodsSpec | None = None
    delete: SomePodsSpec | None = None
    create_secret: SecretManifest | None = None
    replace_secret: SecretManifest | None = None
    delete_secret: DeleteSecretSpec | None = None
    replace_service_account: ServiceAccountManifest | None = None
    set_password: SetPasswordSpec | None = None
    add_node: AddNodeSpec | None = None
    remove_node: RemoveNodeSpec | None = None
    remove_image: RemoveImageSpec | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "EventSpec":
        given = [name for name in EVENTS if getattr(self, _attribute(name)) is not None]
        if not given:
            raise mistake("says when, but not what happens", f"add one of {', '.join(EVENTS)}")
        if len(given) > 1:
            raise mistake(f"has {' and '.join(given)}, and an event is one of them", "write two events")
        return self

    @property
    def what(self) -> tuple[str, Any]:
        """The event's name and its fields."""
        return next(
            (name, getattr(self, _attribute(name))) for name in EVENTS if getattr(self, _attribute(name)) is not None
        )


EVENTS = (
    "push",
    "outage",
    "scale",
    "setImage",
    "rolloutRestart",
    "restart",
    "delete",
    "createSecret",
    "replaceSecret",
    "deleteSecret",
    "replaceServiceAccount",
    "setPassword",
    "addNode",
    "removeNode",
    "removeImage",
)
"""The events that there are, as they are written."""


def _attribute(name: str) -> str:
    return re.sub("[A-Z]", lambda capital: "_" + capital.group().lower(), name)


class TimelineSpec(WorldModel):
    """The events, in any order."""

    events: list[EventSpec] = Field(default_factory=list)


class Timeline(WorldDocument):
    """kind: Timeline"""

    spec: TimelineSpec = Field(default_factory=TimelineSpec)
