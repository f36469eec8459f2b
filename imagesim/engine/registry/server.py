"""One registry: answers requests by what it holds, who asks, what its limits leave, and what goes wrong."""

import hashlib
from collections.abc import Callable, Generator, Mapping
from typing import Any

import simpy

from imagesim.engine.network import Link
from imagesim.engine.record_book import RecordBook
from imagesim.engine.registry.content import RegistryContent
from imagesim.engine.registry.faults import FaultBook, errors_of
from imagesim.engine.registry.issued_tokens import IssuedTokens
from imagesim.engine.registry.messages import RegistryAnswer, RegistryRequest
from imagesim.engine.registry.outages import Outages
from imagesim.engine.registry.passwords import ExpiringPasswords
from imagesim.rules.digests import digest_of
from imagesim.rules.registry.access import OPEN, AccessVerdict, Login
from imagesim.rules.registry.rate_limits import Budgets, CountedRequest
from imagesim.rules.registry.refusals import BY_PASSWORD, LIKE_DOCKER_HUB, Refusal, token_status
from imagesim.rules.units import Bytes, BytesPerSecond, Seconds
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.registry_service import Fault, RegistryService

_DOCKER_HUB = "docker.io"
_DOCKER_HUB_ENDPOINT = "registry-1.docker.io"  # containerd core/remotes/docker/registry.go DefaultHost
_DOCKER_HUB_TOKENS = "auth.docker.io", "registry.docker.io"
"""The host of Docker Hub's tokens, and the name of the service that they are for."""
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def address_of(host: str) -> str:
    """A stable address for *host* from 203.0.113.0/24, the range that RFC 5737 keeps for examples."""
    return f"203.0.113.{hashlib.sha256(host.encode()).digest()[0] % 254 + 1}"


class RegistryServer:
    """One registry as the nodes see it. `access` may change while it runs.

    `login_changed` is told of a user whose password is another one or has expired: whether that concerns a Secret.
    """

    def __init__(
        self,
        host: str,
        records: RecordBook,
        *,
        latency_s: Seconds,
        bandwidth: BytesPerSecond | None,
        described: Registry | None,
        default_size: Bytes,
        tokens: IssuedTokens | None = None,
        known: Mapping[str, Image] | None = None,
    ) -> None:
        self.host = host
        self.endpoint = _DOCKER_HUB_ENDPOINT if host == _DOCKER_HUB else host
        self.service = described.service if described else RegistryService()
        name, colon, port = self.endpoint.rpartition(":")
        self.name = name if colon else self.endpoint
        self.is_loopback = self.name in _LOOPBACK
        self.tls = not self.is_loopback if self.service.tls is None else self.service.tls
        self._port = port if colon else "443" if self.tls else "80"
        self.address = f"{self.name if self.is_loopback else address_of(self.endpoint)}:{self._port}"
        hub = _DOCKER_HUB_TOKENS if host == _DOCKER_HUB else (self.endpoint, self.endpoint)
        self.token_host = self.service.tokens.host or hub[0]
        self.token_name, _, port = self.token_host.partition(":")
        self.token_address = f"{address_of(self.token_host)}:{port or self._port}"
        self.token_service = self.service.tokens.service or hub[1]
        self.latency_s = latency_s
        # A registry without a limit still needs a link, so that an outage can cut what crosses it.
        self.egress = Link(host, float("inf") if bandwidth is None else bandwidth)
        self._blob_bandwidth = described.blob_bandwidth if described else None
        self._blob_links: dict[str, Link] = {}
        self.access = described.access if described else OPEN
        self.refusals = self.service.refusals or (LIKE_DOCKER_HUB if self.access.auth == "bearer" else BY_PASSWORD)
        self.content = RegistryContent(host, records, described, default_size, known)
        self.faults = FaultBook(self.service.faults)
        # The host that blobs are redirected to fails by itself, and what it sends breaks off with it.
        self.content_outages = Outages()
        self.content_link = Link(self.service.redirect, float("inf")) if self.service.redirect else None
        self.budgets = Budgets(self.service.limits)
        self.passwords: ExpiringPasswords | None = None
        self.login_changed: Callable[[str], bool] = lambda _: False
        self._tokens = tokens or IssuedTokens()

    def address_at(self, now: Seconds) -> str:
        """The address and port that its name leads to at *now*: of several the first, which changes."""
        several = self.service.addresses
        if not several:
            return self.address
        found = several[int(digest_of(f"{self.host} {now}")[-8:], 16) % len(several)]
        return f"[{found}]:{self._port}" if ":" in found else f"{found}:{self._port}"

    @property
    def upstream(self) -> str:
        """The registry that it fetches from; "" for one that is no cache."""
        return self.service.cache.upstream if self.service.cache is not None else ""

    def own_name(self, repository: str) -> str:
        """What a repository of upstream is called here; a pattern likewise."""
        under = self.service.cache.under if self.service.cache is not None else ""
        return f"{under}/{repository}" if under and repository else repository

    def prepare(self, request: RegistryRequest) -> Generator[simpy.Event, Any, None] | None:
        """What has to happen before `answer` can be asked for: nothing, but in a cache."""
        return None

    def arrived(self, digest: str) -> None:
        """A body that `Answer.on_arrival` named has gone through: a cache has it from then on."""

    def answer(self, request: RegistryRequest, now: Seconds) -> RegistryAnswer:
        """The answer to *request*; asking counts it."""
        fault = self.faults.of(
            request.method, request.object, now, repository=request.repository, verifies=request.verifies
        )
        if fault is not None and fault.hides_answer:
            return RegistryAnswer(0, fault=fault)
        if fault is not None and fault.status is not None:
            return RegistryAnswer(fault.status, errors=errors_of(fault.status, fault.message), fault=fault)
        if not request.repository:
            return RegistryAnswer(404, fault=fault)
        if request.kind == "token":
            return RegistryAnswer(self._token(request, now), fault=fault)
        refused = self._unauthorized(request, now)
        if self.service.limits:
            counted = CountedRequest(
                request.method, request.kind, request.address, self._account(request), authorized=refused is None
            )
            limit = self.budgets.refused_by(counted, now)
            if limit is not None:
                return RegistryAnswer(429, errors=errors_of(429, limit.said_to(counted.account, now)), fault=fault)
        if refused is not None:
            return refused._replace(fault=fault)
        served = self._serve(request)
        return served if fault is None else served._replace(fault=fault)

    def redirected(self, request: RegistryRequest, answer: RegistryAnswer, now: Seconds) -> RegistryAnswer:
        """What the host answers that this 307 *answer* leads to; `fault` is its own. It is no registry: no JSON."""
        fault = self.content_outages.of(
            request.method, request.object, request.repository, now, counts=True, verifies=request.verifies
        )
        if fault is not None and fault.hides_answer:
            return RegistryAnswer(0, fault=fault)
        if fault is not None and fault.status is not None:
            return RegistryAnswer(fault.status, fault=fault)
        return answer._replace(status=200, fault=fault)

    def repository_at(self, path: str) -> str:
        """The repository that is asked for under the *path* of a URL; "" where no API is.

        A registry that nobody describes has an API wherever it is asked.
        """
        for root, under in (*self.service.roots, ("/v2", "")):
            if path.startswith(f"{root}/"):
                rest = path.removeprefix(f"{root}/")
                return f"{under}/{rest}" if under else rest
        return "" if self.content.described else path.removeprefix("/")

    def refuses(self, request: RegistryRequest, now: Seconds) -> bool:
        """Whether the request ends here, whatever is asked for. A limit is left to `answer`; this counts nothing."""
        fault = self.faults.of(
            request.method,
            request.object,
            now,
            repository=request.repository,
            counts=False,
            verifies=request.verifies,
        )
        if not request.repository or (fault is not None and (fault.hides_answer or fault.status is not None)):
            return True
        return self._unauthorized(request, now) is not None

    def verdict(self, repository: str, login: Login | None, now: Seconds) -> AccessVerdict:
        """What the registry thinks of *login*, which may show a token in place of a password."""
        if login is not None and self._tokens.expired(login, now):
            return AccessVerdict.BAD_LOGIN
        shown = login and self._tokens.without_token(login)
        # A token of a plugin has a time of its own.
        if (
            self.passwords is not None
            and login is not None
            and shown == login
            and self.passwords.is_over(login[0], now)
        ):
            return AccessVerdict.BAD_LOGIN
        return self.access.verdict(repository, shown)

    def delete_tag(self, repository: str, tag: str, now: Seconds) -> bool:
        """Somebody deletes a tag; False if there is none."""
        return self.content.delete_tag(repository, tag, now)

    def delete_manifest(self, repository: str, digest: str, now: Seconds) -> bool:
        """Somebody deletes an index or a manifest, and its tags with it; False if there is none."""
        return self.content.delete_manifest(repository, digest, now)

    def spend_budget(self, address: str, account: str, amount: int | None, now: Seconds) -> Seconds | None:
        """Somebody else uses up what limits leave; returns when all that is used up is there again."""
        return self.budgets.spend(address, account, amount, now)

    def begin(self, outage: Fault, hits: Callable[[], bool] | None = None) -> None:
        """An outage begins; it lasts until its own end. *hits* draws whether a request that it is about fails."""
        self.faults.outages.begin(outage, hits)

    def answers(self, now: Seconds, repository: str) -> bool:
        """Whether anybody at all gets an answer about *repository*."""
        return not self.faults.hides(now, repository)

    def fails_all(self, now: Seconds) -> Fault | None:
        """The fault that everybody meets who asks at *now*, so that nobody has to ask; None if that is not known."""
        return self.faults.of_all(now)

    def _token(self, request: RegistryRequest, now: Seconds) -> int:
        """The status with which the token server answers: 200 gives a token."""
        own = self.service.tokens.post_status if request.method == "POST" else self.service.tokens.get_status
        if own is not None:
            return own
        counted = CountedRequest(request.method, "token", request.address, self._account(request))
        if self.budgets.refused_by(counted, now) is not None:
            return 429
        return token_status(self._refusal(request, now))

    def _account(self, request: RegistryRequest) -> str:
        return request.shown.login[0] if request.shown and request.shown.login else ""

    def _unauthorized(self, request: RegistryRequest, now: Seconds) -> RegistryAnswer | None:
        access, shown = self.access, request.shown
        if access.auth == "none":
            return None
        wants_token = access.auth == "bearer" and (shown is None or shown.scheme != "bearer")
        if wants_token and not (shown is not None and self.refusals.takes_basic):
            return RegistryAnswer(401, challenge="bearer", errors=errors_of(401, ""))
        refusal = self._refusal(request, now)
        return None if refusal is None else _refused(refusal)

    def _refusal(self, request: RegistryRequest, now: Seconds) -> Refusal | None:
        """How the registry refuses who asks for this repository, whatever of it; None if it does not."""
        login = request.shown.login if request.shown else None
        verdict = self.verdict(request.repository, login, now)
        return self.refusals.of(verdict, login=login is not None, held=self._holds(request.repository))

    def _holds(self, repository: str) -> bool:
        return self.content.holds(repository, self.refusals.project)

    def _serve(self, request: RegistryRequest) -> RegistryAnswer:
        if request.kind == "blobs":
            return self._serve_blob(request)
        if self.service.head == "not-allowed" and request.method == "HEAD":
            return RegistryAnswer(405)
        return self._manifest(request, self.content.named(request.repository, request.name))

    def _manifest(self, request: RegistryRequest, found: Image | None) -> RegistryAnswer:
        if found is None:
            return RegistryAnswer(404)
        return RegistryAnswer(200, found.size if request.method == "GET" else 0, found, over=(self.egress,))

    def _serve_blob(self, request: RegistryRequest) -> RegistryAnswer:
        size = self.content.blob(request.repository, request.name)
        if size is None and self.content.described:
            return RegistryAnswer(404)
        over = self._way_of(request.name)
        if self.service.redirect and request.method == "GET":
            assert self.content_link is not None
            return RegistryAnswer(307, size, over=(*over, self.content_link))
        return RegistryAnswer(200, size if request.method == "GET" else 0, over=over)

    def _way_of(self, digest: str) -> tuple[Link, ...]:
        """The links that a blob crosses on this side: its own, where what one blob gets is limited, and the egress."""
        if self._blob_bandwidth is None:
            return (self.egress,)
        link = self._blob_links.get(digest)
        if link is None:
            link = self._blob_links[digest] = Link(f"{self.host} {digest}", self._blob_bandwidth)
        return (link, self.egress)


def _refused(refusal: Refusal) -> RegistryAnswer:
    """The answer of the registry itself; a token that its server should not have given does not cover anything."""
    match refusal:
        case "not-found":
            return RegistryAnswer(404)
        case "denied":
            return RegistryAnswer(403, errors=errors_of(403, ""))
        case "basic-challenge":
            return RegistryAnswer(401, challenge="basic", errors=errors_of(401, ""))
        case "bearer-challenge":
            return RegistryAnswer(401, challenge="bearer", errors=errors_of(401, ""))
        case "no-challenge":
            return RegistryAnswer(401, errors=errors_of(401, ""))
    return RegistryAnswer(401, challenge="bearer", scope_error=True, errors=errors_of(401, ""))
