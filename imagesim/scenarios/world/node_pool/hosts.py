"""The `hosts` of a NodePool become HostConfigurations: what containerd's hosts.toml for each registry says."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from imagesim.rules.versions import ContainerdBehaviour, containerd
from imagesim.scenarios.files import hosts_headers
from imagesim.scenarios.files.hosts_toml import (
    NO_URL,
    HostsFileError,
    HostUrl,
    api_path,
    capable,
    host_configuration,
    ignored,
    names_referrers,
    parse_url,
    shown_url,
)
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.values.node_runtime import HostConfiguration, MirrorHost
from imagesim.scenarios.world.node_pool.model import HostSpec, HostsSpec, MirrorSpec, ServerSpec
from imagesim.scenarios.world.registry.hosts import registry_host

DEFAULT_HOST = "_default"


def make_hosts(
    document: Document, spec: Mapping[str, HostsSpec], containerd_version: str, notes: Notes
) -> tuple[HostConfiguration, ...]:
    """Return one configuration for each registry, in the order of the document.

    One that this version of containerd passes over says nothing: the registry itself is asked.

    ScenarioError if two names mean one registry, or a value is a mistake.
    """
    made: dict[str, HostConfiguration] = {}
    for written, hosts in spec.items():
        path: Path = ("spec", "hosts", written)
        host = written if written == DEFAULT_HOST else registry_host(document, path, written)
        if host in made:
            raise document.error(f"the registry stands twice; both names mean {host}", path)
        made[host] = _configuration(document, path, host, hosts, notes)
        why = _passed_over(hosts, made[host], containerd(containerd_version))
        if why:
            made[host] = HostConfiguration(host=host)
            notes.assume(f"containerd {containerd_version} passes over the hosts.toml of {host}, {why}.")
    return tuple(made.values())


def _passed_over(spec: HostsSpec, made: HostConfiguration, behaviour: ContainerdBehaviour) -> str:
    """Why containerd cannot read the file, and says so in its log alone; "" if it can."""
    if made.server is not None and not made.mirrors and not behaviour.hosts_file_may_lack_hosts:
        return "which has no [host] table"
    if spec.file is not None and names_referrers(spec.file) and not behaviour.hosts_file_has_referrers:
        return "which names the capability referrers"
    return ""


def _configuration(document: Document, path: Path, host: str, spec: HostsSpec, notes: Notes) -> HostConfiguration:
    if spec.file is not None:
        try:
            configuration = host_configuration(host, spec.file)
        except HostsFileError as error:
            rule = f"{error.field}: {error}" if error.field else str(error)
            raise document.error(rule, (*path, "file"), suggestion=error.suggestion) from None
        for name in ignored(spec.file):
            notes.not_modelled(f"{name} in hosts.toml", document.label)
        return configuration
    return HostConfiguration(
        host=host,
        mirrors=tuple(_mirrors(document, path, spec.mirrors, notes)),
        server=None if spec.server is None else _server(document, (*path, "server"), spec.server, notes),
    )


def _mirrors(document: Document, path: Path, mirrors: list[MirrorSpec], notes: Notes) -> Iterator[MirrorHost]:
    for index, mirror in enumerate(mirrors):
        url = _url(document, (*path, "mirrors", index, "host"), mirror.host)
        made = _host(document, mirror, url, notes, peers=mirror.peers)
        resolving = [] if mirror.resolve_tags else ["resolve"]
        yield replace(
            made,
            capabilities=tuple(each for each in made.capabilities if each not in resolving),
            resolves_latest=mirror.resolve_latest_tag,
        )


def _server(document: Document, path: Path, spec: ServerSpec, notes: Notes) -> MirrorHost:
    place = path if isinstance(_written(document, path), str) else (*path, "host")
    url = HostUrl("", True, "") if spec.host is None else _url(document, place, spec.host)
    return _host(document, spec, url, notes, peers=False)


def _written(document: Document, path: Path) -> object:
    found: object = document.value
    for step in path:
        found = found.get(str(step)) if isinstance(found, dict) else None
    return found


def _host(document: Document, spec: HostSpec, url: HostUrl, notes: Notes, *, peers: bool) -> MirrorHost:
    for unread in hosts_headers.unread(spec.header):
        notes.not_modelled(f"{unread} in hosts.toml", document.label)
    return MirrorHost(
        host=url.host,
        tls=url.tls,
        capabilities=capable(spec.capabilities),
        path=api_path(url.path, override=spec.override_path),
        authorization=hosts_headers.login_of(spec.header),
        skip_verify=spec.skip_verify,
        dial_timeout_s=spec.dial_timeout,
        peers=peers,
    )


def _url(document: Document, path: Path, written: str) -> HostUrl:
    url = parse_url(written)
    if url is None:
        hint = "write for example https://mirror.example or http://mirror.example:5000"
        raise document.error(NO_URL, path, value=shown_url(written), suggestion=hint)
    return url
