"""A Registry document as pydantic models: what it holds, who may have it, and how it serves."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from imagesim.rules.registry.refusals import Refusal
from imagesim.scenarios.presets.registries import REGISTRIES
from imagesim.scenarios.values.registry_service import Stale, Transport
from imagesim.scenarios.values.registry_upkeep import Fate
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.credentials.model import AccessSpec, UserSpec
from imagesim.scenarios.world.document import WorldDocument
from imagesim.scenarios.world.types import (
    Age,
    AtLeastOne,
    Count,
    Duration,
    ErrorStatus,
    IPAddress,
    NotEmpty,
    Size,
    Speed,
    Tag,
    UrlPath,
    mistake,
)


class Repository(WorldModel):
    """What a repository holds: tags, and `images` that are there by digest alone; when tags were `pushed`."""

    tags: dict[Tag, NotEmpty] = Field(default_factory=dict)
    images: list[NotEmpty] = Field(default_factory=list)
    pushed: dict[Tag, Age] = Field(default_factory=dict)


class TokenSpec(WorldModel):
    """Where the tokens of a bearer registry come from, and what is wrong there."""

    host: NotEmpty | None = None
    service: NotEmpty | None = None
    path: UrlPath | None = None
    post: ErrorStatus | None = None
    get: ErrorStatus | None = None
    lifetime: Duration | None = None


class RefusalsSpec(WorldModel):
    """How the registry refuses. What is not given is as in the preset, or what is usual for its `auth`."""

    missing: Refusal | None = None
    missing_with_login: Refusal | None = None
    private: Refusal | None = None
    no_access: Refusal | None = None
    bad_login: Refusal | None = None
    project: Count | None = None


class LimitSpec(WorldModel):
    """A budget of requests: `amount` in each `window`. With a `preset`, the other fields replace its own."""

    preset: NotEmpty | None = None
    amount: Count | None = None
    window: Duration | None = None
    counts: Literal["manifest-gets", "blob-gets", "tokens", "requests"] = "manifest-gets"
    per: Literal["address", "account", "registry"] = "address"
    clients: Literal["all", "anonymous", "accounts"] = "all"
    exempt: list[NotEmpty] = Field(default_factory=list)
    message: str = ""

    @model_validator(mode="after")
    def _complete(self) -> "LimitSpec":
        if self.preset is None and (self.amount is None or self.window is None):
            what = "amount" if self.amount is None else "window"
            raise mistake(f"says no {what}", "write for example {amount: 100, window: 6h}, or {preset: docker-hub}")
        if self.window is not None and self.window <= 0:
            raise mistake("has a window that is not longer than 0", "write for example window: 6h")
        return self


class FaultSpec(WorldModel):
    """Something that goes wrong with the requests that match `method`, `object`, `repository`, `nth` and the time."""

    method: Literal["HEAD", "GET", "POST"] | None = None
    object: NotEmpty | None = None
    repository: NotEmpty | None = None
    nth: AtLeastOne | None = None
    from_: Annotated[Duration, Field(alias="from")] = 0.0
    until: Duration | None = None
    status: ErrorStatus | None = None
    message: str | None = None
    transport: Transport | None = None
    names: list[NotEmpty] = Field(default_factory=list)
    delay: Duration = 0.0
    cut_at: Size | None = None
    silent: bool = False
    corrupt: bool = False
    surplus: Size | None = None
    slow: Speed = None

    @model_validator(mode="after")
    def _one_effect(self) -> "FaultSpec":
        if self.until is not None and self.until <= self.from_:
            raise mistake("ends before it begins", "let until be later than from")
        effects = self._effects()
        if not effects:
            what = "has a message and no status" if self.message is not None else "has no effect"
            raise mistake(what, "add status, transport, delay, cutAt, silent, corrupt, surplus or slow")
        clash = _clash(effects)
        if clash:
            raise mistake(f"has {clash[0]} and {clash[1]}, which exclude each other", "write two faults")
        if self.message is not None and self.status is None:
            raise mistake("has a message and no status", "add for example status: 500")
        if self.names and self.transport != "wrong-name":
            raise mistake("has names, and no certificate that is for others", "add transport: wrong-name")
        return self

    def _effects(self) -> list[str]:
        """The names of the effects, as they are written."""
        given = {
            "transport": self.transport is not None,
            "status": self.status is not None,
            "silent": self.silent,
            "cutAt": self.cut_at is not None,
            "corrupt": self.corrupt,
            "surplus": bool(self.surplus),
            "slow": self.slow is not None,
            "delay": self.delay > 0,
        }
        return [name for name, there in given.items() if there]


def _clash(effects: list[str]) -> tuple[str, str] | None:
    """Two effects that cannot both be: a request without an answer has no body, and an error has another one."""
    alone = {
        "transport": set(effects),
        "status": {"silent", "cutAt", "corrupt", "surplus", "slow"},
        "surplus": {"cutAt", "corrupt", "silent"},
    }
    if "cutAt" not in effects:
        alone["silent"] = {"corrupt", "slow", "delay"}
    for name, excluded in alone.items():
        others = [other for other in effects if other in excluded and other != name]
        if name in effects and others:
            return name, others[0]
    return None


class StaleSpec(WorldModel):
    """What a cache does when its upstream does not give a tag. What is not given is as in the registry's preset."""

    not_found: Stale | None = None
    denied: Stale | None = None
    too_many_requests: Stale | None = None
    error: Stale | None = None
    no_answer: Stale | None = None


class CacheSpec(WorldModel):
    """The registry is a pull-through cache in front of the registry `of`."""

    of: NotEmpty
    under: NotEmpty | None = None
    tag_ttl: Annotated[Duration, Field(alias="tagTTL")] = 0.0
    serves_stale: bool = True
    stale: StaleSpec | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "CacheSpec":
        if self.stale is not None and not self.serves_stale:
            raise mistake("serves nothing stale and says what it serves", "remove servesStale or stale")
        return self


class DeletionSpec(WorldModel):
    """What goes besides where something is deleted. What is not given is as in the registry's preset."""

    untagged: Fate | None = None
    blobs: Fate | None = None


class RetentionSpec(WorldModel):
    """A rule by which the registry deletes by itself what is neither among the newest nor young."""

    repository: NotEmpty = "*"
    tag_status: Literal["tagged", "untagged"] = "tagged"
    keep_last: Count | None = None
    older_than: Age | None = None
    every: Age = 86_400.0
    keep: list[NotEmpty] = Field(default_factory=list)

    @model_validator(mode="after")
    def _takes_something(self) -> "RetentionSpec":
        if self.keep_last is None and self.older_than is None:
            raise mistake("does not say what goes", "write keepLast: 10 or olderThan: 30d")
        if self.every <= 0:
            raise mistake("is looked at every 0s", "write for example every: 24h")
        if self.keep and self.tag_status == "untagged":
            raise mistake("keeps names, and what has no tag has none", "remove keep or tagStatus")
        return self


class RegistrySpec(WorldModel):
    """A registry that holds exactly these repositories. `host` is metadata.name where it is left out."""

    preset: NotEmpty | None = None
    host: NotEmpty | None = None
    latency: Duration | None = None
    bandwidth: Speed = None
    blob_bandwidth: Speed = None
    connection: Speed = None
    tls: bool | None = None
    head: Literal["ok", "not-allowed", "without-digest"] = "ok"
    ranges: bool = True
    redirect: NotEmpty | None = None
    roots: dict[UrlPath, str] = Field(default_factory=dict)
    inside: bool | None = None
    addresses: list[IPAddress] = Field(default_factory=list)
    auth: Literal["none", "basic", "bearer"] = "none"
    token: TokenSpec | None = None
    users: list[UserSpec] = Field(default_factory=list)
    access: list[AccessSpec] = Field(default_factory=list)
    refusals: RefusalsSpec | None = None
    limits: list[LimitSpec] = Field(default_factory=list)
    faults: list[FaultSpec] = Field(default_factory=list)
    cache: CacheSpec | None = None
    deletion: DeletionSpec | None = None
    retention: list[RetentionSpec] = Field(default_factory=list)
    repositories: dict[NotEmpty, Repository] = Field(default_factory=dict)

    @property
    def asks(self) -> Literal["none", "basic", "bearer"]:
        """How it asks who somebody is: as it says, or as its preset does."""
        preset = None if self.preset is None or "auth" in self.model_fields_set else REGISTRIES.get(self.preset)
        return self.auth if preset is None else preset.auth


class RegistryDocument(WorldDocument):
    """kind: Registry"""

    spec: RegistrySpec = Field(default_factory=RegistrySpec)
