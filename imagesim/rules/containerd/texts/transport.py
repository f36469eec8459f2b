"""What containerd says when a request gets no HTTP answer at all.

`method` is "Head" or "Get" as Go's http client spells it, `resolving` says whether this was about the name (a HEAD) or
about content. Measured on 1.6.20, 1.7.34 and 2.3.4 (cases E16 to E21 and E34 to E38 of the measurements). The tails
come from Go's net, crypto/tls and net/http packages and are the same in all versions; how often a request is tried
again is in ContainerdBehaviour.transport_tries.
"""

from collections.abc import Sequence
from dataclasses import replace
from ipaddress import ip_address

from imagesim.rules.containerd.texts.failure import (
    CANCELED,
    DEADLINE_EXCEEDED,
    UNKNOWN,
    RuntimeFailure,
    of_fetch,
    of_pull,
    of_resolve,
    url_in_classified,
)
from imagesim.rules.versions import ContainerdBehaviour

DIAL_TIMEOUT_S = 30.0
"""How long one attempt to connect takes when nothing comes back (E37)."""
TLS_HANDSHAKE_TIMEOUT_S = 10.0
DNS_TIMEOUT_S = 10.0


def request_failed(
    behaviour: ContainerdBehaviour,
    reference: str,
    method: str,
    url: str,
    cause: str,
    *,
    resolving: bool,
    code: str = UNKNOWN,
) -> RuntimeFailure:
    """The frame of all the failures below: `failed to do request: Head "URL": CAUSE`."""
    tail = f'failed to do request: {method} "{url}": {cause}'
    return of_resolve(behaviour, reference, tail, code) if resolving else of_fetch(reference, tail, code)


def connection_refused(
    behaviour: ContainerdBehaviour, reference: str, method: str, url: str, address: str, *, resolving: bool
) -> RuntimeFailure:
    """E16: nobody listens at *address* ("10.0.0.5:443")."""
    cause = f"dial tcp {address}: connect: connection refused"
    return request_failed(behaviour, reference, method, url, cause, resolving=resolving)


def dial_timeout(
    behaviour: ContainerdBehaviour, reference: str, method: str, url: str, address: str, *, resolving: bool
) -> RuntimeFailure:
    """E37: packets to *address* are dropped; after DIAL_TIMEOUT_S, one try."""
    cause = f"dial tcp {address}: i/o timeout"
    return request_failed(behaviour, reference, method, url, cause, resolving=resolving, code=DEADLINE_EXCEEDED)


def no_such_host(
    behaviour: ContainerdBehaviour, reference: str, method: str, url: str, host: str, resolver: str, *, resolving: bool
) -> RuntimeFailure:
    """E17: the name server at *resolver* ("10.0.0.10:53") does not know *host* (without its port)."""
    return _lookup_failed(behaviour, reference, method, url, host, resolver, "no such host", resolving)


def server_misbehaving(
    behaviour: ContainerdBehaviour, reference: str, method: str, url: str, host: str, resolver: str, *, resolving: bool
) -> RuntimeFailure:
    """E18: the name server answers SERVFAIL."""
    return _lookup_failed(behaviour, reference, method, url, host, resolver, "server misbehaving", resolving)


def dns_timeout(
    behaviour: ContainerdBehaviour,
    reference: str,
    method: str,
    url: str,
    host: str,
    resolver: str,
    client: str,
    *,
    resolving: bool,
) -> RuntimeFailure:
    """E38: the name server never answers; DNS_TIMEOUT_S for each try. *client* is the node's own address and port."""
    cause = f"read udp {client}->{resolver}: i/o timeout"
    return _lookup_failed(behaviour, reference, method, url, host, resolver, cause, resolving)


def dns_try_again(
    behaviour: ContainerdBehaviour, reference: str, method: str, url: str, host: str, *, resolving: bool
) -> RuntimeFailure:
    """The system's own resolver asked and says EAI_AGAIN, in musl's words, without a name server's address.

    So it reads where containerd uses the C library, as in k3s (containerd/containerd#10709).
    """
    cause = f"dial tcp: lookup {host}: Try again"
    return request_failed(behaviour, reference, method, url, cause, resolving=resolving)


def connection_reset(
    behaviour: ContainerdBehaviour,
    reference: str,
    method: str,
    url: str,
    client: str,
    address: str,
    *,
    resolving: bool,
) -> RuntimeFailure:
    """E19, E20: the connection from *client* to *address* was torn down before an answer."""
    cause = f"read tcp {client}->{address}: read: connection reset by peer"
    return request_failed(behaviour, reference, method, url, cause, resolving=resolving)


def closed_without_answer(
    behaviour: ContainerdBehaviour, reference: str, method: str, url: str, *, resolving: bool
) -> RuntimeFailure:
    """E35: the server closes the connection without a word."""
    return request_failed(behaviour, reference, method, url, "EOF", resolving=resolving)


def no_answer(
    behaviour: ContainerdBehaviour, reference: str, method: str, url: str, *, resolving: bool
) -> RuntimeFailure:
    """E34: the server takes the request and never answers.

    Where the version has response_header_timeout_s, after that time; elsewhere the progress timeout cancels the pull
    (1.6 has neither and waits for ever).
    """
    if behaviour.response_header_timeout_s is None:
        return cancelled_request(behaviour, reference, method, url) if resolving else cancelled(reference)
    cause = "net/http: timeout awaiting response headers"
    return request_failed(behaviour, reference, method, url, cause, resolving=resolving, code=DEADLINE_EXCEEDED)


def tls_handshake_timeout(
    behaviour: ContainerdBehaviour, reference: str, method: str, url: str, *, resolving: bool
) -> RuntimeFailure:
    """E36: the server is silent in the TLS handshake; TLS_HANDSHAKE_TIMEOUT_S for each try."""
    return request_failed(behaviour, reference, method, url, "net/http: TLS handshake timeout", resolving=resolving)


def http_answer_to_https(
    behaviour: ContainerdBehaviour, reference: str, method: str, url: str, *, resolving: bool
) -> RuntimeFailure:
    """E21: a registry without TLS under a name that is not loopback. Needs an http:// entry in hosts.toml."""
    cause = "http: server gave HTTP response to HTTPS client"
    return request_failed(behaviour, reference, method, url, cause, resolving=resolving)


def unknown_authority(
    behaviour: ContainerdBehaviour, reference: str, method: str, url: str, *, resolving: bool
) -> RuntimeFailure:
    """The registry's certificate was signed by nobody whom the node trusts (looked up, not measured)."""
    cause = "tls: failed to verify certificate: x509: certificate signed by unknown authority"
    return request_failed(behaviour, reference, method, url, cause, resolving=resolving)


def wrong_name(
    behaviour: ContainerdBehaviour,
    reference: str,
    method: str,
    url: str,
    host: str,
    names: Sequence[str],
    *,
    resolving: bool,
) -> RuntimeFailure:
    """The registry's certificate is for other *names*, or for none, and not for *host* (without its port).

    In the words of Go's crypto/x509 HostnameError (verify.go, Go 1.26), as k3s-io/k3s#10691 and #2429 quote them.
    """
    cause = f"tls: failed to verify certificate: x509: {_other_names(host, names)}"
    return request_failed(behaviour, reference, method, url, cause, resolving=resolving)


def _other_names(host: str, names: Sequence[str]) -> str:
    wants_address = _is_address(host)
    fitting = [name for name in names if _is_address(name)] if wants_address else names
    if fitting:
        return f"certificate is valid for {', '.join(fitting)}, not {host}"
    if wants_address:
        return f"cannot validate certificate for {host} because it doesn't contain any IP SANs"
    return f"certificate is not valid for any names, but wanted to match {host}"


def _is_address(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def no_token(failure: RuntimeFailure, *, anonymous: bool) -> RuntimeFailure:
    """The request that got no answer, with the words of *failure*, was one for a token."""
    what = "anonymous" if anonymous else "oauth"
    words = f"failed to authorize: failed to fetch {what} token: "
    return replace(failure, text=failure.text.replace("failed to do request: ", words, 1))


def cancelled(reference: str) -> RuntimeFailure:
    """The pull was cancelled while content came in, by the progress timeout or by the caller."""
    return of_pull(reference, "context canceled", CANCELED)


def cancelled_request(behaviour: ContainerdBehaviour, reference: str, method: str, url: str) -> RuntimeFailure:
    """The pull was cancelled while its name was being resolved."""
    shown = url_in_classified(behaviour, url)
    return request_failed(behaviour, reference, method, shown, "context canceled", resolving=True, code=CANCELED)


def _lookup_failed(
    behaviour: ContainerdBehaviour,
    reference: str,
    method: str,
    url: str,
    host: str,
    resolver: str,
    cause: str,
    resolving: bool,
) -> RuntimeFailure:
    cause = f"dial tcp: lookup {host} on {resolver}: {cause}"
    return request_failed(behaviour, reference, method, url, cause, resolving=resolving)
