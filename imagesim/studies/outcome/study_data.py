"""The values of a study: what was asked, the rows of its runs, and the estimates that follow."""

from dataclasses import dataclass, field
from functools import cached_property

from imagesim.studies.outcome.estimates import Estimated, estimates
from imagesim.studies.replications.setting import RunRow, Setting


@dataclass(frozen=True, kw_only=True)
class StudyData:
    """What came of `settings`, each run with the same seeds.

    `factors` are what the settings differ in: paths that were varied, or "scenario". `rows` holds a row a run, by
    setting and run. `stop` is what intervals should be within, "" for nothing, and `is_narrow` whether they are.
    """

    title: str
    factors: tuple[str, ...]
    settings: tuple[Setting, ...]
    measures: tuple[str, ...]
    rows: tuple[RunRow, ...] = field(repr=False)
    stop: str = ""
    is_narrow: bool = False

    @property
    def runs_each(self) -> int:
        """How many runs every setting has."""
        return len(self.rows) // len(self.settings)

    @property
    def seeds(self) -> tuple[int, int]:
        """The first seed and the last."""
        return self.rows[0].seed, self.rows[-1].seed

    @cached_property
    def estimates(self) -> list[Estimated]:
        """Means, intervals and differences, by measure and setting."""
        return estimates(self.rows, self.measures, len(self.settings))
