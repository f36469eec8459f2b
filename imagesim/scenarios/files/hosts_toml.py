"""containerd's hosts.toml: which hosts serve the images of a registry, in the order of the file.

Models core/remotes/docker/config/hosts.go of containerd 1.6 to 2.3: `server`, [host."URL"] tables, and what either says
besides: `capabilities`, `override_path`, `header`, `skip_verify`, `dial_timeout`. A URL without a scheme means https.
The API is at the URL's path and /v2, unless the path ends so already or `override_path` says that it is the path alone.
A file that no containerd can read it passes over, and asks the registry itself; here that is a mistake. What the file
can hold and has no effect here is listed by `ignored`.
"""

import posixpath
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from imagesim.rules.golang import duration as go_duration
from imagesim.rules.shown.secret_texts import quotes_left_out
from imagesim.rules.units import Seconds
from imagesim.scenarios.files import hosts_headers
from imagesim.scenarios.reading.errors import NOT_GIVEN, did_you_mean
from imagesim.scenarios.values.node_runtime import HostConfiguration, MirrorHost

RESOLVE, PULL = "resolve", "pull"
LARGEST_FILE = 2**20
"""Bytes of a hosts.toml that are read. Real ones have a few hundred."""

_CAPABILITIES = (RESOLVE, PULL, "push", "referrers")
_OF_A_HOST = ("capabilities", "override_path", "header", "skip_verify", "dial_timeout")
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?::[0-9]+)?|\[[0-9a-fA-F:]+\](?::[0-9]+)?"
_URL = re.compile(rf"(?:(?P<scheme>https?)://)?(?P<host>{_HOST})(?P<path>/[^?#\s]*)?")
_DOCKER_HUB = {"registry-1.docker.io": "docker.io", "index.docker.io": "docker.io"}
_LINE = re.compile(r"line (\d+)")


class HostsFileError(ValueError):
    """What is wrong with a hosts.toml, at which `field` of it, and what to write instead."""

    def __init__(self, rule: str, field: str = "", value: object = NOT_GIVEN, suggestion: str = "") -> None:
        self.field = field
        self.value = value
        self.suggestion = suggestion
        super().__init__(rule)

    @property
    def line(self) -> int | None:
        """The line that TOML's own mistakes name."""
        found = _LINE.search(str(self))
        return int(found[1]) if found else None


class HostUrl(NamedTuple):
    """The URL of a host, taken apart; `path` is "" where it has none."""

    host: str
    tls: bool
    path: str


def parse_url(text: str) -> HostUrl | None:
    """Take `https://mirror.example:5000/v2` or a bare host apart; None for what is neither."""
    found = _URL.fullmatch(text)
    if found is None:
        return None
    host = found["host"]
    # Docker Hub answers at another name than its images have.
    return HostUrl(_DOCKER_HUB.get(host, host), found["scheme"] != "http", found["path"] or "")


def api_path(path: str, *, override: bool) -> str:
    """Where the API begins at a host whose URL has *path*, "" for the root: parseHostConfig."""
    clean = posixpath.normpath(path) if path else ""
    if not override and not clean.endswith("/v2"):
        clean += "/v2"
    # Requests are joined of it (path.Join), which leaves no empty part.
    return "".join(f"/{part}" for part in clean.split("/") if part)


def url_path(path: str) -> tuple[str, bool]:
    """The path of a URL, and whether it has to override, that make a host's API begin at *path*."""
    if path == "/v2":
        return "", False
    return (path, False) if path.endswith("/v2") else (path, True)


def without_secrets(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The tables with what counts here; of all else the name alone, and of headers what is in `hosts_headers`."""
    hosts = tables.get("host")
    kept = _host_without_secrets(tables, ("server", "host"))
    if isinstance(hosts, dict):
        kept["host"] = {
            url: _host_without_secrets(table) if isinstance(table, dict) else table for url, table in hosts.items()
        }
    return kept


def _host_without_secrets(table: Mapping[str, Any], more: tuple[str, ...] = ()) -> dict[str, Any]:
    kept = {name: value if name in (*_OF_A_HOST, *more) else True for name, value in table.items()}
    if "header" in table:
        kept["header"] = hosts_headers.without_secrets(table["header"])
    return kept


def parse_hosts_file(text: str) -> dict[str, Any]:
    """The tables of the file, checked; HostsFileError if containerd could not use it."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise HostsFileError(f"is not valid TOML: {quotes_left_out(str(error))}") from None
    except (ValueError, RecursionError):
        # Neither says where: a whole number of thousands of digits, brackets in brackets in brackets.
        raise HostsFileError("is not valid TOML: a number or a nesting of values is far too long") from None
    tables = without_secrets(tables)
    host_configuration("", tables)
    return tables


def host_configuration(host: str, tables: Mapping[str, Any]) -> HostConfiguration:
    """What the file says about the registry *host*. HostsFileError if a value is not what containerd reads there."""
    hosts = tables.get("host", {})
    if not isinstance(hosts, dict) or not all(isinstance(table, dict) for table in hosts.values()):
        raise HostsFileError("is no table", "host", suggestion='write [host."https://mirror.example"]')
    return HostConfiguration(
        host=host,
        mirrors=tuple(_mirror(url, table) for url, table in hosts.items()),
        server=_server(tables),
    )


def names_referrers(tables: Mapping[str, Any]) -> bool:
    """Whether a host has the capability `referrers`, which older versions cannot read."""
    hosts = (tables, *tables.get("host", {}).values())
    return any(str(each).lower() == "referrers" for host in hosts for each in host.get("capabilities", ()))


def ignored(tables: Mapping[str, Any]) -> Iterator[str]:
    """What the file says and a run does not act on, among it what containerd does not know either."""
    yield from _ignored_of_host(tables, ("server", "host"))
    for table in tables.get("host", {}).values():
        yield from _ignored_of_host(table)


def _ignored_of_host(table: Mapping[str, Any], more: tuple[str, ...] = ()) -> Iterator[str]:
    yield from (name for name in table if name not in (*_OF_A_HOST, *more))
    yield from hosts_headers.unread(table.get("header", {}))


def _server(tables: Mapping[str, Any]) -> MirrorHost | None:
    """The last host. Without a URL it is the registry itself, for which paths and capabilities say nothing."""
    written = tables.get("server")
    if written is None:
        own = _host("", HostUrl("", True, ""), {**tables, "capabilities": [], "override_path": False})
        return None if own == MirrorHost(host="") else own
    return _host("", _url(written, "server"), tables)


def _mirror(url: str, table: Mapping[str, Any]) -> MirrorHost:
    place = "host" if "@" in url else f'host."{url}"'
    return _host(f"{place}.", _url(url, place), table)


def _host(place: str, url: HostUrl, table: Mapping[str, Any]) -> MirrorHost:
    header = table.get("header", {})
    if not isinstance(header, dict):
        raise HostsFileError("is no table", f"{place}header", suggestion='write for example x-name = "value"')
    for value in header.values():
        if not hosts_headers.is_header_value(value):
            raise HostsFileError("is neither a text nor a list of texts", f"{place}header", suggestion="use quotes")
    return MirrorHost(
        host=url.host,
        tls=url.tls,
        capabilities=capable(_capabilities(place, table.get("capabilities", [])) or _CAPABILITIES),
        path=api_path(url.path, override=_switch(place, table, "override_path")),
        authorization=hosts_headers.login_of(header),
        skip_verify=_switch(place, table, "skip_verify"),
        dial_timeout_s=_dial_timeout(place, table.get("dial_timeout", "")),
    )


def _capabilities(place: str, written: object) -> list[str]:
    """None at all means all of them, as in hosts.go; push and referrers are of no interest to a pull."""
    if not isinstance(written, list):
        raise HostsFileError("is not a list", f"{place}capabilities", written, 'write ["pull", "resolve"]')
    for each in written:
        if str(each).lower() not in _CAPABILITIES:
            hint = did_you_mean(str(each), _CAPABILITIES)
            raise HostsFileError("is no capability", f"{place}capabilities", each, hint)
    return [each.lower() for each in written]


def _switch(place: str, table: Mapping[str, Any], name: str) -> bool:
    value = table.get(name, False)
    if not isinstance(value, bool):
        raise HostsFileError("is neither true nor false", f"{place}{name}", suggestion="write true or false")
    return value


def _dial_timeout(place: str, written: object) -> Seconds | None:
    if written == "":
        return None
    try:
        nanoseconds = go_duration.parse_duration(written if isinstance(written, str) else "")
    except go_duration.DurationError:
        raise HostsFileError("is not a duration", f"{place}dial_timeout", suggestion="write for example 5s") from None
    return nanoseconds / 1e9 if nanoseconds > 0 else None  # to a net.Dialer that is no limit of its own


def capable(names: Any) -> tuple[Any, ...]:
    """The capabilities among *names* that a pull needs, in one order."""
    return tuple(name for name in (RESOLVE, PULL) if name in names)


def _url(value: object, place: str) -> HostUrl:
    found = parse_url(value) if isinstance(value, str) else None
    if found is None:
        raise HostsFileError(NO_URL, place, shown_url(value), "write for example https://mirror.example")
    return found


NO_URL = "is not the URL of a host"


def shown_url(value: object) -> object:
    """What a message may show of a wrong URL: not the password that somebody wrote into it."""
    return "...@..." if isinstance(value, str) and "@" in value else value
