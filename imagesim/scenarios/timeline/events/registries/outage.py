"""outage: a registry fails for a while, in one of the ways in which a registry can fail."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from imagesim.rules.units import BytesPerSecond, Seconds
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.reading.quantities import format_duration, format_speed
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.values.registry_service import Transport
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import Duration, ErrorStatus, NotEmpty, Speed, mistake

Way = Transport | Literal["silent", "status", "answers"]
"""In which way it fails; one that only "answers" late or slowly does not fail otherwise."""

_TAKEN_FIRST = ("silent", "status", "closed", "reset", "answers")
"""What can befall a part of what a server does: it has taken the request by then."""


class OutageSpec(WorldModel):
    """The registry fails: nobody listens at its port unless something else is said."""

    registry: NotEmpty = Field(description="The name of a Registry, or a host.")
    for_: Annotated[Duration, Field(alias="for", description="How long; 0s only cuts what is under way.")]
    how: Literal[Transport, "silent", "status"] | None = Field(
        default=None,
        description="In which way nobody answers; with a status, left out. Otherwise nobody listens at its port.",
    )
    status: ErrorStatus | None = Field(default=None, description="The registry answers each request with this status.")
    repository: NotEmpty | None = Field(
        default=None, description="Only what is asked of these repositories; * stands for any text."
    )
    part: Literal["tokens"] | None = Field(default=None, description="Only the server that gives out its tokens.")
    rate: float | None = Field(default=None, description="Which part of the requests, by chance: 0.3; otherwise all.")
    delay: Duration = Field(default=0.0, description="Each answer begins so much later.")
    slow: Speed = Field(default=None, description="Each body comes at most this fast.")

    @model_validator(mode="after")
    def _one_way(self) -> "OutageSpec":
        if self.how == "status" and self.status is None:
            raise mistake("says no status", "add for example status: 503")
        if self.status is not None and self.how not in (None, "status"):
            raise mistake(f"has status {self.status}, and with how: {self.how} nobody answers", "remove one of them")
        if self.rate is not None and not 0 < self.rate < 1:
            raise mistake(f"has rate {self.rate:g}, which is no part of the requests", "write a number between 0 and 1")
        self._check_times()
        self._check_part()
        return self

    def _check_times(self) -> None:
        for name, value in (("delay", self.delay), ("slow", self.slow)):
            if name in self.model_fields_set and not value:
                raise mistake(f"has {name}, which changes nothing", f"write a {name} that can be noticed, or remove it")
        if self.how not in (None, "status") and (self.delay or self.slow is not None):
            what = "delay" if self.delay else "slow"
            raise mistake(f"has {what}, and with how: {self.how} nobody answers", "remove one of them")
        if self.slow is not None and (self.status is not None or self.part is not None):
            what = "an error" if self.status is not None else "a token"
            raise mistake(f"has slow, and {what} has no body that takes time", "write delay")

    def _check_part(self) -> None:
        if self.repository is not None and self.way not in _TAKEN_FIRST:
            hint = "add status, how: silent, closed or reset, delay or slow"
            raise mistake(f"has repository, and no port or name of its own that is {self.way}", hint)

    @property
    def way(self) -> Way:
        """In which way it fails, also where `how` is left out."""
        if self.how is None and self.status is None and (self.delay or self.slow is not None):
            return "answers"
        return self.how or ("refused" if self.status is None else "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage(TimelineEvent):
    """The registry `registry` fails for `for_s` seconds.

    `how` is "refused" (nobody listens at its port), another Transport, "silent" (it accepts and never answers),
    "status" (it answers each request with `status`), or "answers", where it is `delay_s` late or sends at most `slow`
    bytes per second. It is so of all requests, or of those for a `repository` ("team/*"), or for tokens; of each, or of
    the part `rate` of them, by chance. What is under way breaks off where nobody answers at all.
    """

    registry: str
    for_s: Seconds
    how: Way = "refused"
    status: int | None = None
    repository: str = ""
    tokens: bool = False
    rate: float | None = None
    delay_s: Seconds = 0.0
    slow: BytesPerSecond | None = None

    @property
    def ends_s(self) -> Seconds:
        return self.at_s + self.for_s

    @property
    def befalls(self) -> str:
        return f"{self.registry}/{self.repository}" if self.repository else self.registry

    @property
    def breaks_off(self) -> bool:
        """Whether what is under way ends, since nobody is there any more."""
        whole = not (self.repository or self.tokens) and self.rate is None
        return whole and self.how not in ("status", "silent", "answers")

    def write(self) -> dict[str, Any]:
        outage = {"registry": self.registry, "for": format_duration(self.for_s)}
        more = {
            "how": "" if self.how == "answers" else self.how,
            "status": self.status,
            "repository": self.repository,
            "part": "tokens" if self.tokens else "",
            "rate": self.rate,
            "delay": format_duration(self.delay_s) if self.delay_s else "",
            "slow": "" if self.slow is None else format_speed(self.slow),
        }
        return outage | given(more)

    @property
    def short(self) -> str:
        if self.how == "answers":
            return f"slow answers of {self.registry}"
        status = "" if self.status is None else f" ({self.status})"
        return f"outage of {self.registry}{status}"

    def text(self) -> str:
        where = f"the token server of {self.registry}" if self.tokens else self.registry
        of = f" for {self.repository}" if self.repository else ""
        part = "" if self.rate is None else f" to {self.rate:.3g} of the requests"
        return f"{where} {self._fails()}{part}{of} for {format_duration(self.for_s)}"

    def _fails(self) -> str:
        late = f" {format_duration(self.delay_s)} late" if self.delay_s else ""
        slowly = "" if self.slow is None else f"sends bodies at {format_speed(self.slow)} at most"
        if self.how == "status":
            return f"answers {self.status}{late}"
        if self.how == "answers":
            return " and ".join(each for each in (f"answers{late}" if late else "", slowly) if each)
        return f"does not answer ({self.how})"


def read(spec: OutageSpec, at_s: Seconds, place: EventPlace) -> Outage:
    """Return the event.

    Raises ScenarioError for what is no registry's name or host, or has no token server, and for what has no effect.
    """
    host = place.registry("registry", spec.registry)
    registry = place.known.registries.get(host)
    if spec.part is not None and (registry is None or registry.access.auth != "bearer"):
        hint = "write auth: bearer in its Registry, or remove part"
        raise place.error(f"has no effect: {host} asks for no token", "part", suggestion=hint)
    outage = Outage(
        at_s=at_s,
        registry=host,
        for_s=spec.for_,
        how=spec.way,
        status=spec.status,
        repository="" if spec.repository is None else place.repositories("repository", host, spec.repository),
        tokens=spec.part is not None,
        rate=spec.rate,
        delay_s=spec.delay,
        slow=spec.slow,
    )
    if not outage.for_s and not outage.breaks_off:
        rule = "is over at once: no request meets it, and nothing that is under way breaks off"
        raise place.error(rule, "for", value="0s", suggestion="write for example 5m")
    return outage


OUTAGE = EventKind(name="outage", document=OutageSpec, value=Outage, read=read)
