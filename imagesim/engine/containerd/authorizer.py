"""How one pull shows the hosts who asks: core/remotes/docker/authorizer.go, as it was watched on the wire.

The first request to a host goes out bare; its 401 says how to authorize. Then a login is sent (Basic) or a token is
fetched and sent (Bearer: POST with a login and, if that is refused, GET; anonymous: GET). A token serves all requests
to its host until it runs out. Resolving and fetching do not share what they learn, so both begin bare, and no pull
learns from another.
"""

from collections.abc import Callable, Generator
from typing import Any, Protocol
from urllib.parse import quote

import simpy

from imagesim.engine.containerd.failures import HostFailed, Weight
from imagesim.engine.containerd.hosts import Endpoint
from imagesim.engine.containerd.no_answer import NoAnswer
from imagesim.engine.environment import Environment
from imagesim.engine.registry import RegistryAnswer, Shown
from imagesim.rules.containerd import texts as runtime_texts
from imagesim.rules.reference import ImageReference
from imagesim.rules.registry.access import Login
from imagesim.rules.units import Seconds
from imagesim.rules.versions import ContainerdBehaviour

_REFUSED_POST = (400, 401, 404, 405)
"""Answers to POST after which a token server is asked with GET."""


class Talk(Protocol):
    """What an authorizer needs of the conversation that it is part of."""

    env: Environment
    behaviour: ContainerdBehaviour
    reference: ImageReference
    resolving: bool

    def ask_for_token(
        self, endpoint: Endpoint, method: str, login: Login | None, url: str
    ) -> Generator[simpy.Event, Any, int]: ...


class Authorizer:
    """The authorizer of one conversation. `login_for` gives the login for a host, None for anonymous."""

    def __init__(self, talk: Talk, login_for: Callable[[str], Login | None]) -> None:
        self._talk = talk
        self._login_for = login_for
        self._schemes: dict[str, str] = {}
        self._token_until: dict[str, Seconds | None] = {}
        self._fetching: dict[str, simpy.Event] = {}
        self._refused: dict[str, HostFailed] = {}

    def show(self, endpoint: Endpoint) -> Generator[simpy.Event, Any, Shown | None]:
        """What a request to the host carries; fetches a token if one is needed and there is none that is good.

        HostFailed if the token server refused, now or before.
        """
        scheme = self._schemes.get(endpoint.host)
        if scheme is None:
            return None
        if scheme == "basic":
            return Shown("basic", self._login_for(endpoint.host))
        while (fetching := self._fetching.get(endpoint.host)) is not None:
            yield fetching
        if (refused := self._refused.get(endpoint.host)) is not None:
            raise refused  # scopedTokens keeps an error like a token: nobody asks again
        if not self._has_token(endpoint.host):
            yield from self._fetch_token(endpoint)
        return Shown("bearer", self._login_for_token(endpoint))

    def learn(self, endpoint: Endpoint, answer: RegistryAnswer, tries: int) -> bool:
        """Take note of a 401; whether to send the request again. *tries* is how often it was answered so far.

        HostFailed if the challenge cannot be met: no login for Basic (where the version says so), or a second
        insufficient_scope.
        """
        talk = self._talk
        if not answer.challenge:
            return False
        if answer.scope_error:
            self._forget(endpoint.host)
        if answer.scope_error and tries > 1:
            failure = runtime_texts.insufficient_scope(
                talk.behaviour, talk.reference.fully_qualified, resolving=talk.resolving
            )
            raise HostFailed(failure, Weight.NO_ANSWER)
        if answer.challenge == "basic" and self._login_for(endpoint.host) is None:
            if not talk.behaviour.missing_credentials_named:
                return False
            failure = runtime_texts.no_basic_credentials(
                talk.behaviour, talk.reference.fully_qualified, "", resolving=talk.resolving
            )
            raise HostFailed(failure, Weight.NO_ANSWER)
        if answer.challenge == "basic":
            self._schemes[endpoint.host] = "basic"  # in place of a token, where a registry asks for that afterwards
        else:
            self._schemes.setdefault(endpoint.host, answer.challenge)
        return True

    def _forget(self, host: str) -> None:
        self._schemes.pop(host, None)
        self._token_until.pop(host, None)
        self._refused.pop(host, None)

    def _has_token(self, host: str) -> bool:
        if host not in self._token_until:
            return False
        until = self._token_until[host]
        # 1.6 never looks; registries allow for clocks that differ, so an old token still passes.
        return until is None or self._talk.env.now < until or not self._talk.behaviour.tokens_expire

    def _fetch_token(self, endpoint: Endpoint) -> Generator[simpy.Event, Any, None]:
        event = self._fetching[endpoint.host] = self._talk.env.event()
        try:
            yield from self._ask_for_token(endpoint)
        except HostFailed as refused:
            self._refused[endpoint.host] = refused
            raise
        finally:
            del self._fetching[endpoint.host]
            event.succeed()

    def _ask_for_token(self, endpoint: Endpoint) -> Generator[simpy.Event, Any, None]:
        talk, server = self._talk, endpoint.server
        login = self._login_for(endpoint.host)
        shown = self._login_for_token(endpoint)
        methods = ["GET"] if login is None else ["POST", "GET"]
        status, method = 0, ""
        for method in methods:
            try:
                status = yield from talk.ask_for_token(endpoint, method, shown, self._token_url(endpoint, method))
            except NoAnswer as failed:
                words = runtime_texts.no_token(failed.failure, anonymous=login is None)
                raise NoAnswer(words, repeated=failed.repeated) from None
            if status == 200:
                lifetime = server.service.tokens.lifetime_s
                self._token_until[endpoint.host] = None if lifetime is None else talk.env.now + lifetime
                return
            if method == "POST" and status not in _REFUSED_POST:
                break
        failure = runtime_texts.token_refused(
            talk.behaviour,
            talk.reference.fully_qualified,
            self._token_url(endpoint, method),
            status,
            anonymous=login is None,
            method=method,
            resolving=talk.resolving,
        )
        raise HostFailed(failure, Weight.NO_ANSWER)

    def _token_url(self, endpoint: Endpoint, method: str) -> str:
        base = f"{endpoint.scheme}://{endpoint.server.token_host}{endpoint.server.service.tokens.path}"
        if method == "POST":
            return base
        # The scope of the name, and that of the challenge, which a path in the host's URL makes another one.
        name = self._talk.reference.path
        scopes = sorted({f"repository:{each}:pull" for each in (name, endpoint.repository(name))})
        query = "&".join(f"scope={quote(scope, safe='')}" for scope in scopes)
        return f"{base}?{query}&service={quote(endpoint.server.token_service, safe='')}"

    def _login_for_token(self, endpoint: Endpoint) -> Login | None:
        """For whom a token is: without a login, for whom a header of hosts.toml says, if the version sends it along."""
        login = self._login_for(endpoint.host)
        return endpoint.authorization if login is None and self._talk.behaviour.token_requests_have_headers else login
