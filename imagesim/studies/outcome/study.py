"""A Study: what many runs of several settings gave, as rows, tables, text, pictures and JSON.

Tables are pandas DataFrames, made once; change a copy. Times are in seconds, sizes in bytes.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from imagesim.studies.outcome.study_data import StudyData

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from imagesim.rules.shown import gate


class Study(StudyData):
    """What came of the settings of a study, each run with the same seeds; see StudyData for its values."""

    def __repr__(self) -> str:
        return f"Study({self.title!r}: {len(self.settings)} settings, {self.runs_each} runs of each)"

    def _repr_html_(self) -> str:
        from imagesim.rules.shown import gate

        return f"<pre>{gate.markup(self.text())}</pre>"

    @cached_property
    def runs(self) -> "pd.DataFrame":
        """A row a run: setting, a column for each factor, run, seed, and each measure with its unit in its name."""
        from imagesim.studies.outcome.frames import runs_frame

        return runs_frame(self)

    @cached_property
    def intervals(self) -> "pd.DataFrame":
        """A row for each measure and setting: mean and median with their intervals, and the paired difference."""
        from imagesim.studies.outcome.frames import intervals_frame

        return intervals_frame(self)

    def text(self) -> "gate.Shown":
        """The tables that `imagesim sweep` and `imagesim compare` print."""
        from imagesim.studies.outcome.table_text import study_text

        return study_text(self)

    def plot(self, measure: str, ax: "Axes | None" = None) -> "Axes":
        """Draw a measure of every setting with its interval, and beside it the differences from the first one.

        ScenarioError for a measure that this study has not.
        """
        from imagesim.studies.outcome.picture import draw

        return draw(self, measure, ax)

    def to_json_dict(self) -> dict[str, Any]:
        """The whole study as plain values, as `--json` prints it."""
        from imagesim.studies.outcome.json_text import study_document

        return study_document(self)
