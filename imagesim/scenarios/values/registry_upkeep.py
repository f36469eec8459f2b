"""What a registry does away with, as values of a Scenario: what goes with what is deleted."""

from dataclasses import dataclass
from typing import Literal

Fate = Literal["keep", "delete"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """What goes besides where something is deleted.

    `untagged` is what becomes of a manifest whose last tag is deleted, `blobs` what becomes of blobs that no manifest
    of the repository names any more. The defaults are the distribution registry's: its handlers untag and unlink, and
    blobs stay until somebody runs its garbage collection, which no run does (registry/handlers/manifests.go,
    registry/storage/garbagecollect.go). Pulls that are under way notice the difference, and nobody else.
    """

    untagged: Fate = "keep"
    blobs: Fate = "keep"


LIKE_DISTRIBUTION = Deletion()
"""Where nobody says more."""
