"""createSecret: `kubectl create` of a Secret."""

from dataclasses import dataclass
from typing import ClassVar

from imagesim.rules.units import Seconds
from imagesim.scenarios.manifests.secret import read_secret
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.inner_manifests import SecretManifest, redact_secret
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.timeline.whole_secret import WholeSecret


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateSecret(WholeSecret):
    """`kubectl create` of a Secret. One of the same name that was there before and was deleted was another object."""

    VERB: ClassVar[str] = "create"


def read(_: SecretManifest, at_s: Seconds, place: EventPlace) -> CreateSecret:
    """Return the event. Raises ScenarioError for a Secret that the API server refuses."""
    return CreateSecret(at_s=at_s, secret=read_secret(place.manifest()))


def check(event: CreateSecret, presence: Presence) -> Problem | None:
    """It must not be there already."""
    return presence.create_secret(event.secret.namespace, event.secret.name)


CREATE_SECRET = EventKind(
    name="createSecret",
    document=SecretManifest,
    value=CreateSecret,
    read=read,
    check=check,
    redact=redact_secret,
)
