"""What the retention of a registry takes away: ECR, Harbor, Artifact Registry, and `acr purge`.

They differ in their words and agree in what they can say: so many of the newest stay, or those that are not older than
so much; names that fit a pattern stay in any case. Where both are said, what goes is neither among the newest nor
young, as where Artifact Registry has a policy that keeps the most recent versions beside one that deletes by age.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal, NamedTuple

from imagesim.rules.units import Seconds


class Pushed(NamedTuple):
    """A tag, or the digest of a manifest, that was last pushed at `at_s`."""

    name: str
    at_s: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """One rule for each repository that `repository` covers (`*` stands for any text, slashes included).

    It is about tags, or about manifests without a tag (`status`, in ECR's words). The newest `keep_last` stay, None for
    none; so does what was pushed less than `older_than_s` ago, None for nothing. What fits one of `keep` stays and is
    not counted. It is looked at every `every_s` seconds, for the first time so long after the start.
    """

    repository: str = "*"
    status: Literal["tagged", "untagged"] = "tagged"
    keep_last: int | None = None
    older_than_s: Seconds | None = None
    every_s: Seconds = 86_400.0
    keep: tuple[str, ...] = ()

    def expired(self, there: Sequence[Pushed], now: Seconds) -> list[str]:
        """Which of those in one repository go, the oldest first; of one time the one that stands first is older."""
        open_to_it = [each for each in there if not any(fnmatchcase(each.name, pattern) for pattern in self.keep)]
        open_to_it.sort(key=_age_order)
        if self.keep_last:
            open_to_it = open_to_it[: -self.keep_last]
        if self.older_than_s is None:
            return [each.name for each in open_to_it]
        return [each.name for each in open_to_it if now - each.at_s > self.older_than_s]


def _age_order(pushed: Pushed) -> Seconds:
    return pushed.at_s
