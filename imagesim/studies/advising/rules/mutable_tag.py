"""A tag that may be moved, kept by nodes that have it."""

import re
from collections.abc import Iterator

from imagesim.rules.admission.pull_policy import ALWAYS
from imagesim.rules.reference import DEFAULT_TAG
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, Severity, place_of

_WHOLE_VERSION = re.compile(r"[a-z._-]*v?\d+\.\d+\.\d+.*|\d{8}.*|[0-9a-f]{7,}|.*-g?[0-9a-f]{7,}", re.IGNORECASE)
"""A version of three numbers, a date or a commit: by custom nobody moves these, though anybody may."""


def find(bundle: Bundle) -> Iterator[Found]:
    """Names without a digest, other than latest, with IfNotPresent or Never."""
    for use in bundle.uses:
        name = use.reference
        if name is None or name.digest or name.effective_tag == DEFAULT_TAG or use.policy in (ALWAYS, ""):
            continue
        yield Found(
            place_of(use.document, (*use.path, use.image_field), label=use.object),
            f"{use.part}: {use.image} is a tag, and with {use.policy} a node keeps what it has under it.",
            "Write the digest behind the tag (NAME:TAG@sha256:...); or make sure that nobody moves it, as with "
            "immutable "
            "tags at the registry.",
            severity=_severity(name.tag or ""),
        )


def _severity(tag: str) -> Severity:
    """A warning for tags that are moved as a matter of course: 1.27, v2, stable, main."""
    return "note" if _WHOLE_VERSION.fullmatch(tag) else "warning"


RULE = Rule(
    id="mutable-tag",
    severity="warning",
    title="A tag that can move, with IfNotPresent",
    fact="Nothing watches registries. A node resolves a tag when it pulls and keeps the build; after a push over the "
    "tag "
    "nodes that pull later run another one, under the same name. A warning where tags like it are moved as a custom "
    "(1.27, stable), a note where they are not (1.27.3, a date, a commit).",
    source="kubernetes/kubernetes#93016, #3028; Kubernetes 1.36.2 pkg/kubelet/images/image_manager.go",
    shown_by="imagesim run moved-tag --expect 'mixed == 0'",
    find=find,
)
