"""replaceSecret: `kubectl replace` of a Secret."""

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
class ReplaceSecret(WholeSecret):
    """`kubectl replace` of a Secret: the same object with other content. Kubelets see it at the next sync."""

    VERB: ClassVar[str] = "replace"


def read(_: SecretManifest, at_s: Seconds, place: EventPlace) -> ReplaceSecret:
    """Return the event. Raises ScenarioError for a Secret that the API server refuses."""
    return ReplaceSecret(at_s=at_s, secret=read_secret(place.manifest()))


def check(event: ReplaceSecret, presence: Presence) -> Problem | None:
    """It has to be there."""
    return presence.need_secret(event.secret.namespace, event.secret.name, "use createSecret")


REPLACE_SECRET = EventKind(
    name="replaceSecret",
    document=SecretManifest,
    value=ReplaceSecret,
    read=read,
    check=check,
    redact=redact_secret,
)
