"""The format of a case, and its reading. An unknown key is an error, and so is a name that stands for nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

_CASE = {"name", "containerd", "registry", "mirrors", "node", "steps", "expect"}
_REGISTRY = {"host", "auth", "users", "token", "blobs", "manifests", "tags", "faults"}
_FAULT = {"method", "object", "nth", "status", "cut_at_bytes", "delay_s", "silent"}
_NODE = {"platform", "bytes_per_s_per_stream", "unpack_bytes_per_s", "machine", "present"}
_STEPS = {"pull": {"at_s", "pull", "user", "password"}, "cancel": {"at_s", "cancel"}, "move": {"at_s", "move", "to"}}
_EXPECT = {"requests", "pulls", "left", "counts"}
_PULL = {"ok", "code", "error", "seconds", "tolerance_s"}
_COUNTS = {"total", "HEAD", "GET", "POST"}
_VERSIONS = ("1.6", "1.7", "2.0", "2.1", "2.2", "2.3")


class BadCase(ValueError):
    """A case that is not in the format."""


@dataclass(frozen=True)
class Case:
    """One case; `version` is containerd's minor version."""

    name: str
    version: str
    registries: tuple[Json, ...]
    """The registry itself, and then its mirrors in the order in which they are asked."""
    node: Json
    steps: tuple[Json, ...]
    expect: Json

    @property
    def host(self) -> str:
        """The registry's host."""
        return str(self.registries[0]["host"])


def read(value: object) -> Case:
    """Check a case and return it."""
    case = _keys("case", value, _CASE, {"containerd", "registry", "steps", "expect"})
    name = str(case.get("name", "without a name"))
    version = ".".join(str(case["containerd"]).removeprefix("v").split(".")[:2])
    if version not in _VERSIONS:
        raise BadCase(f"containerd(={case['containerd']!r}) is none of {', '.join(_VERSIONS)}")
    registries = [_registry("registry", case["registry"])]
    for mirror in _list("mirrors", case.get("mirrors")):
        registries.append(_registry("mirror", mirror, {"capabilities"}))
        _list("mirror.capabilities", mirror.get("capabilities"))
    node = _keys("node", case.get("node") or {}, _NODE)
    _number("node", node, "bytes_per_s_per_stream", "unpack_bytes_per_s")
    _list("node.present", node.get("present"))
    if (node.get("machine") or "quiet") not in ("quiet", "busy"):
        raise BadCase(f"node.machine(={node['machine']!r}) is none of quiet and busy")
    steps = _list("steps", case["steps"])
    for step in steps:
        _step(step, [each for each in steps if isinstance(each, Mapping) and "pull" in each])
    return Case(name, version, tuple(registries), node, tuple(steps), _expect(case["expect"]))


def _step(value: object, pulls: Sequence[object]) -> None:
    kind = next((kind for kind in _STEPS if isinstance(value, Mapping) and kind in value), None)
    if kind is None:
        raise BadCase(f"step(={value!r}) is none of pull, cancel and move")
    step = _keys("step", value, _STEPS[kind], {kind, "to"} if kind == "move" else {kind})
    _number("step", step, "at_s")
    if kind == "cancel" and not (isinstance(step["cancel"], int) and 0 <= step["cancel"] < len(pulls)):
        raise BadCase(f"step.cancel(={step['cancel']!r}) is the index of no pull")


def _expect(value: object) -> Json:
    expect = _keys("expect", value, _EXPECT)
    for group in _list("expect.requests", expect.get("requests")):
        for request in _list("a group of expect.requests", group):
            if not 0 < len(_list("a request of expect.requests", request)) <= 5:
                raise BadCase(f"request(={request!r}) is not [host, method, object, status, bytes]")
    for pull in _list("expect.pulls", expect.get("pulls")):
        _number("expect.pulls", _keys("expect.pulls", pull, _PULL), "seconds", "tolerance_s")
    for key, known in (("left", {"content_bytes", "snapshots"}), ("counts", _COUNTS)):
        _number(f"expect.{key}", _keys(f"expect.{key}", expect.get(key) or {}, known), *known)
    return expect


def _registry(what: str, value: object, more: frozenset[str] | set[str] = frozenset()) -> Json:
    registry = _keys(what, value, _REGISTRY | more, {"host"})
    if (registry.get("auth") or "none") not in ("none", "basic", "bearer"):
        raise BadCase(f"{what}.auth(={registry['auth']!r}) is none of none, basic and bearer")
    _number(f"{what}.token", _keys(f"{what}.token", registry.get("token") or {}, {"post", "get"}), "post", "get")
    for fault in _list(f"{what}.faults", registry.get("faults")):
        _number(f"{what}.faults", _keys(f"{what}.faults", fault, _FAULT), "nth", "status", "cut_at_bytes", "delay_s")
    for blob in (registry.get("blobs") or {}).values():
        _number(f"{what}.blobs", _keys(f"{what}.blobs", blob, {"bytes", "raw_bytes"}, {"bytes"}), "bytes", "raw_bytes")
    for manifest in (registry.get("manifests") or {}).values():
        if isinstance(manifest, Mapping) and "manifests" in manifest:
            _keys(f"{what}.manifests", manifest, {"bytes", "manifests"}, {"bytes"})
            for child in _list(f"{what}.manifests", manifest["manifests"]):
                _keys(f"{what}.manifests", child, {"id", "platform"}, {"id"})
        else:
            _keys(f"{what}.manifests", manifest, {"bytes", "config", "layers", "platform"}, {"bytes", "config"})
        _number(f"{what}.manifests", manifest, "bytes")
    for tag, id_ in (registry.get("tags") or {}).items():
        if not isinstance(id_, str):
            raise BadCase(f"{what}.tags: {tag} is {id_!r}, not the name of a manifest")
    # Names of images say docker.io where requests go to registry-1.docker.io.
    return {**registry, "host": "docker.io"} if registry["host"] == "registry-1.docker.io" else registry


def _keys(what: str, value: object, known: set[str] | frozenset[str], needed: set[str] | None = None) -> Json:
    if not isinstance(value, Mapping):
        raise BadCase(f"{what}(={value!r}) is not an object")
    unknown = sorted(set(value) - known)
    if unknown:
        raise BadCase(f"{what} has the unknown key {unknown[0]!r}")
    missing = sorted((needed or set()) - set(value))
    if missing:
        raise BadCase(f"{what} has no {missing[0]}")
    return value


def _list(what: str, value: object) -> Sequence[Any]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise BadCase(f"{what}(={value!r}) is not a list")
    return value


def _number(what: str, value: Json, *keys: str) -> None:
    for key in keys:
        own = value.get(key)
        if own is not None and (not isinstance(own, int | float) or isinstance(own, bool) or own < 0):
            raise BadCase(f"{what}.{key}(={own!r}) is not a number of 0 or more")
