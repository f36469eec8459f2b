"""`imagesim compare`: scenarios side by side, and what differs, with intervals."""

from typing import Annotated

import typer

from imagesim.cli.options import AsJson, NoLimit, Recursive, Settings, Until, load_scenario
from imagesim.cli.studies.options import FirstSeed, Measures, Out, Runs, Scheduler, Within, Workers, tell

Scenarios = Annotated[
    list[str],
    typer.Argument(metavar="A B [C...]", help="Shipped scenarios, files or folders, each a scenario by itself."),
]
With = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="SOURCE", help="A file or folder that belongs to each of them. Several times, too."),
]


def compare(
    scenarios: Scenarios,
    shared: With = None,
    runs: Runs = 20,
    out: Out = None,
    measure: Measures = None,
    until_within: Within = None,
    seed: FirstSeed = None,
    until: Until = None,
    settings: Settings = None,
    recursive: Recursive = False,
    workers: Workers = None,
    scheduler: Scheduler = None,
    no_limit: NoLimit = False,
    as_json: AsJson = False,
) -> None:
    """Run scenarios many times with the same seeds, and print how they differ from the first, with intervals.

    A difference is taken run by run, between runs with the same seed: what chance did to both falls out. Where its
    interval holds 0, no difference was found; that is not to say that there is none.

    \b
    Examples:
      imagesim compare moved-tag digest-pinned
      imagesim compare deployment.yaml my-manifests/ --with world.yaml --measure ready --out difference
      imagesim compare moved-tag new-tag --measure ready --measure 'longest mixed' --runs 200 --until-within 10s
    """
    from pathlib import Path

    from imagesim.engine.bounds.limit import MOST_MEMORY
    from imagesim.studies.comparing.compare import compare

    loaded = [load_scenario([each, *(shared or ())], settings, until, recursive=recursive) for each in scenarios]
    tell(
        lambda progress: compare(
            *loaded,
            names=[Path(each).name or each for each in scenarios],
            runs=runs,
            seed=seed,
            measures=measure or (),
            until_within=until_within,
            executor=scheduler,
            workers=workers,
            out=out,
            limit=None if no_limit else MOST_MEMORY,
            progress=progress,
        ),
        out,
        as_json=as_json,
    )
