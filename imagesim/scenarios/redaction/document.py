"""One document with stand-ins in the place of its secrets, before anybody has checked it.

Equal passwords have equal stand-ins, so users and secrets that agreed still agree. What the documents name by a path,
a docker config or a CredentialProviderConfig, is read here too and takes the path's place.
"""

import dataclasses
from typing import Any

from imagesim.scenarios.manifests.kinds import BY_NAME
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.redaction.node_pool import redact_node_pool
from imagesim.scenarios.redaction.unread import Unread
from imagesim.scenarios.timeline.redact import redact_events
from imagesim.scenarios.world.credentials.stand_ins import hide_password


def redacted(document: Document, unread: Unread, *, world: bool) -> Document:
    """Return *document* with stand-ins for secrets, and without what no run reads; the same object if it had none."""
    document = _with_stand_ins(document, world=world)
    value = unread.hidden(document.value)
    return document if value is document.value else dataclasses.replace(document, value=value)


def _with_stand_ins(document: Document, *, world: bool) -> Document:
    if not world:
        kind = BY_NAME.get(document.kind)
        return kind.redact(document) if kind is not None and kind.redact is not None else document
    redact = {"Registry": _registry, "NodePool": redact_node_pool, "Timeline": redact_events}.get(document.kind)
    if redact is None:
        return document
    value = _copy(document.value)
    redact(document, value)
    return dataclasses.replace(document, value=value)


def _copy(value: Any) -> Any:
    """A copy of a plain value whose mappings and lists are its own."""
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


def _registry(_: Document, value: Any) -> None:
    spec = value.get("spec")
    users = spec.get("users") if isinstance(spec, dict) else None
    for user in users if isinstance(users, list) else ():
        hide_password(user)
