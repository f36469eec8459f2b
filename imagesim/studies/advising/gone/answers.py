"""The answers of if_gone(): a cell for each workload, loss and trial."""

from dataclasses import dataclass
from typing import NamedTuple


class Survives(NamedTuple):
    """What came of one trial of one workload in one run.

    `ready` pods in the end where the thing is gone, `otherwise` where it is not. After a roll-out these are the new
    pods; `old` are those of before that still serve.
    """

    thing: str
    object: str
    trial: str
    ready: int
    otherwise: int
    old: int = 0

    @property
    def survived(self) -> bool | None:
        """None where it does not come up without the loss either."""
        return self.ready >= self.otherwise if self.otherwise else None


class Cell(NamedTuple):
    """One workload, one loss, one trial: what came of it in each run."""

    thing: str
    object: str
    trial: str
    runs: tuple[Survives, ...]

    @property
    def answer(self) -> str:
        """ "yes", "no", "by chance" where runs differ, or "-" where it does not come up without the loss either."""
        said = {run.survived for run in self.runs if run.survived is not None}
        if not said:
            return "-"
        if len(said) == 2:
            return "by chance"
        return "yes" if True in said else "no"

    def __str__(self) -> str:
        lost = next((run for run in self.runs if run.survived is False), None)
        if lost is None:
            return self.answer
        if self.answer == "by chance":
            good = sum(run.survived is True for run in self.runs)
            return f"in {good} of {len(self.runs)} runs"
        old = f", {lost.old} old" if lost.old else ""
        return f"no: {lost.ready} of {lost.otherwise}{old}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """All cells, in the order of things, objects and TRIALS; what nobody asked about; what was taken for granted."""

    things: tuple[str, ...]
    cells: tuple[Cell, ...]
    left_out: tuple[str, ...]
    assumptions: tuple[str, ...]

    @property
    def all_survive(self) -> bool:
        """Whether all that comes up survives everything, in each run; no if nothing comes up, which proves nothing."""
        answers = {cell.answer for cell in self.cells}
        return "yes" in answers and answers <= {"yes", "-"}
