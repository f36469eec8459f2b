"""Budgets of registries: so many manifest GETs in six hours for an address, so many requests a minute for a project.

A window opens with the first request that counts and lasts `window_s`; in it, `amount` requests are answered and the
rest with 429. How a registry really cuts its windows is published by none of them, so this is the plainest reading.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from imagesim.rules.digests import PREFIX, digest_of
from imagesim.rules.units import Seconds


class CountedRequest(NamedTuple):
    """What a budget has to know of a request: `kind` is "manifests", "blobs" or "token".

    `account` is "" for an anonymous one. One that is answered 401 is not `authorized`; it counts only where all do.
    """

    method: str
    kind: str
    address: str
    account: str
    authorized: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """`amount` requests in `window_s` seconds.

    `counts` says which requests: "manifest-gets" (Docker Hub's pulls), "blob-gets", "tokens" or "requests" (all). `per`
    says who shares the budget: everybody behind one "address" (nodes behind a NAT are one), an "account", or all that
    ask the "registry". `clients` says for whom it holds: "anonymous", "accounts", or "all"; an account in `exempt` has
    no limit. `message` is what the 429 says; {account} in it stands for who asks, {token} for the name of the token
    that was shown, which is another one for each pull.
    """

    amount: int
    window_s: Seconds
    counts: Literal["manifest-gets", "blob-gets", "tokens", "requests"] = "manifest-gets"
    per: Literal["address", "account", "registry"] = "address"
    clients: Literal["all", "anonymous", "accounts"] = "all"
    exempt: tuple[str, ...] = ()
    message: str = ""

    def counts_request(self, request: CountedRequest) -> bool:
        """Whether *request* uses up this budget."""
        if request.account in self.exempt and request.account:
            return False
        if self.clients != "all" and (self.clients == "accounts") != bool(request.account):
            return False
        match self.counts:
            case "manifest-gets":
                return request.authorized and request.kind == "manifests" and request.method == "GET"
            case "blob-gets":
                return request.authorized and request.kind == "blobs" and request.method == "GET"
            case "tokens":
                return request.kind == "token"
            case _:
                return True

    def said_to(self, account: str, now: Seconds) -> str:
        """The message for a request of *account* at *now*, "" for the standard text."""
        if "{" not in self.message:
            return self.message
        token = f"dckr_jti_{digest_of(f'token of {account} at {now}').removeprefix(PREFIX)[:27]}="
        return self.message.replace("{account}", account).replace("{token}", token)

    def sharer(self, request: CountedRequest) -> str:
        """Who the request is charged to."""
        if self.per == "registry":
            return ""
        return request.address if self.per == "address" or not request.account else request.account


_COUNTED_KINDS = {"manifest-gets": "manifests", "blob-gets": "blobs", "tokens": "token", "requests": "manifests"}


def request_that_spends(limit: RateLimit, address: str, account: str) -> CountedRequest | None:
    """A request of somebody at *address* or with *account* ("" each: not said) that *limit* counts.

    None if it counts none of theirs, or if it is not said whose budget that would be.
    """
    request = CountedRequest("GET", _COUNTED_KINDS[limit.counts], address, account)
    if not limit.counts_request(request):
        return None
    return request if limit.per == "registry" or limit.sharer(request) else None


class Budgets:
    """What is left of the limits of one registry.

    `on_charge` is told of each charge: the time, the limit's place and the limit, who shares the budget, how much of it
    is used now, and when its window ends.
    """

    def __init__(self, limits: tuple[RateLimit, ...]) -> None:
        self.on_charge: Callable[[Seconds, int, RateLimit, str, int, Seconds], None] | None = None
        self._limits = limits
        self._windows: dict[tuple[int, str], tuple[Seconds, int]] = {}

    def refused_by(self, request: CountedRequest, now: Seconds) -> RateLimit | None:
        """Charge *request*; the limit that refuses it, None if it is answered. A refused request is not charged."""
        charged: list[tuple[tuple[int, str], Seconds, int]] = []
        for place, limit in enumerate(self._limits):
            if not limit.counts_request(request):
                continue
            key = place, limit.sharer(request)
            opened, used = self._windows.get(key, (now, 0))
            if now >= opened + limit.window_s:
                opened, used = now, 0
            if used >= limit.amount:
                return limit
            charged.append((key, opened, used + 1))
        for key, opened, used in charged:
            self._charge(key, opened, used, now)
        return None

    def _charge(self, key: tuple[int, str], opened: Seconds, used: int, now: Seconds) -> None:
        self._windows[key] = opened, used
        if self.on_charge is not None:
            limit = self._limits[key[0]]
            self.on_charge(now, key[0], limit, key[1], used, opened + limit.window_s)

    def spend(self, address: str, account: str, amount: int | None, now: Seconds) -> Seconds | None:
        """Let somebody else with *address* or *account* send *amount* requests of whatever each limit counts.

        None is as many as there are left. Returns when all budgets that are used up by then are there again; None if
        none is used up.
        """
        refilled: Seconds | None = None
        for place, limit in enumerate(self._limits):
            request = request_that_spends(limit, address, account)
            if request is None:
                continue
            key = place, limit.sharer(request)
            opened, used = self._windows.get(key, (now, 0))
            if now >= opened + limit.window_s:
                opened, used = now, 0
            used = limit.amount if amount is None else min(limit.amount, used + amount)
            self._charge(key, opened, used, now)
            if used == limit.amount:
                refilled = max(refilled or 0.0, opened + limit.window_s)
        return refilled
