"""Image references: `[domain[:port]/]path[:tag][@algorithm:hex]`, parsed and normalised as the kubelet does.

Models github.com/distribution/reference v0.6.0 (reference.go, normalize.go), go-digest, and the kubelet's
pkg/util/parsers/parsers.go, 1.32 to 1.36 (recorded). What surprises:

- Only what stands before the first `/` can be a domain, and only if it is `localhost`, holds a `.`, a `:` or a
  capital letter. So `example.com` is `docker.io/library/example.com`, and `Foo/bar` is on a registry `Foo`.
- The path is lower case and at most 255 characters; the domain is not limited. 64 hex digits alone are refused.
- The kubelet hands on the text as typed, with `:latest` added if there is neither tag nor digest. containerd normalises
  it once more and drops the tag when a digest is present.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from imagesim.rules.golang.text import quote

DEFAULT_DOMAIN = "docker.io"
DEFAULT_TAG = "latest"
_LEGACY_DEFAULT_DOMAIN = "index.docker.io"
_OFFICIAL = "library/"
_LONGEST_PATH = 255
_HEX_DIGITS = {"sha256": 64, "sha384": 96, "sha512": 128}

_LABEL = r"[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*"
_DOMAIN = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_COMPONENT = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}"
_REFERENCE = re.compile(
    rf"(?:(?P<domain>{_DOMAIN})/)?(?P<path>{_COMPONENT}(?:/{_COMPONENT})*)"
    rf"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{{0,127}}))?(?:@(?P<digest>{_DIGEST}))?"
)
_IDENTIFIER = re.compile(r"[a-f0-9]{64}")
_ANY_ALGORITHM = re.compile(r"[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+")


class InvalidImageName(ValueError):
    """An image text that is no reference. Its text is the kubelet's: `couldn't parse image name "X": ...`."""


class ReferenceSyntaxError(ValueError):
    """What the parser itself says, without the kubelet's frame; containerd puts another one around it."""


@dataclass(frozen=True)
class ImageReference:
    """A parsed reference. `text` is what was typed; `tag` and `digest` are None where none was given.

    Parsing a text again gives the same object, so what is derived from it is derived once.
    `domain` is "" for the rare name that has no valid domain but is a valid path (`a_b.com/d`).
    """

    text: str
    domain: str
    path: str
    tag: str | None = None
    digest: str | None = None

    def __hash__(self) -> int:
        return hash(self.text)

    @staticmethod
    def parse(text: str) -> "ImageReference":
        """Parse *text*; InvalidImageName if it is no reference."""
        try:
            return _parse(text)
        except ReferenceSyntaxError as error:
            raise InvalidImageName(f"couldn't parse image name {quote(text)}: {error}") from None

    @cached_property
    def repository(self) -> str:
        """The normalised name without tag and digest: `docker.io/library/nginx`."""
        return f"{self.domain}/{self.path}" if self.domain else self.path

    @property
    def effective_tag(self) -> str | None:
        """The tag that the kubelet sees: the given one, or `latest` if there is neither tag nor digest."""
        return DEFAULT_TAG if self.tag is None and self.digest is None else self.tag

    @cached_property
    def with_default_tag(self) -> str:
        """What the kubelet sends to the runtime: the text as typed, with `:latest` if it has neither tag nor digest."""
        return f"{self.text}:{DEFAULT_TAG}" if self.tag is None and self.digest is None else self.text

    @property
    def familiar(self) -> str:
        """The short form that people type: `nginx` for `docker.io/library/nginx`. No default tag is added.

        Not always the same name again, upstream neither: `docker.io/a.b/c` becomes `a.b/c`, on a registry `a.b`.
        """
        name = self.repository
        if self.domain == DEFAULT_DOMAIN:
            short = self.path.removeprefix(_OFFICIAL)
            name = self.path if "/" in short else short
        return name + self._suffix(self.tag)

    @cached_property
    def fully_qualified(self) -> str:
        """The name under which containerd pulls and stores (ParseDockerRef): a digest drops the tag."""
        return self.repository + self._suffix(None if self.digest else self.effective_tag)

    def _suffix(self, tag: str | None) -> str:
        return (f":{tag}" if tag else "") + (f"@{self.digest}" if self.digest else "")


@lru_cache(maxsize=4096)
def _parse(text: str) -> ImageReference:
    """ParseNormalizedNamed: the checks in upstream's order, since the first that fails gives the text."""
    if _IDENTIFIER.fullmatch(text):
        raise ReferenceSyntaxError(f"invalid repository name ({text}), cannot specify 64-byte hexadecimal strings")
    domain, rest = _split_domain(text)
    name = rest.partition(":")[0]
    if _lower(name) != name:
        raise ReferenceSyntaxError(f"invalid reference format: repository name ({name}) must be lowercase")
    return replace(parse_as_written(f"{domain}/{rest}"), text=text)


def parse_as_written(text: str) -> ImageReference:
    """reference.Parse: the grammar alone, without Docker Hub filled in, so `busybox` has no domain and stays itself.

    ReferenceSyntaxError if *text* is no reference. The kubelet reads its allow list of images so.
    """
    found = _REFERENCE.fullmatch(text)
    if found is None:
        if _REFERENCE.fullmatch(_lower(text)):
            raise ReferenceSyntaxError("repository name must be lowercase")
        raise ReferenceSyntaxError("invalid reference format")
    if len(found["path"]) > _LONGEST_PATH:
        raise ReferenceSyntaxError(f"repository name must not be more than {_LONGEST_PATH} characters")
    if found["digest"]:
        _check_digest(found["digest"])
    return ImageReference(text, found["domain"] or "", found["path"], found["tag"], found["digest"])


def _split_domain(text: str) -> tuple[str, str]:
    """The domain and the rest, with Docker Hub and its `library/` filled in."""
    first, slash, rest = text.partition("/")
    if not slash:
        return DEFAULT_DOMAIN, _OFFICIAL + text
    if first == _LEGACY_DEFAULT_DOMAIN:
        first = DEFAULT_DOMAIN
    elif not (first == "localhost" or "." in first or ":" in first or _lower(first) != first):
        return DEFAULT_DOMAIN, text
    if first == DEFAULT_DOMAIN and "/" not in rest:
        rest = _OFFICIAL + rest
    return first, rest


def _check_digest(digest: str) -> None:
    """go-digest's Validate: the algorithm first, then the length, then the letters."""
    algorithm, _, encoded = digest.partition(":")
    if algorithm not in _HEX_DIGITS:
        known_form = _ANY_ALGORITHM.fullmatch(digest)
        raise ReferenceSyntaxError("unsupported digest algorithm" if known_form else "invalid checksum digest format")
    if len(encoded) != _HEX_DIGITS[algorithm]:
        raise ReferenceSyntaxError("invalid checksum digest length")
    if encoded != encoded.lower():
        raise ReferenceSyntaxError("invalid checksum digest format")


def _lower(text: str) -> str:
    # Go maps a dotted capital I to a plain i; Python adds a combining dot.
    return text.replace("\u0130", "i").lower()
