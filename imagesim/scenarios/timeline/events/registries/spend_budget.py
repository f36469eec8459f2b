"""spendBudget: somebody else behind the same address, or with the same account, uses up what a registry allows."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from imagesim.rules.registry.rate_limits import request_that_spends
from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.errors import ScenarioError, did_you_mean
from imagesim.scenarios.reading.quantities import counted
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import AtLeastOne, NotEmpty, mistake

_SOME = 100
"""Nodes of each pool among which the one that was meant is looked for."""


class SpendBudgetSpec(WorldModel):
    """Somebody else uses up a budget of the registry: of an address, of an account, or the one that all share."""

    registry: NotEmpty = Field(description="The name of a Registry that has limits, or its host.")
    address: NotEmpty | None = Field(
        default=None, description="Whose: the name of a NAT, of a node, or the host of a cache that asks the registry."
    )
    account: NotEmpty | None = Field(default=None, description="Whose: a user of the registry.")
    requests: AtLeastOne | Literal["all"] = Field(
        default="all", description="How many of the requests that the limit counts; all is what is left."
    )

    @field_validator("requests", mode="before")
    @classmethod
    def _number_or_all(cls, value: object) -> object:
        if value is not None and value != "all" and (isinstance(value, bool) or not isinstance(value, int)):
            raise mistake("is neither a whole number nor all", "write for example 50, or all")
        return value

    @model_validator(mode="after")
    def _whose(self) -> "SpendBudgetSpec":
        if self.address is not None and self.account is not None:
            raise mistake("has address and account, and a budget is of one of them", "remove one of them")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendBudget(TimelineEvent):
    """Somebody else sends `requests` (None: as many as are left) to `registry`.

    They come from `address`, which is the name of a NAT, a cache or, if it `is_node`, of a node; or with `account`.
    """

    registry: str
    address: str = ""
    is_node: bool = False
    account: str = ""
    requests: int | None = None

    @property
    def whose(self) -> str:
        """Whose budget it is, for people."""
        if self.account:
            return f"the account {self.account}"
        return self.address or "everybody"

    def write(self) -> dict[str, Any]:
        whose = {name: value for name, value in (("address", self.address), ("account", self.account)) if value}
        return {"registry": self.registry, **whose, "requests": "all" if self.requests is None else self.requests}

    @property
    def short(self) -> str:
        return "budget used up" if self.requests is None else f"{counted(self.requests, 'request')} by others"

    def text(self) -> str:
        amount = "all that is left" if self.requests is None else counted(self.requests, "request")
        return f"somebody else spends {amount} of the budget of {self.whose} at {self.registry}"


def read(spec: SpendBudgetSpec, at_s: Seconds, place: EventPlace) -> SpendBudget:
    """Return the event. ScenarioError if the registry has no such budget, or nobody has that address or account."""
    host = place.registry("registry", spec.registry)
    registry = place.known.registries.get(host)
    if registry is None or not registry.service.limits:
        rule, hint = "has no limits, so nothing can be spent", "add limits to its Registry"
        raise place.error(rule, "registry", value=spec.registry, suggestion=hint)
    if spec.account is not None:
        place.user("account", spec.account, host)
    address, known = spec.address or "", place.known
    shared = _shared(host, place)
    if address and address not in shared and not known.may_be_node(address):
        raise _nobody(address, shared, place)
    _check_limits(registry, address, spec.account or "", place)
    requests = None if spec.requests == "all" else spec.requests
    return SpendBudget(
        at_s=at_s,
        registry=host,
        address=known.hosts.get(address, address),
        is_node=bool(address) and address not in shared,
        account=spec.account or "",
        requests=requests,
    )


def _nobody(address: str, shared: frozenset[str], place: EventPlace) -> ScenarioError:
    """The error for an address that neither a NAT nor a cache has, and no node can have."""
    nodes = [f"{pool}-{index}" for pool, count in place.known.pools.items() for index in range(min(count, _SOME))]
    hint = did_you_mean(address, [*shared, *nodes])
    if not hint.startswith("did you mean"):
        such_as = [f"a node such as {nodes[0]}"] if nodes else []
        hint = f"known: {', '.join([*sorted(shared), *such_as])}" if shared or such_as else ""
    rule = "is nobody's address: no NAT, no cache that asks the registry, and no node has that name"
    return place.error(rule, "address", value=address, suggestion=hint)


def _shared(host: str, place: EventPlace) -> frozenset[str]:
    """The names of NATs, and the names and hosts of caches that ask the registry."""
    caches = {
        each.host
        for each in place.known.registries.values()
        if each.service.cache and each.service.cache.upstream == host
    }
    return place.known.nats | {name for name, of in place.known.hosts.items() if of in caches}


def _check_limits(registry: Registry, address: str, account: str, place: EventPlace) -> None:
    if any(request_that_spends(limit, address, account) for limit in registry.service.limits):
        return
    if not (address or account):
        per = " and ".join(sorted({limit.per for limit in registry.service.limits}))
        rule, hint = f"does not say whose budget: those of {registry.host} are per {per}", "add address or account"
        raise place.error(rule, suggestion=hint)
    field = "address" if address else "account"
    rule = f"has no budget at {registry.host}: no limit counts what it asks"
    raise place.error(rule, field, value=address or account, suggestion="look at clients, per and exempt of its limits")


def check(event: SpendBudget, presence: Presence) -> Problem | None:
    """The node has to be there."""
    return presence.need_node(event.address) if event.is_node else None


SPEND_BUDGET = EventKind(name="spendBudget", document=SpendBudgetSpec, value=SpendBudget, read=read, check=check)
