"""How a registry serves, as values of a Scenario: limits, faults, tokens, quirks, and the cache that it may be.

What a registry holds is in `scenario.Registry`; who may have it in rules.registry_access.
"""

from dataclasses import dataclass
from typing import Literal

from imagesim.rules.registry.rate_limits import RateLimit
from imagesim.rules.registry.refusals import Refusals
from imagesim.rules.registry.retention import Retention
from imagesim.rules.units import Bytes, BytesPerSecond, Seconds
from imagesim.scenarios.values.registry_upkeep import LIKE_DISTRIBUTION, Deletion

Transport = Literal[
    "refused",
    "reset",
    "closed",
    "no-such-host",
    "dns-error",
    "dns-try-again",
    "dns-silent",
    "dial-silent",
    "tls-silent",
    "plain-http",
    "unknown-authority",
    "wrong-name",
]
"""Ways in which a request gets no HTTP answer at all; each has words of its own in rules.runtime_texts.transport."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that goes wrong with requests that match: the first fault of a registry that matches counts.

    A request matches by `method` ("HEAD", "GET", "POST"; "" any), by `object` ("manifests/v1", "blobs/sha256:...",
    "token", with `*` for any text; "" any), by `repository` ("team/*"; "" any; where no object is given that is about
    manifests and blobs, not about tokens), and by being the `nth` of those (1 is the first; None: each of them), from
    `from_s` until `until_s`. What happens then:

    - `delay_s`: the answer begins so much later. - `silent`: it never begins, or, with `cut_at_bytes`, the body stops
    there without an end. - `cut_at_bytes` alone: the connection breaks off after so many bytes of this body.
    - `status`: this status is the answer, with `message` in a JSON body under the error code that belongs to the
    status; "" for the standard text, None for a body without JSON. - `transport`: no answer at all; with "wrong-name"
    the certificate is for `names`.
    - `surplus`: the body has so many bytes more than what names it says. - `corrupt`: the body holds other bytes.
    - `slow`: each body comes with at most so many bytes per second.
    """

    method: str = ""
    object: str = ""
    repository: str = ""
    nth: int | None = None
    from_s: Seconds = 0.0
    until_s: Seconds | None = None
    status: int | None = None
    message: str | None = None
    transport: Transport | None = None
    names: tuple[str, ...] = ()
    delay_s: Seconds = 0.0
    cut_at_bytes: Bytes | None = None
    silent: bool = False
    corrupt: bool = False
    surplus: Bytes = 0
    slow: BytesPerSecond | None = None

    @property
    def hides_answer(self) -> bool:
        """Whether there is no answer at all."""
        return bool(self.transport) or (self.silent and self.cut_at_bytes is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenServer:
    """Where a bearer registry's tokens come from, under `path`. `host` "" is the registry itself; so is `service`.

    `post_status` and `get_status` are what it answers instead of a token, None for a token. A token is good for
    `lifetime_s` (None: for as long as any pull lasts).
    """

    host: str = ""
    service: str = ""
    path: str = "/token"
    post_status: int | None = None
    get_status: int | None = None
    lifetime_s: Seconds | None = None


Stale = Literal["serve", "serve-or-pass-on", "pass-on", "forget"]
"""What a cache does when upstream does not give a tag.

It can "serve" what it has, which is a 404 where it has nothing; "serve-or-pass-on" gives upstream's answer then,
"pass-on" in any case; "forget" deletes what it has besides.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleAnswers:
    """What a cache does when upstream does not give a tag, by what upstream says instead.

    `not_found` is after a 404, `denied` after 401 and 403, `too_many_requests` after 429, `error` after any other
    status and `no_answer` after none at all. The defaults are the distribution registry's as a proxy
    (registry/proxy/proxytagservice.go): whatever goes wrong, its own copy counts.
    """

    not_found: Stale = "serve"
    denied: Stale = "serve"
    too_many_requests: Stale = "serve"
    error: Stale = "serve"
    no_answer: Stale = "serve"

    def of(self, status: int) -> Stale:
        """What is done after upstream's *status* (0: no answer)."""
        match status:
            case 0:
                return self.no_answer
            case 404:
                return self.not_found
            case 401 | 403:
                return self.denied
            case 429:
                return self.too_many_requests
        return self.error


NEVER_STALE = StaleAnswers(
    not_found="pass-on", denied="pass-on", too_many_requests="pass-on", error="pass-on", no_answer="pass-on"
)
"""A cache that serves a tag only while upstream gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PullThroughCache:
    """The registry is a cache in front of the registry `upstream`: what it does not hold it fetches from there.

    With `under` that holds for repositories below this name alone, which upstream has without it ("hub" for hub/a/b,
    where upstream has a/b), as in a proxy project of Harbor. A tag that it has resolved it serves for `tag_ttl_s`
    without asking again (0: it asks each time), and later, where upstream does not give it, as `stale` says. Content
    by digest, once fetched, is served for ever.
    """

    upstream: str
    under: str = ""
    tag_ttl_s: Seconds = 0.0
    stale: StaleAnswers = StaleAnswers()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryService:
    """How one registry serves.

    `tls` None: https, except on a loopback host, as containerd guesses. `head` is what becomes of HEAD requests for
    manifests: "ok", "not-allowed" (405) or "without-digest" (no Docker-Content-Digest).
    Without `ranges` it ignores Range, and so does where it redirects to: a blob comes whole, with 200. `redirect` is
    the host that blobs come from, each after a 307. `connection` is what one connection carries at most, in bytes per
    second.
    The API is at /v2, and besides at each of the paths of `roots`, where it shows the repositories below a name alone.
    `refusals` None is what is usual for its way to ask who somebody is. One that is `inside` is reached without the NAT
    of a NodePool (None: a cache is, others are not). `addresses` are what its name stands for, in an order that changes
    with each look-up; () is one that nobody names. `deletion` is what goes with what is deleted there,
    `retention` the rules by which it deletes by itself.
    """

    tls: bool | None = None
    head: Literal["ok", "not-allowed", "without-digest"] = "ok"
    ranges: bool = True
    redirect: str = ""
    roots: tuple[tuple[str, str], ...] = ()
    connection: BytesPerSecond | None = None
    tokens: TokenServer = TokenServer()
    refusals: Refusals | None = None
    limits: tuple[RateLimit, ...] = ()
    faults: tuple[Fault, ...] = ()
    cache: PullThroughCache | None = None
    inside: bool | None = None
    addresses: tuple[str, ...] = ()
    deletion: Deletion = LIKE_DISTRIBUTION
    retention: tuple[Retention, ...] = ()

    @property
    def is_inside(self) -> bool:
        """Whether nodes reach it without a NAT."""
        return self.cache is not None if self.inside is None else self.inside
