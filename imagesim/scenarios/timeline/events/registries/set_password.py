"""setPassword: a registry takes another password of a user."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.credentials.stand_ins import with_password_hidden
from imagesim.scenarios.world.types import NotEmpty


class SetPasswordSpec(WorldModel):
    """The registry takes another password of the user from now on."""

    registry: NotEmpty = Field(description="The name of a Registry, or its host.")
    user: NotEmpty = Field(description="Whose password.")
    password: str = Field(description="The new one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPassword(TimelineEvent):
    """From now on the registry takes another password of the user."""

    registry: str
    user: str
    password: SecretValue

    def write(self) -> dict[str, Any]:
        return {"registry": self.registry, "user": self.user, "password": str(self.password)}

    @property
    def short(self) -> str:
        return f"new password of {self.user}"

    def text(self) -> str:
        return f"{self.registry} takes another password of {self.user}"


def read(spec: SetPasswordSpec, at_s: Seconds, place: EventPlace) -> SetPassword:
    """Return the event. Raises ScenarioError for somebody who is no user of the registry."""
    host = place.registry("registry", spec.registry)
    user = place.user("user", spec.user, host)
    return SetPassword(at_s=at_s, registry=host, user=user, password=SecretValue(spec.password))


def redact(_: Document, __: Path, written: dict[str, object]) -> dict[str, object]:
    """A stand-in takes the password's place."""
    return with_password_hidden(written)


SET_PASSWORD = EventKind(name="setPassword", document=SetPasswordSpec, value=SetPassword, read=read, redact=redact)
