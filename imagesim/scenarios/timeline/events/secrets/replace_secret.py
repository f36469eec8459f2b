"""replaceSecret: `kubectl replace` of a Secret."""

from dataclasses import dataclass
from typing import Any

from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.units import Seconds
from imagesim.scenarios.manifests.kinds import name_of
from imagesim.scenarios.manifests.secret import read_secret, secret_document
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.inner_manifests import SecretManifest, redact_secret
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.values.timeline_event import TimelineEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceSecret(TimelineEvent):
    """`kubectl replace` of a Secret: the same object with other content. Kubelets see it at the next sync."""

    secret: PullSecret

    def write(self) -> dict[str, Any]:
        return secret_document(self.secret)

    @property
    def befalls(self) -> str:
        return name_of(self.secret)

    @property
    def short(self) -> str:
        return f"replace Secret {self.secret.name}"

    def text(self) -> str:
        return f"replace {name_of(self.secret)}"


def read(_: SecretManifest, at_s: Seconds, place: EventPlace) -> ReplaceSecret:
    """Return the event. Raises ScenarioError for a Secret that the API server refuses."""
    return ReplaceSecret(at_s=at_s, secret=read_secret(place.manifest()))


def check(event: ReplaceSecret, presence: Presence) -> Problem | None:
    """It has to be there."""
    return presence.need_secret(event.secret.namespace, event.secret.name, "use createSecret")


REPLACE_SECRET = EventKind(
    name="replaceSecret", document=SecretManifest, value=ReplaceSecret, read=read, check=check, redact=redact_secret
)
