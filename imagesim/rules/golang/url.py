"""Splits a URL as Go's net/url does, as far as registry keys need it: what is its host, what is its path.

Models url.Parse and net.SplitHostPort for texts that begin with http:// or https://. The query, the fragment and the
user are cut off. The path is unescaped; in a host only bytes beyond ASCII may be escaped. What is refused is refused
in Go's words, which the validation of credential providers prints.

How strict the host is depends on the Go that the kubelet was built with, so the dialect is an argument. `OLD_GO` takes
brackets anywhere (known from its source, not recorded); `GO_1_24` is 1.24.11, with which 1.32 was recorded, and takes
them only round an IPv6 address; `GO_1_26` is 1.26.6, with which 1.36 was recorded, and also refuses a second colon.
The zone of an IPv6 address is unescaped without a look at what it holds.
"""

import ipaddress
import re
from typing import NamedTuple

from imagesim.rules.golang.json_text import go_string
from imagesim.rules.golang.text import quote


class GoURLError(ValueError):
    """net/url refuses the text; the message is Go's."""


class GoURL(NamedTuple):
    """The host with its port ("r.io:5000") and the unescaped path ("/team/app", "" if there is none)."""

    host: str
    path: str


class Dialect(NamedTuple):
    """How strict one Go version is about hosts."""

    go: str
    brackets_anywhere: bool
    text_before_brackets_is_lost: bool
    one_colon_only: bool


OLD_GO = Dialect("older", True, False, False)
GO_1_24 = Dialect("1.24.11", False, True, False)
GO_1_26 = Dialect("1.26.6", False, False, True)
DIALECTS = (OLD_GO, GO_1_24, GO_1_26)

_SCHEME = re.compile("https?://")
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_ESCAPED = re.compile("((?:%[0-9A-Fa-f]{2})+)")
_BAD_ESCAPE = "%(?![0-9A-Fa-f]{2}).{0,2}"
_BAD = re.compile(_BAD_ESCAPE, re.DOTALL)
_BAD_IN_HOST = re.compile(
    rf"""{_BAD_ESCAPE}|%(?!25)[0-7].|[\x00-\x7f](?<![A-Za-z0-9!$&'()*+,;=:\[\]<>"_.~%-])""", re.DOTALL
)
_USER = re.compile(r"[A-Za-z0-9._:~!$&'()*+,;=%@-]*")
_PORT = re.compile("(?::[0-9]*)?")


def parse(url: str, dialect: Dialect = GO_1_24) -> GoURL:
    """Host and path of *url*, which begins with http:// or https://.

    GoURLError, with the text of net/url, if Go would not take it.
    """
    before_fragment, _, fragment = url.partition("#")
    try:
        if _CONTROL.search(before_fragment):
            raise GoURLError("net/url: invalid control character in URL")
        rest = _SCHEME.sub("", before_fragment, count=1).partition("?")[0]
        authority, slash, path = rest.partition("/")
        parsed = GoURL(_parse_authority(authority, dialect), _unescape(slash + path, _BAD))
    except GoURLError as error:
        raise GoURLError(f"parse {quote(before_fragment)}: {error}") from None
    try:
        _unescape(fragment, _BAD)
    except GoURLError as error:
        raise GoURLError(f"parse {quote(url)}: {error}") from None
    return parsed


def split_host_port(host: str) -> tuple[str, str]:
    """Host name and port of a host, or the whole host and no port where Go's net.SplitHostPort gives up."""
    name, colon, port = host.rpartition(":")
    if not colon:
        return host, ""
    if name.startswith("["):
        inside = name[1:-1]
        return (inside, port) if name.endswith("]") and not re.search(r"[\[\]]", inside) else (host, "")
    return (host, "") if re.search(r"[:\[\]]", name) else (name, port)


def _parse_authority(authority: str, dialect: Dialect) -> str:
    user, at, host = authority.rpartition("@")
    parsed = _parse_host(host, dialect)
    if at:
        if not _USER.fullmatch(user):
            raise GoURLError("net/url: invalid userinfo")
        for part in user.split(":", 1):
            _unescape(part, _BAD)
    return parsed


def _parse_host(host: str, dialect: Dialect) -> str:
    opening = host.rfind("[")
    if dialect.brackets_anywhere:
        return _parse_old_host(host)
    if opening > 0 and not dialect.text_before_brackets_is_lost:
        raise GoURLError("invalid IP-literal")
    if opening >= 0:
        return _parse_ip_literal(host, opening)
    colon = host.find(":") if dialect.one_colon_only else host.rfind(":")
    _check_port(host[colon:] if colon >= 0 else "")
    return _unescape(host, _BAD_IN_HOST)


def _parse_ip_literal(host: str, opening: int) -> str:
    """An address in brackets, and a port. Go 1.24 loses what stands before the brackets."""
    closing = host.rfind("]")
    if closing < 0:
        raise GoURLError("missing ']' in host")
    port = host[closing + 1 :]
    _check_port(port)
    address = _unescape_zone(host[opening + 1 : closing])
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        raise GoURLError(f"invalid host: ParseAddr({quote(address)}): unable to parse IP") from None
    if parsed.version == 4:
        raise GoURLError("invalid IP-literal")
    return f"[{address}]{port}"


def _parse_old_host(host: str) -> str:
    if host.startswith("["):
        closing = host.rfind("]")
        if closing < 0:
            raise GoURLError("missing ']' in host")
        _check_port(host[closing + 1 :])
        return _unescape_zone(host[:closing]) + _unescape(host[closing:], _BAD_IN_HOST)
    if ":" in host:
        _check_port(host[host.rfind(":") :])
    return _unescape(host, _BAD_IN_HOST)


def _unescape_zone(address: str) -> str:
    address, percent, zone = address.partition("%25")
    return _unescape(address, _BAD_IN_HOST) + _unescape(percent + zone, _BAD)


def _check_port(port: str) -> None:
    if not _PORT.fullmatch(port):
        raise GoURLError(f"invalid port {quote(port)} after host")


def _unescape(text: str, bad: re.Pattern[str]) -> str:
    """*text* with its %XX replaced, unless *bad* finds what may not be there."""
    if offender := bad.search(text):
        found = offender.group()
        if found.startswith("%"):
            raise GoURLError(f"invalid URL escape {quote(found)}")
        raise GoURLError(f"invalid character {quote(found)} in host name")
    return _ESCAPED.sub(lambda match: go_string(bytes.fromhex(match.group().replace("%", ""))), text)
