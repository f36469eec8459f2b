"""One name asked of one host with one login, within a deadline, and what that says in a word."""

import time
from typing import NamedTuple

from imagesim.rules import platforms
from imagesim.rules.digests import digest_of
from imagesim.rules.reference import DEFAULT_TAG, ImageReference
from imagesim.rules.units import Seconds
from imagesim.scenarios.importers.deadline import within
from imagesim.scenarios.importers.descriptors import LARGEST_BLOB
from imagesim.scenarios.importers.docker_login import Login
from imagesim.scenarios.importers.oci_config import read_config
from imagesim.scenarios.importers.oci_manifest import Index, read_index_or_manifest
from imagesim.scenarios.importers.registry_client import RegistryClient
from imagesim.scenarios.importers.registry_failures import NotServedError
from imagesim.scenarios.importers.this_machine import is_this_machine
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.values.node_runtime import MirrorHost
from imagesim.studies.advising.asking.answers import Verdict
from imagesim.studies.advising.asking.questions import PullLogin

_OF_ONE_S: Seconds = 15.0
"""How long one host may take, of the time that there is for all."""


class HostAnswer(NamedTuple):
    """What one host said to one login. `is_index` is whether the name stands for several manifests."""

    verdict: Verdict
    host: str
    login: str
    says: str
    digest: str = ""
    platforms: tuple[str, ...] = ()
    is_index: bool = False

    def for_node(self, platform: str) -> "HostAnswer":
        """The same, held against what a node of that platform can start."""
        if self.verdict != "there" or _fits(self, platform):
            return self
        found = ", ".join(each or "unknown" for each in self.platforms)
        return self._replace(verdict="other-platform", says=f"holds it for {found}, and the node is {platform}")


def _fits(said: HostAnswer, platform: str) -> bool:
    if said.is_index:
        return platforms.choose(said.platforms, platform) is not None
    return platforms.runs(said.platforms[0] if said.platforms else "", platform)


class Conversations:
    """Asks, and remembers: the same host is asked for the same name with the same login once."""

    def __init__(self, timeout_s: Seconds) -> None:
        self._ends = time.monotonic() + timeout_s
        self._clients: dict[tuple[MirrorHost, PullLogin | None, str], RegistryClient] = {}
        self._known: dict[tuple[MirrorHost, PullLogin | None, ImageReference], HostAnswer] = {}

    def of(self, host: MirrorHost, login: PullLogin | None, name: ImageReference) -> HostAnswer:
        """What the host says of the name."""
        key = (host, login, name)
        if key not in self._known:
            self._known[key] = self._ask(host, login, name)
        return self._known[key]

    def _ask(self, host: MirrorHost, login: PullLogin | None, name: ImageReference) -> HostAnswer:
        who = "no login" if login is None else str(login)
        left = self._ends - time.monotonic()
        if login is not None and login.password is None:
            return HostAnswer("not-asked", host.host, who, "was not asked: only a stand-in of the password is known")
        if left <= 0:
            return HostAnswer("not-asked", host.host, who, "was not asked: the time for all questions was over")
        client = self._client(host, login, name)
        try:
            return within(min(left, _OF_ONE_S), lambda: _said(client, name, who), host.host)
        except NotServedError as error:
            return HostAnswer(error.failure, host.host, who, str(error.rule))
        except ScenarioError as error:
            late = "answered in full" in error.rule
            return HostAnswer("unreachable" if late else "failing", host.host, who, str(error.rule))

    def _client(self, host: MirrorHost, login: PullLogin | None, name: ImageReference) -> RegistryClient:
        own = host.host == name.domain
        key = (host, login, "" if own else name.domain)
        if key not in self._clients:
            given = None if login is None or login.password is None else Login(
                user=login.user, password=login.password
            )  # fmt: skip
            # A registry on this machine is asked without TLS by default, as containerd does.
            plain = True if not host.tls and not is_this_machine(host.host) else None
            self._clients[key] = RegistryClient(
                host.host, given, plain_http=plain, root=host.path, asked_for="" if own else name.domain
            )
        return self._clients[key]


def _said(client: RegistryClient, name: ImageReference, who: str) -> HostAnswer:
    asked = name.digest or name.effective_tag or DEFAULT_TAG
    data = client.manifest(name.path, asked, name.familiar)
    found = read_index_or_manifest(data, name.familiar)
    digest = digest_of(data)
    if isinstance(found, Index):
        known = tuple(each.platform for each in found.manifests)
        return HostAnswer("there", client.host, who, "holds it", digest, known, is_index=True)
    if found.is_artifact or found.config.size > LARGEST_BLOB:
        return HostAnswer("there", client.host, who, "holds it", digest)
    config = read_config(client.blob(name.path, found.config.digest, name.familiar), name.familiar)
    return HostAnswer("there", client.host, who, "holds it", digest, (config.platform,))
