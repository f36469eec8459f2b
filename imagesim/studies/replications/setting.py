"""A setting: one scenario of a study, and what tells it from the others."""

from typing import NamedTuple

from imagesim.scenarios.values.scenario import Scenario

Cell = str | int | float | bool


class Setting(NamedTuple):
    """`scenario` is what is run; `labels` are what is said of it, one for each factor of the study.

    `cells` are the same for tables: a number where a factor has numbers alone, else the label.
    """

    labels: tuple[str, ...]
    cells: tuple[Cell, ...]
    scenario: Scenario


class RunRow(NamedTuple):
    """What was measured in one run: the place of its setting, its number from 1 on, its seed, and the values.

    A value is infinite for what never happened, and no number (NaN) where there was nothing to measure.
    """

    setting: int
    run: int
    seed: int
    values: tuple[float, ...]
