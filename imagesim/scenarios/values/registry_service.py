"""How a registry serves, as values of a Scenario: limits, faults, tokens, quirks, and the cache that it may be.

What a registry holds is in `scenario.Registry`; who may have it in rules.registry_access.
"""

from dataclasses import dataclass
from typing import Literal

from imagesim.rules.registry.rate_limits import RateLimit
from imagesim.rules.units import Bytes, BytesPerSecond, Seconds

Transport = Literal[
    "refused",
    "reset",
    "closed",
    "no-such-host",
    "dns-error",
    "dns-silent",
    "dial-silent",
    "tls-silent",
    "plain-http",
    "unknown-authority",
]
"""Ways in which a request gets no HTTP answer at all; each has words of its own in rules.runtime_texts.transport."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that goes wrong with requests that match: the first fault of a registry that matches counts.

    A request matches by `method` ("HEAD", "GET", "POST"; "" any), by `object` ("manifests/v1", "blobs/sha256:...",
    "token", with `*` for any text; "" any), and by being the `nth` of those (1 is the first; None: each of them), from
    `from_s` until `until_s`. What happens then:

    - `delay_s`: the answer begins so much later. - `silent`: it never begins, or, with `cut_at_bytes`, the body stops
    there without an end. - `cut_at_bytes` alone: the connection breaks off after so many bytes of this body.
    - `status`: this status is the answer, with `message` in a JSON body under the error code that belongs to the
    status; "" for the standard text, None for a body without JSON. - `transport`: no answer at all.
    - `corrupt`: the body holds other bytes. - `slow`: each body comes with at most so many bytes per second.
    """

    method: str = ""
    object: str = ""
    nth: int | None = None
    from_s: Seconds = 0.0
    until_s: Seconds | None = None
    status: int | None = None
    message: str | None = None
    transport: Transport | None = None
    delay_s: Seconds = 0.0
    cut_at_bytes: Bytes | None = None
    silent: bool = False
    corrupt: bool = False
    slow: BytesPerSecond | None = None

    @property
    def hides_answer(self) -> bool:
        """Whether there is no answer at all."""
        return bool(self.transport) or (self.silent and self.cut_at_bytes is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenServer:
    """Where a bearer registry's tokens come from. `host` "" is the registry itself; so is `service`.

    `post_status` and `get_status` are what it answers instead of a token, None for a token. A token is good for
    `lifetime_s` (None: for as long as any pull lasts).
    """

    host: str = ""
    service: str = ""
    post_status: int | None = None
    get_status: int | None = None
    lifetime_s: Seconds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PullThroughCache:
    """The registry is a cache in front of the registry `upstream`: what it does not hold it fetches from there.

    A tag that it has resolved it serves for `tag_ttl_s` without asking again (0: it asks each time), and, with
    `serves_stale`, also later while upstream does not answer. Content by digest, once fetched, is served for ever.
    """

    upstream: str
    tag_ttl_s: Seconds = 0.0
    serves_stale: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryService:
    """How one registry serves.

    `tls` None: https, except on a loopback host, as containerd guesses. `head` is what becomes of HEAD requests for
    manifests: "ok", "not-allowed" (405) or "without-digest" (no Docker-Content-Digest). `redirect` is the host that
    blobs come from, each after a 307. `connection` is what one connection carries at most, in bytes per second. One
    that is `inside` is reached without the NAT of a NodePool (None: a cache is, others are not).
    """

    tls: bool | None = None
    head: Literal["ok", "not-allowed", "without-digest"] = "ok"
    redirect: str = ""
    connection: BytesPerSecond | None = None
    tokens: TokenServer = TokenServer()
    limits: tuple[RateLimit, ...] = ()
    faults: tuple[Fault, ...] = ()
    cache: PullThroughCache | None = None
    inside: bool | None = None

    @property
    def is_inside(self) -> bool:
        """Whether nodes reach it without a NAT."""
        return self.cache is not None if self.inside is None else self.inside
