"""Options that `sweep` and `compare` share, and how both end: a table, or one JSON document."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imagesim.cli.terminal import say
from imagesim.rules.shown import gate

if TYPE_CHECKING:
    from imagesim.studies.outcome.study import Study
    from imagesim.studies.replications.replicate import Progress

Runs = Annotated[int, typer.Option(metavar="N", help="Runs of each setting, with the same seeds.")]
FirstSeed = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", help="The first seed; the scenario's unless given, or 1."),
]
Measures = Annotated[
    list[str] | None,
    typer.Option(
        "--measure", metavar="NAME", help="Measure this, all unless given; as for run --expect. Several times, too."
    ),
]
Within = Annotated[
    str | None,
    typer.Option("--until-within", metavar="X", help="End sooner: when half of each interval is at most 5%, or 30s."),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Keep every run in DIR, to go on there, and write tables and pictures into it."),
]
Workers = Annotated[
    int | None, typer.Option(metavar="N", help="Processes that compute; one for each processor unless given.")
]
Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Compute on the Dask cluster of this scheduler: tcp://HOST:PORT.")
]


def tell(make: "Callable[[Progress | None], Study]", out: Path | None, *, as_json: bool) -> None:
    """Make a study with a bar that says how long it takes yet, and print it."""
    from imagesim.cli.progress import counting_bar
    from imagesim.results import report
    from imagesim.scenarios.reading.paths import own_path

    # Python's own process that takes semaphores away is told so by an option: it would add two lines to "Interrupted."
    sys.warnoptions.append("ignore:resource_tracker:UserWarning")
    with counting_bar() as progress:
        study = make(progress)
    if as_json:
        say(gate.as_json(study.to_json_dict()))
    else:
        say(gate.stacked([study.text(), report.assumptions(study.settings[0].scenario)], apart=1))
    if out is not None:
        say(gate.lines(["", f"Written to {own_path(out)}"]), aside=as_json)
