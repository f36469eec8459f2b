"""What can be gone: a registry, a repository, a tag, a credential, a node. A text such as registry=docker.io is one."""

from collections.abc import Callable
from typing import NamedTuple

from imagesim.rules.reference import DEFAULT_TAG, ImageReference, InvalidImageName
from imagesim.scenarios.reading.errors import ScenarioError, did_you_mean
from imagesim.studies.advising.bundle import Bundle, node_names

KINDS = ("registry", "repository", "tag", "credential", "node")


class Thing(NamedTuple):
    """Something that may be gone. `name` is a host, a full repository, a full name with its tag, NAMESPACE/NAME of a
    Secret, or the name of a node."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


def parse_thing(text: str, bundle: Bundle) -> Thing:
    """Read KIND=NAME. ScenarioError unless the bundle has something of that kind and name."""
    kind, equals, name = text.partition("=")
    if not equals or kind not in KINDS or not name:
        hint = "write registry=docker.io, repository=HOST/PATH, tag=NAME:TAG, credential=NAMESPACE/SECRET or node=NAME"
        raise ScenarioError("names nothing that can be gone", field="--if-gone", value=text, suggestion=hint)
    full = _full(kind, name)
    known = _KNOWN[kind](bundle)
    if full not in known:
        none = f"; there is no {kind} here" if not known else ""
        rule = f"is no {kind} that anything here uses{none}"
        raise ScenarioError(rule, field="--if-gone", value=text, suggestion=did_you_mean(full, known))
    return Thing(kind, full)


def all_registries(bundle: Bundle) -> list[Thing]:
    """Every registry from which something here is pulled, in the order of the images."""
    return [Thing("registry", host) for host in _registries(bundle)]


def _full(kind: str, name: str) -> str:
    """The name as it is known here: nginx is docker.io/library/nginx."""
    if kind == "credential":
        return name.removeprefix("Secret/") if "/" in name.removeprefix("Secret/") else f"default/{name}"
    if kind not in ("repository", "tag"):
        return name
    try:
        reference = ImageReference.parse(name)
    except InvalidImageName:
        return name
    return reference.repository if kind == "repository" else f"{reference.repository}:{reference.tag or DEFAULT_TAG}"


def _references(bundle: Bundle) -> list[ImageReference]:
    return [use.reference for use in bundle.uses if use.reference is not None]


def _registries(bundle: Bundle) -> list[str]:
    return list(dict.fromkeys(each.domain for each in _references(bundle)))


def _repositories(bundle: Bundle) -> list[str]:
    return list(dict.fromkeys(each.repository for each in _references(bundle)))


def _tags(bundle: Bundle) -> list[str]:
    found = (each for each in _references(bundle) if not each.digest)
    return list(dict.fromkeys(each.fully_qualified for each in found))


def _credentials(bundle: Bundle) -> list[str]:
    return [f"{use.namespace}/{name}" for use in bundle.uses for name, _ in bundle.pull_secrets(use)
            if (use.namespace, name) in bundle.secrets]  # fmt: skip


def _nodes(bundle: Bundle) -> list[str]:
    return [name for pool in bundle.scenario.pools for name in node_names(pool)]


_KNOWN: dict[str, Callable[[Bundle], list[str]]] = {
    "registry": _registries,
    "repository": _repositories,
    "tag": _tags,
    "credential": _credentials,
    "node": _nodes,
}
