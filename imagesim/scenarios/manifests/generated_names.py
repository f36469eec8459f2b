"""Names for objects whose manifest has `metadata.generateName` alone, as the hooks of Helm charts often do.

`kubectl create` takes such a manifest, and the API server makes up a name; `kubectl apply` refuses it. Here it runs,
as `kubectl create` would have it, and that is said. Models k8s.io/apiserver pkg/storage/names/generate.go, Kubernetes
1.36. The name is made when the manifest is read, so that the timeline and a saved scenario can refer to it: chance by
its own name, whatever the seed of the run.
"""

import dataclasses
import random
from collections import Counter

from imagesim.rules.api.dns_names import DNS_SUBDOMAIN
from imagesim.rules.api.template_hash import SAFE_ALPHABET
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.fields import root

_LETTERS = 5
_LONGEST_PREFIX = 63 - _LETTERS


class GeneratedNames:
    """Of one load; two manifests with one prefix get two names."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._given: Counter[str] = Counter()

    def named(self, document: Document) -> Document:
        """The document with a name; the same one if it has a name, or nothing to make one of.

        ScenarioError for a prefix that no name can have.
        """
        metadata = document.value.get("metadata")
        if not isinstance(metadata, dict) or metadata.get("name") not in (None, ""):
            return document
        if metadata.get("generateName") in (None, ""):
            return document
        field = root(document)["metadata"]["generateName"]
        prefix = field.text()[:_LONGEST_PREFIX]
        if not DNS_SUBDOMAIN.fullmatch(f"{prefix}x"):
            raise field.error("is not the beginning of a name", suggestion="use lower-case letters, digits, - and .")
        source = f"{document.kind}/{document.namespace or 'default'}/{prefix}"
        stream = random.Random(f"generateName/{source}/{self._given[source]}")
        self._given[source] += 1
        name = prefix + "".join(stream.choices(SAFE_ALPHABET, k=_LETTERS))
        named = dataclasses.replace(document, value={**document.value, "metadata": {**metadata, "name": name}})
        what = f"{named.label} has this name from generateName: {field.text()}"
        self._notes.assume(f"{what}; kubectl create takes such a manifest, kubectl apply does not.")
        return named
