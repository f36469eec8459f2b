"""What a module of manifests says of its kind of object, for everything that is made from the table of kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from imagesim.rules.api.kinds import Kind
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.field_names import Schema
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.fields import Field

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestKind(Generic[T]):
    """How manifests of one kind are read and written. `fields` are the names of its fields.

    `read` makes the value of a manifest whose field names are checked; a mistake in it is a ScenarioError. `write`
    makes the manifest of the value. `held_in` is the field of a Scenario that holds the values; those in `workloads`
    are Workloads, which the timeline may name. `redact` is needed where a manifest can hold a secret.
    """

    kind: Kind
    fields: Schema
    value: type[T]
    read: Callable[[Field, Decoding], T]
    write: Callable[[T], dict[str, Any]]
    held_in: Literal["pods", "workloads", "secrets", "service_accounts", "budgets"]
    redact: Callable[[Document], Document] | None = None
