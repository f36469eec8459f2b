"""Descriptors: how a blob is named by its media type, its digest and its size in bytes.

Models github.com/opencontainers/image-spec v1.1 descriptor.md, and Docker's image manifest version 2, schema 2, which
has the same fields. Only sha256 is read: the runtimes that are simulated here know content by no other digest.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from imagesim.rules.units import Bytes
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.nesting import loads

LARGEST_BLOB: Bytes = 4 * 2**20
"""The largest index, manifest or config that is read. Registries refuse larger manifests, too."""

REF_NAME = "org.opencontainers.image.ref.name"
CONTAINERD_NAME = "io.containerd.image.name"

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_PLATFORM = re.compile(r"[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?")

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """One blob. `platform` is "" where none is given; `name` is the reference that a layout notes for it, or ""."""

    media_type: str
    digest: str
    size: Bytes
    platform: str = ""
    name: str = ""


def read_object(data: bytes, where: str) -> dict[str, object]:
    """Return the JSON object that *data* holds; *where* names it in the message if it holds none.

    ScenarioError if it is no JSON, or no object.
    """
    value = read_json(data, where)
    if not isinstance(value, dict):
        raise ScenarioError("is no JSON object, as an index, a manifest and a config are", file=where)
    return value


def read_json(data: bytes, where: str) -> object:
    """Return what the JSON text *data* means. ScenarioError if it is too large or no JSON."""
    if len(data) > LARGEST_BLOB:
        raise too_large(where)
    try:
        return loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ScenarioError("is not JSON: it is not UTF-8", file=where) from None
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise ScenarioError("is not JSON", file=where, line=line) from None


def too_large(where: str) -> ScenarioError:
    """The error for a blob that is beyond what is read."""
    return ScenarioError(f"is too large; {LARGEST_BLOB // 2**20} MiB are read at most", file=where)


def read_descriptor(value: object, where: str, field: str) -> Descriptor:
    """Return the descriptor at *field* of the text that *where* names.

    ScenarioError if it is none, or has no sha256 digest or no size.
    """
    if not isinstance(value, Mapping):
        raise ScenarioError("is no descriptor", file=where, field=field, value=value)
    digest, size = value.get("digest"), value.get("size")
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise ScenarioError("is no sha256 digest", file=where, field=f"{field}.digest", value=digest)
    if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size < 2**63:
        raise ScenarioError("is no size in bytes", file=where, field=f"{field}.size", value=size)
    annotations = value.get("annotations")
    notes = annotations if isinstance(annotations, Mapping) else {}
    return Descriptor(
        media_type=text(value, "mediaType"),
        digest=digest,
        size=size,
        platform=read_platform(value.get("platform"), where, f"{field}.platform"),
        name=text(notes, CONTAINERD_NAME) or text(notes, REF_NAME),
    )


def read_platform(value: object, where: str, field: str) -> str:
    """Return os/architecture[/variant] as containerd normalises it, "" where there is none.

    containerd's platforms.Normalize (v1.7) knows arm64/v8 and amd64/v1 as the plain architecture, and arm as arm/v7.

    ScenarioError if it has characters that no platform has.
    """
    if not isinstance(value, Mapping) or not value.get("architecture"):
        return ""
    system, machine, variant = text(value, "os"), text(value, "architecture"), text(value, "variant")
    if (machine, variant) in {("arm64", "v8"), ("arm64", "8"), ("amd64", "v1")}:
        variant = ""
    if machine == "arm":
        variant = {"": "v7", "5": "v5", "6": "v6", "7": "v7", "8": "v8"}.get(variant, variant)
    platform = "/".join(part for part in (system, machine, variant) if part)
    if not _PLATFORM.fullmatch(platform):
        raise ScenarioError("is no platform", file=where, field=field, value=platform)
    return platform


def text(value: Json, key: str) -> str:
    """The text at *key*, "" where there is none."""
    found = value.get(key)
    return found if isinstance(found, str) else ""
