"""Does the credential key `*my-registry.io/images` fit an image? The kubelet's rule and the documentation's, in words.

Two rules, since the Kubernetes page on images and the kubelet differ (facts K1). A rule first *reads* a key, which
gives the text that the keyring sorts by, and then compares that with the repository of an image, which is normalised
and has no tag (docker.io/library/nginx).

- `kubelet` (pkg/credentialprovider/keyring.go, 1.32.10 and 1.36.2). http:// and https:// are cut off and net/url reads
  the rest: `?` starts a query that is dropped, a key that it refuses is ignored. A path that begins with /v1/ or /v2/
  loses that, a path / is none. Then: equal ports, no port counting as one; as many labels (parts between dots); the
  key's path a plain prefix of the image's, so that /team fits /team-b; every label fits its glob. Host names are
  compared with case.
- `documented` (the page's grammar). The key's host, that is everything before the first `/` with its port, is one
  pattern for the image's host, in which `*` and `?` stand for any character but `/`, dots included. Path and order
  are as the kubelet's.

`explain` gives the reason, so that a program can say why a key is used or not. A user and password inside a key are
left out of what it says.
"""

from typing import NamedTuple, Protocol

from imagesim.rules.credentials import key_reasons
from imagesim.rules.golang import url as go_url
from imagesim.rules.golang.glob import glob_matches
from imagesim.rules.golang.url import DIALECTS, GO_1_24, Dialect, GoURL, GoURLError
from imagesim.rules.shown.secret_texts import without_user

_SCHEMES = ("https://", "http://")
_API_VERSIONS = ("/v1/", "/v2/")


class KeyVerdict(NamedTuple):
    """What one rule says of one key and one image. `read_as` is the key after reading, None if it is ignored.

    `go_decides` is true where a kubelet built with another Go answers differently: `reason` says which.
    """

    rule: str
    key: str
    read_as: str | None
    matches: bool
    reason: str
    go_decides: bool = False


class MatchingRule(Protocol):
    """A way to read keys and to compare them with images."""

    @property
    def name(self) -> str: ...

    def read(self, key: str) -> str | None:
        """The key as the keyring keeps it, None if it is ignored."""

    def fits(self, read_key: str, image: str) -> bool:
        """Whether a key that was read fits the repository *image*."""

    def explain(self, key: str, image: str) -> KeyVerdict:
        """Whether *key*, as it was written, fits the repository *image*, and why."""


class KubeletRule(NamedTuple):
    """What a kubelet does that was built with the Go of *dialect*."""

    dialect: Dialect = GO_1_24
    name: str = "kubelet"

    def read(self, key: str) -> str | None:
        try:
            return self._read(key)
        except GoURLError:
            return None

    def fits(self, read_key: str, image: str) -> bool:
        return not self._mismatch(read_key, image)

    def explain(self, key: str, image: str) -> KeyVerdict:
        verdict = self._explain(key, image)
        if not ("[" in key or key.count(":") > 1):
            return verdict
        others = [KubeletRule(dialect)._explain(key, image).matches for dialect in DIALECTS]
        if len(set(others)) == 1:
            return verdict
        answers = key_reasons.answers_by_go((dialect.go for dialect in DIALECTS), others)
        reason = f"{verdict.reason}; the version of Go that the kubelet was built with decides ({answers})"
        return verdict._replace(reason=reason, go_decides=True)

    def _explain(self, key: str, image: str) -> KeyVerdict:
        try:
            read_as = self._read(key)
        except GoURLError as error:
            return KeyVerdict(self.name, without_user(key), None, False, key_reasons.refused(key, error))
        mismatch = self._mismatch(read_as, image)
        reason = mismatch + key_reasons.what_was_lost(key, read_as) if mismatch else key_reasons.fit(read_as)
        return KeyVerdict(self.name, without_user(key), without_user(read_as), not mismatch, reason)

    def _read(self, key: str) -> str:
        url = go_url.parse(key if key.startswith(_SCHEMES) else "https://" + key, self.dialect)
        return url.host + _effective_path(url.path)

    def _mismatch(self, read_key: str, image: str) -> str:
        """Why the key does not fit, in the order in which the kubelet looks; "" if it does."""
        try:
            glob, target = self._parse(read_key), self._parse(image)
        except GoURLError as error:
            return key_reasons.refused(read_key, error)
        glob_host, glob_port = go_url.split_host_port(glob.host)
        target_host, target_port = go_url.split_host_port(target.host)
        return (
            key_reasons.port_mismatch(glob_port, target_port)
            or key_reasons.label_count_mismatch(glob_host, target_host)
            or key_reasons.path_mismatch(glob.path, target.path)
            or key_reasons.label_mismatch(glob_host, target_host)
        )

    def _parse(self, name: str) -> GoURL:
        return go_url.parse("https://" + name, self.dialect)


class DocumentedRule(NamedTuple):
    """What the Kubernetes page says, with the kubelet's path prefix."""

    name: str = "documented"

    def read(self, key: str) -> str | None:
        scheme = next((scheme for scheme in _SCHEMES if key.startswith(scheme)), "")
        host, slash, path = key.removeprefix(scheme).rpartition("@")[2].partition("/")
        return host + _effective_path(slash + path)

    def fits(self, read_key: str, image: str) -> bool:
        return not self._mismatch(read_key, image)

    def explain(self, key: str, image: str) -> KeyVerdict:
        read_as = self.read(key) or ""
        mismatch = self._mismatch(read_as, image)
        return KeyVerdict(self.name, without_user(key), read_as, not mismatch, mismatch or key_reasons.fit(read_as))

    def _mismatch(self, read_key: str, image: str) -> str:
        glob, slash, path = read_key.partition("/")
        host, image_slash, image_path = image.partition("/")
        if not glob_matches(glob, host):
            return f"the pattern {glob!r} does not match the host {host!r}"
        return key_reasons.path_mismatch(slash + path, image_slash + image_path)


KUBELET = KubeletRule()
DOCUMENTED = DocumentedRule()
MATCHING_RULES: dict[str, MatchingRule] = {"kubelet": KUBELET, "documented": DOCUMENTED}
"""The rules by the name that people choose them by. The kubelet's is the default, since people act on it."""


def explain_key(key: str, image: str) -> tuple[KeyVerdict, ...]:
    """What every rule says of *key* and the repository *image*."""
    return tuple(rule.explain(key, image) for rule in MATCHING_RULES.values())


def _effective_path(path: str) -> str:
    if path.startswith(_API_VERSIONS):
        path = path[3:]
    return "" if path == "/" else path
