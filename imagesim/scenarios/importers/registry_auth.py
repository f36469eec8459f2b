"""How a registry asks who somebody is: Basic at once, or Bearer with a token of a server that the answer names.

Models the distribution specification's token authentication (docs.docker.com/registry/spec/auth: token, oauth). A
registry may name a token server of another host, as docker.io does, and the login then goes there: over TLS. Over plain
HTTP it goes to this machine alone, on behalf of a registry that is itself asked so, or to where --plain-http allows it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import requests
from requests.auth import HTTPBasicAuth
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.scenarios.importers.docker_login import Login
from imagesim.scenarios.importers.registry_failures import Failure, NotServedError, login_refused
from imagesim.scenarios.importers.this_machine import is_this_machine
from imagesim.scenarios.reading.errors import ScenarioError

TIMEOUT_S = 30.0
_OK = 200
_OF_STATUS: dict[int, Failure] = {
    401: "unauthorised",
    403: "unauthorised",
    404: "unauthorised",
    429: "rate-limited",
}
"""What the refusal of a token for everybody means."""
_PARAMETER = r'[\w-]+\s*=\s*(?:"[^"]*"|[^\s,"]+)'
_CHALLENGE = re.compile(rf"\b(basic|bearer)\s+({_PARAMETER}(?:\s*,\s*{_PARAMETER})*)", re.IGNORECASE)
_PAIR = re.compile(r'([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))')

Plain = Literal["nowhere", "here", "everywhere"]
"""Where a server may be asked over plain HTTP; "here" is on this machine."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """One way to log in: `scheme` is basic or bearer; the rest says where a bearer token is had."""

    scheme: str
    realm: str = ""
    service: str = ""


def challenge_of(response: requests.Response) -> Challenge | None:
    """The challenge of a 401 answer, Bearer before Basic, None if it has none that is known here."""
    found = sorted(_challenges(response.headers.get("WWW-Authenticate", "")), key=lambda each: each.scheme != "bearer")
    return found[0] if found else None


def _challenges(header: str) -> Iterator[Challenge]:
    for scheme, parameters in _CHALLENGE.findall(header):
        given = {key.lower(): quoted or bare for key, quoted, bare in _PAIR.findall(parameters)}
        yield Challenge(scheme.lower(), given.get("realm", ""), given.get("service", ""))


def basic(login: Login) -> str:
    """The Authorization header of a user name and a password."""
    request = requests.Request("GET", "https://registry.invalid").prepare()
    return str(HTTPBasicAuth(login.user.encode(), login.password.reveal().encode())(request).headers["Authorization"])


def fetch_token(
    session: requests.Session,
    host: str,
    challenge: Challenge,
    scope: str,
    login: Login | None,
    *,
    plain: Plain,
) -> SecretValue:
    """Return a bearer token for *scope*; without a login, the one that everybody gets.

    ScenarioError if a server would be asked over plain HTTP where *plain* does not allow it, or gives none.
    """
    if not _may_be_asked(challenge.realm, plain):
        rule = "wants a token from a server that is not asked over HTTPS"
        raise ScenarioError(rule, object=host, suggestion="nothing was sent there")
    asked = {"service": challenge.service, "scope": scope}
    if login is not None and login.identity_token.reveal():
        form = {**asked, "grant_type": "refresh_token", "refresh_token": login.identity_token.reveal()}
        form["client_id"] = "imagesim"
        # A redirected form would be sent again, with the token in it, to wherever the answer says.
        answer = session.post(challenge.realm, data=form, timeout=TIMEOUT_S, allow_redirects=False)
    else:
        headers = {} if login is None else {"Authorization": basic(login)}
        query = asked if login is None else {**asked, "account": login.user}
        answer = session.get(challenge.realm, params=query, headers=headers, timeout=TIMEOUT_S)
    return _token(answer, host, login)


def _may_be_asked(realm: str, plain: Plain) -> bool:
    """Whether a login may go to that address, as the library that sends it reads it."""
    try:
        address = parse_url(realm)
    except LocationParseError:
        return False
    if address.scheme == "http":
        return plain == "everywhere" or (plain == "here" and is_this_machine(address.host or ""))
    return address.scheme == "https"


def _token(answer: requests.Response, host: str, login: Login | None) -> SecretValue:
    if answer.status_code != _OK:
        if login is not None and answer.status_code in (400, 401, 403):
            raise login_refused(host)
        rule = f"its token server answers {answer.status_code}"
        raise NotServedError(rule, object=host).of(_OF_STATUS.get(answer.status_code, "failing"))
    try:
        given = answer.json()
        token = given.get("token") or given.get("access_token")
    except (ValueError, AttributeError):
        token = None
    if not isinstance(token, str):
        raise ScenarioError("its token server answers without a token", object=host)
    return SecretValue(token)
