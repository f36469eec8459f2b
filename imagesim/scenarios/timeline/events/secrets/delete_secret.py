"""deleteSecret: `kubectl delete secret`."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import NotEmpty


class DeleteSecretSpec(WorldModel):
    """kubectl delete secret; written NAMESPACE/NAME, or NAME where only one Secret has it."""

    secret: NotEmpty = Field(description="NAMESPACE/NAME, or NAME where only one Secret has it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteSecret(TimelineEvent):
    """`kubectl delete secret`."""

    namespace: str
    name: str

    def write(self) -> dict[str, Any]:
        return {"secret": f"{self.namespace}/{self.name}"}

    @property
    def befalls(self) -> str:
        return f"Secret/{self.namespace}/{self.name}"

    @property
    def short(self) -> str:
        return f"delete Secret {self.name}"

    def text(self) -> str:
        return f"delete Secret/{self.namespace}/{self.name}"


def read(spec: DeleteSecretSpec, at_s: Seconds, place: EventPlace) -> DeleteSecret:
    """Return the event; a name without a namespace is of the namespace default."""
    namespace, _, name = spec.secret.removeprefix("Secret/").rpartition("/")
    return DeleteSecret(at_s=at_s, namespace=namespace or "default", name=name)


def check(event: DeleteSecret, presence: Presence) -> Problem | None:
    """It has to be there."""
    return presence.delete_secret(event.namespace, event.name)


DELETE_SECRET = EventKind(name="deleteSecret", document=DeleteSecretSpec, value=DeleteSecret, read=read, check=check)
