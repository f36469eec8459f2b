"""replaceServiceAccount: `kubectl replace` of a ServiceAccount."""

from dataclasses import dataclass
from typing import Any

from imagesim.rules.credentials.service_account import ServiceAccount
from imagesim.rules.units import Seconds
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.kinds import name_of
from imagesim.scenarios.manifests.service_account import read_service_account, service_account_document
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.inner_manifests import ServiceAccountManifest
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.values.timeline_event import TimelineEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceServiceAccount(TimelineEvent):
    """`kubectl replace` of a ServiceAccount. Pods that exist keep the pull secrets that they were created with."""

    account: ServiceAccount

    def write(self) -> dict[str, Any]:
        return service_account_document(self.account)

    @property
    def befalls(self) -> str:
        return name_of(self.account)

    @property
    def short(self) -> str:
        return f"replace ServiceAccount {self.account.name}"

    def text(self) -> str:
        return f"replace {name_of(self.account)}"


def read(_: ServiceAccountManifest, at_s: Seconds, place: EventPlace) -> ReplaceServiceAccount:
    """Return the event. Raises ScenarioError for a ServiceAccount that the API server refuses."""
    return ReplaceServiceAccount(at_s=at_s, account=read_service_account(place.manifest(), Decoding(place.known.notes)))


REPLACE_SERVICE_ACCOUNT = EventKind(
    name="replaceServiceAccount", document=ServiceAccountManifest, value=ReplaceServiceAccount, read=read
)
