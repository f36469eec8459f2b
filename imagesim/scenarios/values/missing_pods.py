"""Pods that are missing in a run: those that an object of a kind that is not modelled would have made."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPods:
    """The pods of one object. `pods` is how many, None where nobody can say; `why` says how that is known.

    `document` is what a saved scenario keeps of the manifest.
    """

    kind: str
    namespace: str
    name: str
    pods: int | None
    why: str
    images: tuple[str, ...]
    document: dict[str, object] = field(repr=False, hash=False)

    @property
    def text(self) -> str:
        """As lists have it: the object, how many pods are missing, and their images."""
        count = {None: "pods are missing", 0: "no pod is missing", 1: "1 pod is missing"}
        number = count.get(self.pods, f"{self.pods} pods are missing")
        images = f": {', '.join(self.images)}" if self.images else ""
        return f"{self.kind}/{self.namespace}/{self.name}: {number} ({self.why}){images}"

    @property
    def sentence(self) -> str:
        """As it stands among what is not modelled."""
        return f"{self.text}; {self.kind} is not modelled."


def in_all(missing: Iterable[MissingPods]) -> str:
    """How many pods are missing in all: "3 pods", "at least 3 pods", "" for none."""
    found = [each.pods for each in missing]
    known = sum(each for each in found if each is not None)
    if not known:
        return "pods" if None in found else ""
    return f"{'at least ' if None in found else ''}{known} pod{'s' if known > 1 else ''}"
