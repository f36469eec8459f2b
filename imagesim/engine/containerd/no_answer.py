"""Requests that get no HTTP answer: how long containerd waits for each kind, and what it says then."""

from typing import Protocol

from imagesim.engine.containerd.failures import HostFailed, Weight
from imagesim.engine.containerd.hosts import Endpoint
from imagesim.engine.registry import RegistryServer, address_of
from imagesim.rules.containerd import texts
from imagesim.rules.containerd.texts import RuntimeFailure
from imagesim.rules.digests import digest_of
from imagesim.rules.reference import ImageReference
from imagesim.rules.units import Seconds
from imagesim.rules.versions import ContainerdBehaviour
from imagesim.scenarios.values.registry_service import Fault

CLUSTER_DNS = "10.96.0.10:53"
"""The name server that errors name: the usual address of kube-dns."""

_WAITS: dict[str, Seconds] = {
    "dial-silent": texts.DIAL_TIMEOUT_S,
    "tls-silent": texts.TLS_HANDSHAKE_TIMEOUT_S,
    "dns-silent": texts.DNS_TIMEOUT_S,
}
_FIRST_PORT, _PORTS = 32_768, 28_232
"""Linux's net.ipv4.ip_local_port_range."""
_REPEATED = ("closed", "tls-silent", "dns-silent")
"""What is tried again, where the version does that (E35, E36, E38 of the measurements)."""


class NoAnswer(HostFailed):
    """No answer came. `repeated`: this is of a kind that is tried again."""

    def __init__(self, failure: RuntimeFailure, *, repeated: bool) -> None:
        super().__init__(failure, Weight.NO_ANSWER)
        self.repeated = repeated


class Asking(Protocol):
    """Who asked."""

    behaviour: ContainerdBehaviour
    reference: ImageReference
    resolving: bool
    address: str

    @property
    def now(self) -> Seconds:
        """The time."""
        ...


def waits_for_s(behaviour: ContainerdBehaviour, endpoint: Endpoint, fault: Fault) -> Seconds | None:
    """Seconds until the request is given up; None for a wait without an end of its own."""
    dial_s = endpoint.dial_timeout_s if behaviour.hosts_file_has_dial_timeout else None
    if fault.transport == "dial-silent" and dial_s is not None:
        return dial_s
    if fault.transport:
        return _WAITS.get(fault.transport, 0.0)
    return behaviour.response_header_timeout_s


def no_answer(asking: Asking, endpoint: Endpoint, method: str, url: str, fault: Fault) -> NoAnswer:
    """The failure of a request for *url*, in containerd's words."""
    behaviour, reference, resolving = asking.behaviour, asking.reference.fully_qualified, asking.resolving
    server = endpoint.server
    frame = (behaviour, reference, method.capitalize(), url)
    client, (name, address) = _client(asking, url), _asked(server, url, asking.now)
    match fault.transport:
        case "refused":
            failure = texts.connection_refused(*frame, address, resolving=resolving)
        case "reset":
            failure = texts.connection_reset(*frame, client, address, resolving=resolving)
        case "closed":
            failure = texts.closed_without_answer(*frame, resolving=resolving)
        case "no-such-host":
            failure = texts.no_such_host(*frame, name, CLUSTER_DNS, resolving=resolving)
        case "dns-error":
            failure = texts.server_misbehaving(*frame, name, CLUSTER_DNS, resolving=resolving)
        case "dns-try-again":
            failure = texts.dns_try_again(*frame, name, resolving=resolving)
        case "dns-silent":
            failure = texts.dns_timeout(*frame, name, CLUSTER_DNS, client, resolving=resolving)
        case "dial-silent":
            failure = texts.dial_timeout(*frame, address, resolving=resolving)
        case "tls-silent":
            failure = texts.tls_handshake_timeout(*frame, resolving=resolving)
        case "plain-http":
            failure = texts.http_answer_to_https(*frame, resolving=resolving)
        case "unknown-authority":
            failure = texts.unknown_authority(*frame, resolving=resolving)
        case "wrong-name":
            failure = texts.wrong_name(*frame, name, fault.names, resolving=resolving)
        case None:
            failure = texts.no_answer(*frame, resolving=resolving)
    return NoAnswer(failure, repeated=fault.transport in _REPEATED)


def _asked(server: RegistryServer, url: str, now: Seconds) -> tuple[str, str]:
    """The name, and the address and port, of whom the request for *url* goes to: the registry, or who helps it."""
    host = url.partition("://")[2].partition("/")[0]
    if host == server.token_host != server.endpoint:
        return server.token_name, server.token_address
    if host == server.service.redirect != server.endpoint:
        name, _, port = host.partition(":")
        return name, f"{address_of(host)}:{port or ('443' if url.startswith('https:') else '80')}"
    return server.name, server.address_at(now)


def _client(asking: Asking, url: str) -> str:
    """The node's end of the connection: each has a port of its own, so no two errors that name it read alike."""
    drawn = int(digest_of(f"{asking.address} {url} {asking.now}")[-8:], 16)
    return f"{asking.address}:{_FIRST_PORT + drawn % _PORTS}"
