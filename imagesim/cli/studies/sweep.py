"""`imagesim sweep`: vary values of a scenario, and say what follows, with intervals."""

from typing import Annotated

import typer

from imagesim.cli.options import AsJson, NoLimit, Recursive, Settings, Sources, Until, load_scenario
from imagesim.cli.studies.options import FirstSeed, Measures, Out, Runs, Scheduler, Within, Workers, tell

Vary = Annotated[
    list[str],
    typer.Option(metavar="PATH=V1,V2", help="Vary a value: NodePool/workers:spec.count=5,10. Several times, too."),
]


def sweep(
    sources: Sources,
    vary: Vary,
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
    """Run every combination of varied values many times, and print what differs, with intervals.

    Run number i of every setting has the same seed, so what differs is the setting and not chance. PATH is as for
    --set; the values are a YAML list without its brackets. The same command with the same --out goes on where it was
    ended, and computes no run twice. Tables are the same, byte for byte, whoever computes: this process (--workers 1),
    several, or a Dask cluster (--scheduler tcp://127.0.0.1:8786, as `dask scheduler` prints it).

    \b
    Examples:
      imagesim sweep registry-outage --vary Deployment/shop/web:spec.replicas=3,6 --measure ready
      imagesim sweep deployment.yaml world.yaml --vary 'Timeline/timeline:spec.events[0].outage.for=5m,20m' --out away
      imagesim sweep registry-outage --vary NodePool/workers:spec.count=3,6 --measure ready --runs 90 --until-within 5%
    """
    from imagesim.engine.bounds.limit import MOST_MEMORY
    from imagesim.studies.sweeping.grid import parse_varied
    from imagesim.studies.sweeping.sweep import sweep

    varied = parse_varied(vary)
    scenario = load_scenario(sources, settings, until, recursive=recursive)
    tell(
        lambda progress: sweep(
            scenario,
            varied,
            runs,
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
