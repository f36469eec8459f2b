"""The format of a case, and its reading. An unknown key is an error, and so is a name that stands for nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

_CASE = {"name", "containerd", "registry", "mirrors", "node", "steps", "expect"}
_REGISTRY = {"host", "auth", "users", "token", "blobs", "manifests", "tags", "faults"}
_FAULT = {"method", "object", "nth", "status", "cut_at_bytes", "delay_s", "silent"}
_NODE = {"platform", "bytes_per_s_per_stream", "unpack_bytes_per_s", "present"}
_STEPS = ({"at_s", "pull", "user", "password"}, {"at_s", "cancel"}, {"at_s", "move", "to"})
_EXPECT = {"requests", "pulls", "left", "counts"}
_PULL = {"ok", "code", "error", "seconds", "tolerance_s"}
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
    version = ".".join(str(case["containerd"]).split(".")[:2])
    if version not in _VERSIONS:
        raise BadCase(f"containerd(={case['containerd']!r}) is none of {', '.join(_VERSIONS)}")
    registries = [_registry("registry", case["registry"])]
    for mirror in case.get("mirrors") or ():
        registries.append(_registry("mirror", mirror, {"capabilities"}))
    node = _keys("node", case.get("node") or {}, _NODE)
    for step in case["steps"]:
        if not any(isinstance(step, Mapping) and set(step) <= keys for keys in _STEPS):
            raise BadCase(f"step(={step!r}) is none of pull, cancel and move, or has a key that is not known")
    expect = _keys("expect", case["expect"], _EXPECT)
    for pull in expect.get("pulls") or ():
        _keys("expect.pulls", pull, _PULL)
    _keys("expect.left", expect.get("left") or {}, {"content_bytes", "snapshots"})
    return Case(name, version, tuple(registries), node, tuple(case["steps"]), expect)


def _registry(what: str, value: object, more: frozenset[str] | set[str] = frozenset()) -> Json:
    registry = _keys(what, value, _REGISTRY | more, {"host"})
    _keys(f"{what}.token", registry.get("token") or {}, {"post", "get"})
    for fault in registry.get("faults") or ():
        _keys(f"{what}.faults", fault, _FAULT)
    for blob in (registry.get("blobs") or {}).values():
        _keys(f"{what}.blobs", blob, {"bytes", "raw_bytes"}, {"bytes"})
    for manifest in (registry.get("manifests") or {}).values():
        if "manifests" in manifest:
            _keys(f"{what}.manifests", manifest, {"bytes", "manifests"}, {"bytes"})
        else:
            _keys(f"{what}.manifests", manifest, {"bytes", "config", "layers", "platform"}, {"bytes", "config"})
    return registry


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
