"""What a registry's answer, or the lack of one, means for the user, in one line.

A library's own text is never repeated: it may hold the address of a proxy with its password, or a signed address.
"""

import ssl
from collections.abc import Iterator
from typing import Literal

import requests
from urllib3.exceptions import NameResolutionError

from imagesim.scenarios.reading.errors import ScenarioError

_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _TOO_MANY = 401, 403, 404, 429
_FIRST_SERVER_ERROR = 500

Failure = Literal["absent", "unauthorised", "rate-limited", "failing", "unreachable"]
"""It does not hold the name; it does not let this login (or nobody) have it; 429; any other status; no answer."""


class NotServedError(ScenarioError):
    """A registry did not give what was asked for; `failure` says in which way, for those who act on it."""

    failure: Failure = "failing"

    def of(self, failure: Failure) -> "NotServedError":
        """The error itself, as one of that kind."""
        self.failure = failure
        return self


def no_answer(error: OSError, host: str) -> NotServedError:
    """The error for a request that got no answer."""
    rule, hint = _reason(error)
    return NotServedError(rule, object=host, suggestion=hint).of("unreachable")


def _reason(error: OSError) -> tuple[str, str]:
    if not isinstance(error, requests.RequestException):
        return "the certificates that your environment names cannot be read", "see REQUESTS_CA_BUNDLE"
    causes = list(_causes(error))
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy that your environment names does not answer", "see HTTPS_PROXY and NO_PROXY"
    if isinstance(error, requests.exceptions.SSLError):
        return _tls(causes)
    if any(isinstance(cause, NameResolutionError) for cause in causes):
        return "there is no host of this name", "check the name, and that you are online"
    if isinstance(error, requests.exceptions.Timeout):
        return "the registry does not answer in time", ""
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return "nobody answers at this address (connection refused)", ""
    if isinstance(error, requests.exceptions.ConnectionError | requests.exceptions.ChunkedEncodingError):
        return "the connection to the registry broke off", ""
    return "the registry gave an answer that cannot be followed", ""


def _tls(causes: list[BaseException]) -> tuple[str, str]:
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            hint = "name your own authority's certificate in REQUESTS_CA_BUNDLE"
            return f"the registry's certificate is not trusted ({cause.verify_message})", hint
    return "TLS fails: the registry may speak plain HTTP", "if it does, add --plain-http"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and all that it wraps: urllib3 hands causes on as arguments and as `reason`."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        each = waiting.pop()
        if isinstance(each, BaseException) and id(each) not in seen:
            seen.add(id(each))
            yield each
            waiting += [*each.args, getattr(each, "reason", None), each.__cause__, each.__context__]


def refused(status: int, host: str, name: str, *, logged_in: bool) -> NotServedError:
    """The error for an answer with a status that is no success; *name* is what was asked for."""
    if status == _UNAUTHORIZED and logged_in:
        return login_refused(host)
    if status == _UNAUTHORIZED:
        hint = f"log in with docker login {host}, or check the name: some registries say the same of what is not there"
        return NotServedError(f"the registry wants a login for {name}", object=host, suggestion=hint).of("unauthorised")
    if status == _FORBIDDEN:
        who = "your login has" if logged_in else "without a login there is"
        return NotServedError(f"{who} no access to {name}", object=host).of("unauthorised")
    if status == _NOT_FOUND:
        return NotServedError(f"the registry does not hold {name}", object=host, suggestion="check name and tag").of(
            "absent"
        )
    if status == _TOO_MANY:
        hint = "wait, or log in, which often raises the limit"
        return NotServedError("the registry's limit of requests is reached (429)", object=host, suggestion=hint).of(
            "rate-limited"
        )
    who = "the registry fails" if status >= _FIRST_SERVER_ERROR else "the registry refuses the request"
    return NotServedError(f"{who}: it answers {status} for {name}", object=host)


def login_refused(host: str) -> NotServedError:
    """The error for a login that the registry, or its token server, does not take."""
    hint = f"log in again: docker login {host}"
    return NotServedError("the registry refuses your login", object=host, suggestion=hint).of("unauthorised")
