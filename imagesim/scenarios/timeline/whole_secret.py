"""Events that bring a whole Secret: what they are as values."""

from dataclasses import dataclass
from typing import Any, ClassVar

from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.scenarios.manifests.kinds import name_of
from imagesim.scenarios.manifests.secret import secret_document
from imagesim.scenarios.values.timeline_event import TimelineEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeSecret(TimelineEvent):
    """kubectl does what `VERB` says with a Secret that somebody has written out."""

    VERB: ClassVar[str]

    secret: PullSecret

    def write(self) -> dict[str, Any]:
        return secret_document(self.secret)

    @property
    def befalls(self) -> str:
        return name_of(self.secret)

    @property
    def short(self) -> str:
        return f"{self.VERB} Secret {self.secret.name}"

    def text(self) -> str:
        return f"{self.VERB} {name_of(self.secret)}"
