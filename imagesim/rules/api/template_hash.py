"""The hash in the names of a Deployment's ReplicaSets: the same template, the same name, for ever.

Kubernetes hashes Go's dump of the PodTemplateSpec with FNV-32a (pkg/controller/controller_utils.go ComputeHash), which
cannot be reproduced without Go's own structs. So the names here are as long and use the same letters as real ones, but
they are not the names that a cluster would give.
"""

import dataclasses
import hashlib
import json

from imagesim.rules.api.objects import Labels, PodTemplate

SAFE_ALPHABET = "bcdfghjklmnpqrstvwxz2456789"
"""The letters of generated names: no vowels, and nothing that is easily misread (apimachinery util/rand)."""

POD_TEMPLATE_HASH = "pod-template-hash"
"""The label that a ReplicaSet of a Deployment adds to its selector and its template."""

_SHORTEST = 10**8  # nine digits


def template_hash(template: PodTemplate, collisions: int = 0) -> str:
    """Nine or ten letters that stand for *template*. *collisions* counts templates that already had that hash."""
    canonical = json.dumps([_plain(template), collisions], sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).digest()
    number = _SHORTEST + int.from_bytes(digest[:8], "big") % (2**32 - _SHORTEST)
    # As rand.SafeEncodeString: each character of the decimal number picks a letter.
    return "".join(SAFE_ALPHABET[ord(digit) % len(SAFE_ALPHABET)] for digit in str(number))


def without_hash(template: PodTemplate) -> PodTemplate:
    """The template of a Deployment's ReplicaSet as it stood in the Deployment."""
    return dataclasses.replace(template, labels=_own_labels(template))


def equal_ignore_hash(one: PodTemplate, other: PodTemplate) -> bool:
    """EqualIgnoreHash: whether two templates are the same; the hash among the labels of either does not count."""
    if one.annotations != other.annotations or one.spec != other.spec:
        return False
    return _own_labels(one) == _own_labels(other)


def _own_labels(template: PodTemplate) -> Labels:
    return tuple([label for label in template.labels if label[0] != POD_TEMPLATE_HASH])


def _plain(value: object) -> object:
    """The value without fields at their defaults: a field that is added some day changes no hash."""
    if dataclasses.is_dataclass(value):
        fields = {field.name: (getattr(value, field.name), field.default) for field in dataclasses.fields(value)}
        return {name: _plain(content) for name, (content, default) in fields.items() if content != default}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
