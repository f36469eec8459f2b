"""containerd's hosts.toml: which hosts serve the images of a registry, in the order of the file.

Models core/remotes/docker/config/hosts.go of containerd 1.6 to 2.3: `server`, and [host."URL"] tables with
`capabilities`. A URL without a scheme means https. A file that containerd cannot read is a mistake here, since every
pull from that registry would fail; what it can hold and has no effect here is listed by `ignored`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from imagesim.rules.shown.secret_texts import quotes_left_out
from imagesim.scenarios.reading.errors import NOT_GIVEN, did_you_mean
from imagesim.scenarios.values.node_runtime import HostConfiguration, MirrorHost

RESOLVE, PULL = "resolve", "pull"
LARGEST_FILE = 2**20
"""Bytes of a hosts.toml that are read. Real ones have a few hundred."""

_CAPABILITIES = (RESOLVE, PULL, "push")
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
    """The URL of a host, taken apart."""

    host: str
    tls: bool
    path: str


def parse_url(text: str) -> HostUrl | None:
    """Take `https://mirror.example:5000/v2` or a bare host apart; None for what is neither."""
    found = _URL.fullmatch(text)
    if found is None:
        return None
    host, path = found["host"], (found["path"] or "").rstrip("/")
    # Docker Hub answers at another name than its images have.
    return HostUrl(_DOCKER_HUB.get(host, host), found["scheme"] != "http", "" if path == "/v2" else path)


def without_secrets(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The tables with what counts here; of all else (a header may hold a password) the name alone."""
    hosts = tables.get("host")
    kept = {name: value if name in ("server", "host") else True for name, value in tables.items()}
    if isinstance(hosts, dict):
        kept["host"] = {url: _capabilities_alone(table) for url, table in hosts.items()}
    return kept


def _capabilities_alone(table: object) -> object:
    if not isinstance(table, dict):
        return table
    return {name: value if name == "capabilities" else True for name, value in table.items()}


def parse_hosts_file(text: str) -> dict[str, Any]:
    """The tables of the file, checked; HostsFileError if containerd could not use it."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise HostsFileError(f"is not valid TOML: {quotes_left_out(str(error))}") from None
    except (ValueError, RecursionError):
        # Neither says where: a whole number of thousands of digits, brackets in brackets in brackets.
        raise HostsFileError("is not valid TOML: a number or a nesting of values is far too long") from None
    host_configuration("", tables)
    return without_secrets(tables)


def host_configuration(host: str, tables: Mapping[str, Any]) -> HostConfiguration:
    """What the file says about the registry *host*. HostsFileError if a value is not what containerd reads there."""
    server = None if tables.get("server") is None else _url(tables["server"], "server")
    hosts = tables.get("host", {})
    if not isinstance(hosts, dict) or not all(isinstance(table, dict) for table in hosts.values()):
        raise HostsFileError("is no table", "host", suggestion='write [host."https://mirror.example"]')
    return HostConfiguration(
        host=host,
        mirrors=tuple(_mirror(url, table) for url, table in hosts.items()),
        server=None if server is None else server.host,
        server_tls=None if server is None else server.tls,
    )


def ignored(tables: Mapping[str, Any]) -> Iterator[str]:
    """What the file says and a run does not act on, among it what containerd does not know either."""
    yield from (name for name in tables if name not in ("server", "host"))
    for url, table in tables.get("host", {}).items():
        found = parse_url(url)
        if found is not None and found.path:
            yield "the path of a URL"
        yield from (name for name in table if name != "capabilities")


def _mirror(url: str, table: Mapping[str, Any]) -> MirrorHost:
    place = "host" if "@" in url else f'host."{url}"'
    found = _url(url, place)
    capabilities = table.get("capabilities", [])
    if not isinstance(capabilities, list):
        raise HostsFileError("is not a list", f"{place}.capabilities", capabilities, 'write ["pull", "resolve"]')
    for each in capabilities:
        if each not in _CAPABILITIES:
            hint = did_you_mean(str(each), _CAPABILITIES)
            raise HostsFileError("is no capability", f"{place}.capabilities", each, hint)
    # None at all means all of them, as in hosts.go; push is of no interest to a pull.
    return MirrorHost(host=found.host, tls=found.tls, capabilities=capable(capabilities or _CAPABILITIES))


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
