"""A client that reads indexes, manifests and configs from a registry over HTTPS, as a user of docker may.

`requests` carries the requests: certificates, proxies and redirects are its work. What is added: the registry's own
ways to log in, a limit on what is read, and digests that are held against what was asked for. Nothing is retried, and
no layer is fetched. A registry on this machine (localhost, 127.0.0.1) is asked over plain HTTP, as docker does.

requests is loaded when a registry is first asked, and by nothing else.
"""

import os
from urllib.parse import quote

import requests

from imagesim.rules.digests import digest_of
from imagesim.rules.reference import DEFAULT_DOMAIN
from imagesim.scenarios.importers.descriptors import LARGEST_BLOB, Descriptor, too_large
from imagesim.scenarios.importers.docker_login import Login
from imagesim.scenarios.importers.oci_manifest import INDEX_TYPES, MANIFEST_TYPES
from imagesim.scenarios.importers.registry_auth import TIMEOUT_S, Challenge, Plain, basic, challenge_of, fetch_token
from imagesim.scenarios.importers.registry_failures import no_answer, refused
from imagesim.scenarios.importers.this_machine import is_this_machine
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.version import __version__

_DOCKER_HUB = "registry-1.docker.io"
_OK, _UNAUTHORIZED = 200, 401
_MANIFESTS = {"Accept": ", ".join([*INDEX_TYPES, *MANIFEST_TYPES])}
_ANYTHING = {"Accept": "*/*"}


class _Session(requests.Session):
    """A session that sends an Authorization header to the host it is meant for, and none from a .netrc."""

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """After a redirect, say a blob in a store of its own: the token stays behind."""
        headers = prepared_request.headers
        if "Authorization" in headers and self.should_strip_auth(
            response.request.url or "", prepared_request.url or ""
        ):
            del headers["Authorization"]


class RegistryClient:
    """One registry, for one user. `auth` is how it has asked for a login so far: none, basic or bearer.

    Its API is at `root`. A mirror is told with `asked_for` for which registry it is asked, as containerd tells it.
    """

    def __init__(
        self,
        host: str,
        login: Login | None,
        *,
        plain_http: bool | None = None,
        root: str = "/v2",
        asked_for: str = "",
    ) -> None:
        self.host = host
        self._root = root
        self._query = f"?ns={quote(asked_for)}" if asked_for else ""
        self.auth = "none"
        self.logged_in = False
        self._login = login
        self._plain = is_this_machine(host) if plain_http is None else plain_http
        self._plain_everywhere = bool(plain_http)
        self._session = _Session()
        self._session.headers["User-Agent"] = f"imagesim/{__version__}"
        self._session.headers["Accept-Encoding"] = "identity"  # so that the limit counts what is really sent
        self._session.auth = _no_auth  # else requests looks into ~/.netrc
        if is_this_machine(host):
            self._session.trust_env = False  # no proxy stands between a machine and itself
            self._session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
        self._authorization: dict[str, str] = {}
        self._known: dict[tuple[str, str], bytes] = {}

    def manifest(self, repository: str, tag_or_digest: str, name: str) -> bytes:
        """Return the index or manifest under a tag or a digest; *name* is what messages call it."""
        return self._once("manifests", repository, _MANIFESTS, name, tag_or_digest)

    def blob(self, repository: str, digest: str, name: str) -> bytes:
        """Return a small blob."""
        return self._once("blobs", repository, _ANYTHING, name, digest)

    def _once(self, kind: str, repository: str, headers: dict[str, str], name: str, asked: str) -> bytes:
        """Nothing is asked for a second time: two tags often share content, and registries count requests."""
        key = (repository, asked)
        if key not in self._known:
            self._known[key] = self._get(f"{repository}/{kind}/{asked}", repository, headers, name, asked)
        return self._known[key]

    def _get(self, path: str, repository: str, headers: dict[str, str], name: str, asked: str) -> bytes:
        url = f"{'http' if self._plain else 'https'}://{self._address()}{self._root}/{path}{self._query}"
        try:
            response = self._send(url, headers, repository)
            if response.status_code == _UNAUTHORIZED and (challenge := challenge_of(response)) is not None:
                response.close()
                self._log_in(challenge, repository)
                response = self._send(url, headers, repository)
            with response:
                if response.status_code != _OK:
                    raise refused(response.status_code, self.host, name, logged_in=self.logged_in)
                data = _limited(response, f"{self.host}: {name}")
        except OSError as error:  # which RequestException is, too
            raise no_answer(error, self.host) from None
        self._check(data, asked, response.headers.get("Docker-Content-Digest", ""), name)
        return data

    def _address(self) -> str:
        return _DOCKER_HUB if self.host == DEFAULT_DOMAIN else self.host

    def _send(self, url: str, headers: dict[str, str], repository: str) -> requests.Response:
        known = self._authorization.get(repository)
        given = headers if known is None else {**headers, "Authorization": known}
        return self._session.get(url, headers=given, stream=True, timeout=TIMEOUT_S)

    def _log_in(self, challenge: Challenge, repository: str) -> None:
        """Take what the challenge wants; a login that was refused before is sent no second time by the caller."""
        self.auth = challenge.scheme
        login = self._login
        if challenge.scheme == "basic":
            if login is not None and login.user:
                self._authorization[repository] = basic(login)
                self.logged_in = True
            return
        scope = f"repository:{repository}:pull"
        plain: Plain = "everywhere" if self._plain_everywhere else "here" if self._plain else "nowhere"
        token = fetch_token(self._session, self.host, challenge, scope, login, plain=plain)
        self._authorization[repository] = f"Bearer {token.reveal()}"
        self.logged_in = login is not None

    def _check(self, data: bytes, asked: str, header: str, name: str) -> None:
        """The content must be what was asked for by digest, and what the registry itself says that it is."""
        for wanted in (asked, header):
            if wanted.startswith("sha256:") and digest_of(data) != wanted:
                rule = f"the registry sent something else than {wanted} for {name}"
                raise ScenarioError(rule, object=self.host, suggestion="the content is damaged or was changed")


class RepositoryBlobs:
    """Manifests and configs of one repository, for `gather`."""

    def __init__(self, client: RegistryClient, repository: str, name: str) -> None:
        self._client = client
        self._repository = repository
        self._name = name

    def manifest(self, descriptor: Descriptor) -> bytes | None:
        """The manifest that an index lists."""
        return self._client.manifest(self._repository, descriptor.digest, f"{self._name}'s {descriptor.digest}")

    def config(self, descriptor: Descriptor) -> bytes | None:
        """The config that a manifest names. ScenarioError if it is too large or not what its digest says."""
        if descriptor.size > LARGEST_BLOB:
            raise too_large(f"{self._name}: config {descriptor.digest}")
        return self._client.blob(self._repository, descriptor.digest, f"{self._name}'s config {descriptor.digest}")


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _limited(response: requests.Response, where: str) -> bytes:
    """The body of an answer, refused when it is longer than anything that is read here."""
    data = bytearray()
    for part in response.iter_content(64 * 1024):
        data += part
        if len(data) > LARGEST_BLOB:
            raise too_large(where)
    return bytes(data)
