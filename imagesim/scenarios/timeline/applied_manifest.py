"""A manifest as `kubectl apply` sends it, beside what was applied before, and what it makes of a live object."""

import json
from dataclasses import dataclass
from typing import Any

from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.status_errors import Invalid
from imagesim.rules.kubectl.apply.three_way import three_way_merge
from imagesim.rules.versions.kubernetes import KubernetesBehaviour
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.kinds import kind_of, name_of
from imagesim.scenarios.manifests.last_applied import manifest_text
from imagesim.scenarios.manifests.read import read_manifest
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.fields import root


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedManifest:
    """One manifest of an apply: `value` is what is stored where no such object is there.

    `manifest` and `last_applied` are JSON; the second is what was applied last when the run begins, "" for nothing.
    """

    value: Any
    manifest: str
    last_applied: str = ""

    @property
    def name(self) -> str:
        """The object, as Kind/namespace/name."""
        return name_of(self.value)

    def names(self, *path: str) -> bool:
        """Whether the manifest says something at that path."""
        return _at(json.loads(self.manifest), path) is not None

    def drops(self, *path: str) -> bool:
        """Whether what was applied last says something at that path and this manifest does not."""
        last = json.loads(self.last_applied) if self.last_applied else {}
        return _at(last, path) is not None and not self.names(*path)

    def applied_to(self, live: Any, last: str, api_server: KubernetesBehaviour) -> Any:
        """The value of the object *live* after this was applied to it; *last* is what was applied before, or "".

        Raises Invalid for what the API server refuses of what comes out.
        """
        kind = kind_of(live)
        merged = three_way_merge(json.loads(last) if last else {}, kind.write(live), json.loads(self.manifest))
        decoding = Decoding(
            Notes(),
            image_volumes=api_server.image_volumes_by_default,
            checks_templates=api_server.image_volumes_checked_in_templates,
        )
        try:
            return kind.read(root(Document(value=merged)), decoding)
        except ScenarioError as mistake:
            raise Invalid(ObjectName.parse(self.name), f"{mistake.field}: {mistake.rule}") from None


def read_applied(document: Document, decoding: Decoding) -> AppliedManifest | None:
    """Read one manifest, of an object of which nothing was applied before.

    None for a kind of which nothing is modelled. Raises ScenarioError for a mistake in it.
    """
    metadata = root(document)["metadata"]
    if metadata["generateName"].given and not metadata["name"].given:
        rule = "cannot use generate name with apply"
        raise metadata["generateName"].error(rule, suggestion="write a name", show=False)
    value = read_manifest(document, decoding)
    return None if value is None else AppliedManifest(value=value, manifest=manifest_text(document.value))


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value
