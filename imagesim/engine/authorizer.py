"""How one pull shows a registry who asks: the requests that it costs, and what the runtime says when it fails.

Models containerd's core/remotes/docker/authorizer.go as it was watched on the wire. The first HEAD and the first GET
of a pull go out bare and are answered 401, because the two do not share what they learn; after each the login is sent
(Basic) or a token is fetched and sent (Bearer: POST with a login and, if that is refused, GET; anonymous GET). A token
serves all layers of its pull and no other pull.
"""

from collections.abc import Generator
from typing import Any, Protocol
from urllib.parse import quote

import simpy

from imagesim.engine.registry import RegistryServer
from imagesim.rules import runtime_texts
from imagesim.rules.reference import ImageReference
from imagesim.rules.registry_access import Login, Verdict
from imagesim.rules.runtime_texts import RuntimeFailure
from imagesim.rules.units import Bytes, Seconds
from imagesim.rules.versions import ContainerdBehaviour

Steps = Generator[simpy.Event, Any, None]


class Conversation(Protocol):
    """A pull that talks to a registry: `ask` sends a request and waits, `answer` writes the answer down."""

    reference: ImageReference

    @property
    def registry(self) -> RegistryServer: ...

    @property
    def behaviour(self) -> ContainerdBehaviour: ...

    @property
    def now(self) -> Seconds: ...

    def url(self, object_: str) -> str: ...

    def ask(self, method: str, object_: str, *, host: str = "") -> Steps: ...

    def answer(self, method: str, object_: str, status: int, size: Bytes, *, host: str = "") -> int: ...


_TOKEN_HOSTS = {"registry-1.docker.io": ("auth.docker.io", "registry.docker.io")}
"""Registries whose tokens come from another host: that host, and the name of the service."""


class Authorizer:
    """The authorizer of one pull with *login* (None: anonymous)."""

    def __init__(self, pull: Conversation, login: Login | None) -> None:
        self._pull = pull
        self._login = login
        self._known: set[str] = set()

    def before(self, method: str, object_: str) -> Generator[simpy.Event, Any, RuntimeFailure | None]:
        """What goes over the wire before *method* is answered with more than 401; the failure if it never is."""
        registry, repository = self._pull.registry, self._pull.reference.path
        access = registry.access
        asks = access.auth == "bearer" or (access.auth == "basic" and not access.is_public(repository))
        if not asks or method in self._known:
            return None
        self._known.add(method)
        yield from self._pull.ask(method, object_)
        self._pull.answer(method, object_, 401, 0)
        verdict = registry.verdict(repository, self._login, self._pull.now)
        if access.auth == "basic":
            return (yield from self._basic(verdict, method, object_))
        return (yield from self._bearer(verdict, method, object_))

    def _basic(self, verdict: Verdict, method: str, object_: str) -> Generator[simpy.Event, Any, RuntimeFailure | None]:
        pull = self._pull
        behaviour, reference, url = pull.behaviour, pull.reference.fully_qualified, pull.url(object_)
        if verdict is Verdict.ALLOWED:
            return None
        if verdict is Verdict.ANONYMOUS:
            return runtime_texts.no_basic_credentials(behaviour, reference, url)
        if verdict is Verdict.NO_ACCESS:
            yield from pull.ask(method, object_)
            pull.answer(method, object_, 403, 0)
            if behaviour.get_after_head_403:
                yield from pull.ask("GET", object_)
                pull.answer("GET", object_, 403, 0)
            return runtime_texts.unexpected_status_on_head(behaviour, reference, url, 403)
        for _ in range(behaviour.tries_429 - 1):  # the same number of tries, the bare one included (measured)
            yield from pull.ask(method, object_)
            pull.answer(method, object_, 401, 0)
        return runtime_texts.unexpected_status_on_head(behaviour, reference, url, 401)

    def _bearer(
        self, verdict: Verdict, method: str, object_: str
    ) -> Generator[simpy.Event, Any, RuntimeFailure | None]:
        pull = self._pull
        behaviour, reference = pull.behaviour, pull.reference.fully_qualified
        host, service = _TOKEN_HOSTS.get(pull.registry.endpoint, (pull.registry.endpoint, pull.registry.endpoint))
        refused = verdict is Verdict.BAD_LOGIN
        requests = ["GET"] if self._login is None else ["POST", "GET"] if refused else ["POST"]
        for request in requests:
            yield from pull.ask(request, "token", host=host)
            pull.answer(request, "token", 401 if refused else 200, 0, host=host)
        if refused:
            scope = quote(f"repository:{pull.reference.path}:pull", safe="")
            url = f"https://{host}/token?scope={scope}&service={quote(service, safe='')}"
            return runtime_texts.token_refused(behaviour, reference, url, 401, anonymous=False)
        if verdict is Verdict.ALLOWED:
            return None
        yield from pull.ask(method, object_)
        pull.answer(method, object_, 401, 0)
        return runtime_texts.insufficient_scope(behaviour, reference)
