"""How a pull talks HTTP: one request and all its repetitions at one host, and the body that follows.

Models request.doWithRetries of core/remotes/docker/resolver.go and Go's net/http beneath it. A pull has two
conversations, one that resolves its name and one that fetches content; they share neither connections nor what they
learned about authorization.
"""

from collections.abc import Callable, Generator
from typing import Any, NamedTuple

import simpy

from imagesim.engine.containerd.authorizer import Authorizer
from imagesim.engine.containerd.hosts import Endpoint
from imagesim.engine.containerd.no_answer import NoAnswer, no_answer, waits_for_s
from imagesim.engine.containerd.open_request import OpenRequest
from imagesim.engine.containerd.session import PullSession
from imagesim.engine.registry import RegistryAnswer, RegistryRequest, Shown
from imagesim.rules.containerd.retries import TRANSPORT_PAUSE_S, after_answer
from imagesim.rules.registry.access import Login
from imagesim.rules.units import Bytes, Seconds
from imagesim.scenarios.values.registry_service import Fault

Wait = Generator[simpy.Event, Any, None]


_PLAIN_HTTP = Fault(transport="plain-http")
"""What becomes of a request by https at a registry without TLS."""


class Reply(NamedTuple):
    """The last answer to a request: `method` is what it was asked with at last, `row` its place in the records.

    `url` is where a redirection led, "" without one.
    """

    answer: RegistryAnswer
    method: str
    row: int
    url: str = ""


class Conversation:
    """One of a pull's two conversations. With *ranges* every GET says Range, even one for all of a blob."""

    def __init__(self, session: PullSession, *, resolving: bool, ranges: bool = False) -> None:
        self.env = session.env
        self.behaviour = session.behaviour
        self.reference = session.reference
        self.resolving = resolving
        self._ranges = ranges
        self.address = session.network.address
        self._session = session
        self._authorizer: Authorizer | None = None  # until a host wants to know who asks
        self._idle: dict[str, int] = {}

    @property
    def now(self) -> Seconds:
        """The time."""
        return self.env.now

    def send(
        self, endpoint: Endpoint, method: str, object_: str, *, last_host: bool, offset: Bytes = 0
    ) -> Generator[simpy.Event, Any, Reply]:
        """Ask until there is an answer that is not asked for again. Raises HostFailed if there is none at all."""
        repository = endpoint.repository(self.reference.path)
        address = self._session.network.address_at(endpoint.server)
        statuses, unanswered = list[int](), 0
        while True:
            try:
                shown = None if self._authorizer is None else (yield from self._authorizer.show(endpoint))
                shown = shown or _of_header(endpoint)
                request = RegistryRequest(method, repository, object_, address, shown, endpoint.verifies)
                answer = yield from self._round_trip(endpoint, request)
                row = self._note(endpoint, method, object_, answer, offset)
                followed = answer.redirected
                if followed:
                    answer, row = yield from self._follow(endpoint, request, answer, offset)
            except NoAnswer as failed:
                unanswered += 1
                tries = len(statuses) + unanswered
                if not (failed.repeated and last_host and tries < self.behaviour.transport_tries):
                    raise
                yield self.env.timeout(TRANSPORT_PAUSE_S)
                continue
            statuses.append(answer.status)
            then = after_answer(self.behaviour, method, object_, statuses, last_host=last_host, unanswered=unanswered)
            if then == "stop" or (then == "authorize" and not self._learn(endpoint, answer, len(statuses))):
                return Reply(answer, method, row, self._content_url(endpoint, object_) if followed else "")
            if then == "as-get":
                method = "GET"

    def _learn(self, endpoint: Endpoint, answer: RegistryAnswer, tries: int) -> bool:
        if self._authorizer is None:
            self._authorizer = Authorizer(self, self._session.login_for)
        return self._authorizer.learn(endpoint, answer, tries)

    def ask_for_token(
        self, endpoint: Endpoint, method: str, login: Login | None, url: str
    ) -> Generator[simpy.Event, Any, int]:
        """Ask the host's token server once; its status. Raises NoAnswer."""
        shown = None if login is None else Shown("basic", login)
        address = self._session.network.address_at(endpoint.server)
        repository = endpoint.repository(self.reference.path)
        request = RegistryRequest(method, repository, "token", address, shown, endpoint.verifies)
        answer = yield from self._round_trip(endpoint, request, url)
        repository = endpoint.shown_repository(self.reference.path)
        self._session.write_down(endpoint.server.token_host, repository, method, "token", answer.status, 0)
        return answer.status

    def _follow(
        self, endpoint: Endpoint, request: RegistryRequest, redirected: RegistryAnswer, offset: Bytes
    ) -> Generator[simpy.Event, Any, tuple[RegistryAnswer, int]]:
        """Ask the host that a 307 names, without showing who asks: its answer, and its row. Raises NoAnswer.

        To containerd it is one request, which Go's http client carries on; so it is asked for again from its beginning.
        """
        server, session = endpoint.server, self._session
        host = server.service.redirect
        asked = OpenRequest(endpoint, request, self.env.now + server.latency_s, host)
        session.open_requests += 1
        try:
            yield self.env.timeout(server.latency_s)
            answer = server.redirected(request, redirected, self.env.now)
            asked.answered(answer, self.env.now)
            if answer.fault is not None:
                yield from self._suffer(asked, answer, self._content_url(endpoint, request.object))
        except simpy.Interrupt:
            status = 0 if asked.answer is None else asked.given_up(self.env.now)
            if status is not None:
                self._note_no_answer(asked, status)
            raise
        finally:
            session.open_requests -= 1
        if answer.status == 200 and redirected.fault is not None:
            answer = answer._replace(fault=redirected.fault)
        ranged = (offset or self._ranges) and server.service.ranges
        status = 206 if ranged and answer.status == 200 else answer.status
        repository = endpoint.shown_repository(self.reference.path)
        return answer, session.write_down(host, repository, "GET", request.object, status, 0)

    def _content_url(self, endpoint: Endpoint, object_: str) -> str:
        """Where the host that a 307 names has a blob: its path is up to the registry, this one is made up."""
        return f"{endpoint.scheme}://{endpoint.server.service.redirect}/{self.reference.path}/{object_}"

    def receive(
        self,
        endpoint: Endpoint,
        reply: Reply,
        size: Bytes,
        took: Callable[[Bytes], None],
        passed_over: Bytes = 0,
        unread: Bytes = 0,
    ) -> Generator[simpy.Event, Any, bool]:
        """Take in a body of *size* bytes after *passed_over* others, which are here already and are sent once more.

        Of *unread* bytes that follow nothing is read: the connection is closed.
        *took* is told how many of the *size* came before the body ended or broke off. False if reading on is of no use:
        the body ended without a break, or broke off before anything new.
        """
        session, fault, server = self._session, reply.answer.fault, endpoint.server
        whole = passed_over + size
        slow = fault.slow if fault is not None else None
        sent = min(whole, _sent(reply, whole + unread)) if unread else _sent(reply, whole)
        flow = session.network.transfer(server, sent, reply.answer.over, slow)
        session.flows[flow] = None
        try:
            yield flow.done
            if fault is not None and fault.silent and flow.received < whole:
                yield from session.stall()
        finally:
            session.network.cancel(flow)
            del session.flows[flow]
            session.took(flow.received)
            took(max(0, min(flow.received, whole) - passed_over))
            session.network.write_body(reply.row, flow.received, self.env.now)
        if flow.received >= whole and not unread:
            self._idle[endpoint.host] = self._idle.get(endpoint.host, 0) + 1
            if reply.answer.on_arrival and not (fault is not None and fault.corrupt):
                server.arrived(reply.answer.on_arrival)
        return flow.received >= passed_over and not reply.answer.is_empty

    def _note(self, endpoint: Endpoint, method: str, object_: str, answer: RegistryAnswer, offset: Bytes) -> int:
        # Registries do not look at Range where it is about a manifest, and some never do.
        asks = (offset or self._ranges) and object_.startswith("blobs/")
        ranged = asks and endpoint.server.service.ranges
        status = 206 if ranged and answer.status == 200 else answer.status
        body = (answer.size or 0) if self.resolving and answer.status == 200 else 0
        repository = endpoint.shown_repository(self.reference.path)
        return self._session.write_down(endpoint.host, repository, method, object_, status, body)

    def _round_trip(
        self, endpoint: Endpoint, request: RegistryRequest, url: str = ""
    ) -> Generator[simpy.Event, Any, RegistryAnswer]:
        """One request, for *url* where that is not the host's own for the object. Raises NoAnswer."""
        session, server = self._session, endpoint.server
        reused = self._take_connection(endpoint.host)
        session.open_requests += 1
        crossing_s = 0.0 if session.has_crossed() else server.latency_s
        asked = OpenRequest(endpoint, request, self.env.now + crossing_s)
        try:
            if crossing_s:
                yield self.env.timeout(crossing_s)
            if not endpoint.speaks:
                raise no_answer(self, endpoint, request.method, url or self._url(endpoint, request), _PLAIN_HTTP)
            answer = yield from self._come_to(asked)
            if reused and _breaks_off(answer):
                # Go's http client repeats a request, once, if a connection that it had used before breaks off.
                self._note_no_answer(asked, 0)
                answer = yield from self._come_to(asked)
            if answer.fault is not None:
                yield from self._suffer(asked, answer, url)
            return answer
        except simpy.Interrupt:
            status = asked.given_up(self.env.now)
            if status is not None:
                self._note_no_answer(asked, status)
            raise
        finally:
            session.open_requests -= 1

    def _come_to(self, asked: OpenRequest) -> Generator[simpy.Event, Any, RegistryAnswer]:
        """The request has come to its host: what that answers."""
        server, asked.answer = asked.endpoint.server, None
        waiting = server.prepare(asked.request)
        if waiting is not None:
            yield from waiting
        answer = server.answer(asked.request, self.env.now)
        asked.answered(answer, self.env.now)
        return answer

    def _suffer(self, asked: OpenRequest, answer: RegistryAnswer, url: str) -> Wait:
        """Wait for an answer that is late or never comes. Raises NoAnswer."""
        fault = answer.fault
        assert fault is not None
        headers_s = self.behaviour.response_header_timeout_s
        late = fault.delay_s if answer.status else 0.0
        if late and (headers_s is None or late < headers_s):
            yield from self._session.stall(late)
            return
        if answer.status and not late:
            return
        if asked.is_heard:
            self._note_no_answer(asked, 0)
            asked.noted = True
        endpoint, request = asked.endpoint, asked.request
        yield from self._session.stall(waits_for_s(self.behaviour, endpoint, fault))
        raise no_answer(self, endpoint, request.method, url or self._url(endpoint, request), fault)

    def _url(self, endpoint: Endpoint, request: RegistryRequest) -> str:
        return endpoint.url(self.reference.path, request.object)

    def _note_no_answer(self, asked: OpenRequest, status: int) -> None:
        endpoint, request = asked.endpoint, asked.request
        repository = endpoint.shown_repository(self.reference.path)
        self._session.write_down(asked.host, repository, request.method, request.object, status, 0)

    def _take_connection(self, host: str) -> bool:
        """Whether the request goes over a connection that is open already."""
        if not self._idle.get(host):
            return False
        self._idle[host] -= 1
        return True


def _of_header(endpoint: Endpoint) -> Shown | None:
    """What a header of hosts.toml shows, where the authorizer has nothing to show."""
    return None if endpoint.authorization is None else Shown("basic", endpoint.authorization)


def _breaks_off(answer: RegistryAnswer) -> bool:
    return answer.fault is not None and not answer.status and answer.fault.transport in ("reset", "closed")


def _sent(reply: Reply, whole: Bytes) -> Bytes:
    """How much of a body of *whole* bytes is sent."""
    fault = reply.answer.fault
    if reply.answer.is_empty:
        return 0
    if fault is None or fault.status:
        return whole
    return whole + fault.surplus if fault.cut_at_bytes is None else min(whole, fault.cut_at_bytes)
