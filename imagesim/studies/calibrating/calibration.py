"""calibrate(): from what kubectl printed to parameters with their intervals, and what stays open."""

import sys
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imagesim.extras import STUDIES, require
from imagesim.rules.shown.gate import Shown
from imagesim.scenarios.reading.documents import Document, open_list, read_documents
from imagesim.scenarios.reading.limits import LARGEST_SCENARIO
from imagesim.scenarios.reading.sources import Sources
from imagesim.studies.calibrating import presets, text
from imagesim.studies.calibrating.estimating import fit
from imagesim.studies.calibrating.findings import findings
from imagesim.studies.calibrating.outcome import FitOutcome
from imagesim.studies.calibrating.reading import observations

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

STDIN = "-"


class Calibration(FitOutcome):
    """An outcome that can be printed, drawn, and written as documents."""

    @cached_property
    def findings(self) -> tuple[str, ...]:
        """What the data do not say, in sentences."""
        return findings(self)

    def text(self) -> Shown:
        """All of it, as the command prints it."""
        return text.text(self)

    def documents(self) -> str:
        """NodePools, Registries and Images as YAML that `run` takes, with comments on where each value comes from."""
        return presets.documents(self)

    def table(self) -> "pd.DataFrame":
        """A row for each pull that was fitted. MissingExtraError without pandas."""
        from imagesim.studies.calibrating.picture import table

        return table(self)

    def plot(self, ax: "Axes | None" = None) -> "Axes":
        """Measured against fitted, by how many pulls were under way at once. MissingExtraError without matplotlib."""
        from imagesim.studies.calibrating.picture import measured_against_fitted

        return measured_against_fitted(self.table(), ax)

    def to_json_dict(self) -> dict[str, Any]:
        """The same as plain values."""
        return text.as_dict(self)


def calibrate(*sources: str | Path | dict[str, Any], unpack: bool = False) -> Calibration:
    """Fit how fast nodes and registries are to the events, pods and nodes in *sources*.

    They are files, or documents that have been read (`json.load`), as for `load`. They hold what `kubectl get events -A
    -o json` prints (yaml does as well), and, where they are at hand, pods and nodes; "-" is standard input. With
    *unpack* the time of unpacking is told from that of the network, where the data can.

    ScenarioError if a file cannot be read, or holds no pull that can be used. MissingExtraError without scipy.
    """
    require(STUDIES, "calibrations")
    reader = Sources()
    documents: list[Document] = []
    for source in sources:
        if isinstance(source, dict):
            documents += open_list(Document(value=source))
        elif str(source) == STDIN:
            documents += read_documents(sys.stdin.buffer.read(LARGEST_SCENARIO), "standard input")
        else:
            documents += reader.documents(Path(source))
    return calibrate_documents(documents, unpack=unpack)


def calibrate_documents(documents: Iterable[Document], *, unpack: bool = False) -> Calibration:
    """The same of documents that have been read. ScenarioError and MissingExtraError as for `calibrate`."""
    require(STUDIES, "calibrations")
    return Calibration(**vars(fit(observations(documents), unpack=unpack)))
