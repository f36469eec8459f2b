"""An image whose name says for which machines it is, in pods that may go to others."""

import re
from collections.abc import Iterator

from imagesim.rules.scheduling.node_labels import ARCH, architecture
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of
from imagesim.studies.advising.images import held
from imagesim.studies.advising.uses import ImageUse

_KNOWN = {"amd64": "amd64", "x86_64": "amd64", "arm64": "arm64", "aarch64": "arm64", "ppc64le": "ppc64le",
          "s390x": "s390x", "armv7": "arm", "arm32v7": "arm", "arm64v8": "arm64", "riscv64": "riscv64"}  # fmt: skip
_PARTS = re.compile(r"[/.\-_:]")


def find(bundle: Bundle) -> Iterator[Found]:
    """Names with an architecture in them, where pods may go to nodes of another, or nothing keeps them from it."""
    for use in bundle.uses:
        said = _said(use)
        if not said or (use.reference is not None and held(bundle, use.reference) is not None):
            continue
        pools = bundle.pools_for(use.spec)
        others = sorted({pool.name for pool in pools if architecture(pool.platform) != said})
        if not others:
            continue
        yield Found(
            place_of(use.document, (*use.path, use.image_field), label=use.object),
            f"{use.part}: {use.image} is for {said} by its name, and its pods may go to {', '.join(others)}, which "
            "is not.",
            f"Name an index that has all architectures, or write nodeSelector: {{{ARCH}: {said}}}.",
        )


def _said(use: ImageUse) -> str:
    """The architecture in the name's last part or its tag, "" for none."""
    if use.reference is None:
        return ""
    last = f"{use.reference.path.rpartition('/')[2]}:{use.reference.tag or ''}"
    first = use.reference.path.partition("/")[0]
    return next((_KNOWN[part] for part in (*_PARTS.split(last), first) if part in _KNOWN), "")


RULE = Rule(
    id="architecture-in-name",
    severity="warning",
    title="A name for one architecture",
    fact="A name with amd64 or arm64 in it usually stands for a single manifest. That is pulled by every node, "
    "whatever "
    "it was built for, and then crashes with exec format error; nothing in Kubernetes looks at it before.",
    source="containerd v2.3.4 core/images; kubernetes/kubernetes pkg/scheduler has no such check",
    shown_by="imagesim run name-with-architecture",
    find=find,
)
