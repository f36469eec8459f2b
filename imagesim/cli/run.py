"""`imagesim run`: simulate a scenario and say what happened."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imagesim.cli.options import (
    AsJson,
    Exclude,
    NoLimit,
    OneNamespace,
    Recursive,
    Seed,
    Settings,
    Sources,
    Until,
    load_scenario,
)
from imagesim.cli.terminal import say, say_notes
from imagesim.rules.shown import gate

if TYPE_CHECKING:
    from imagesim.results.expectations import Expectation
    from imagesim.results.result import Result
    from imagesim.scenarios.values.scenario import Scenario

_NOT_MET = 1
_EVENTS = 40

Out = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Write tables, pictures, summary and scenario into a new folder.")
]
Expect = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TEXT",
        help="Exit with 1 unless this holds: 'ready by 5m'. May be given several times; 'help' lists the measures.",
    ),
]
AllEvents = Annotated[
    bool, typer.Option("--all-events", help=f"Print every event, also where more than {_EVENTS} would be grouped.")
]
ShowTimeline = Annotated[
    bool, typer.Option("--show-timeline", help="Print what people and fate did during the run, and when.")
]


def run(
    sources: Sources,
    seed: Seed = None,
    until: Until = None,
    settings: Settings = None,
    recursive: Recursive = False,
    exclude: Exclude = None,
    namespace: OneNamespace = None,
    no_limit: NoLimit = False,
    as_json: AsJson = False,
    out: Out = None,
    expect: Expect = None,
    all_events: AllEvents = False,
    show_timeline: ShowTimeline = False,
) -> None:
    """Simulate a scenario and print what happened.

    Prints pods and events as kubectl does, a summary, how pods recovered from an outage, what was assumed and what
    is not modelled. The same scenario and seed give the same output, on every machine.

    What --expect can measure: ready, not ready, mixed, versions, recovery, pulls, failed pulls, requests, fetched,
    pods, time to ready p50 (p90, p99), longest mixed, unavailable, reached, egress, 429s, budget, restarts,
    unauthorised; compared by < <= == != >= > with a time (5m), a size (2Gi) or a number.

    \b
    Examples:
      imagesim run moved-tag
      imagesim run deployment.yaml world.yaml --seed 7 --until 20m
      kubectl get deploy,ds,sts,pods,sa,nodes -A -o json | imagesim run - --namespace shop
      imagesim run moved-tag --set Deployment/shop/web:spec.replicas=20
      imagesim run registry-outage --expect 'ready by 20m' --expect 'mixed == 0'
      imagesim run moved-tag --json
      imagesim run moved-tag --out my-run
    """
    # What this needs is imported when it is needed, so that `imagesim --help` answers at once.
    from imagesim.cli.out_folder import check_out, without_pictures, write_folder
    from imagesim.results.expectations import parse_expectation
    from imagesim.scenarios.reading.paths import own_path

    if expect and "help" in expect:
        from imagesim.results.report.measures_text import measures

        say(measures())
        return
    expectations = [parse_expectation(text) for text in expect or ()]
    if out is not None:
        check_out(out)
    scenario = load_scenario(sources, settings, until, recursive=recursive, exclude=exclude, namespace=namespace)
    result = simulate_with_bar(scenario, seed, no_limit=no_limit)
    if out is not None:
        write_folder(result, out)  # before anything is printed, since a reader may have seen enough
    if as_json:
        say(gate.as_json(result.to_json_dict()))
    else:
        _print(result, most=None if all_events else _EVENTS, with_timeline=show_timeline)
    if out is not None:
        say(gate.lines(["", f"Written to {own_path(out)}"]), aside=as_json)
        say_notes(without_pictures())
    _answer(expectations, result, to_stderr=as_json)


def simulate_with_bar(scenario: "Scenario", seed: int | None, *, no_limit: bool = False) -> "Result":
    """Simulate, with a progress bar where somebody waits for it; with *no_limit* whatever memory that takes."""
    from imagesim.cli.progress import progress_bar
    from imagesim.engine.bounds.limit import MOST_MEMORY
    from imagesim.results.result import simulate

    with progress_bar(scenario.duration_s) as progress:
        return simulate(scenario, seed=seed, progress=progress, limit=None if no_limit else MOST_MEMORY)


def _print(result: "Result", most: int | None, *, with_timeline: bool) -> None:
    from imagesim.results import report

    scenario, records = result.scenario, result.records
    parts = [
        gate.line(f"{scenario.name}: {scenario.title}" if scenario.title else scenario.name),
        report.pods(records),
        report.events(records, most=most),
        *([report.timeline(records)] if with_timeline else []),
        report.summary(records, result.version_names),
        report.recovery(records),
        report.assumptions(scenario),
        report.look(scenario),
    ]
    say(gate.stacked(parts, apart=1))


def _answer(expectations: list["Expectation"], result: "Result", to_stderr: bool) -> None:
    """Say of each expectation whether it is met; exit with 1 unless all are."""
    answers = [expectation.of(result.records, result.scenario.missing_pods) for expectation in expectations]
    if answers:
        say(gate.lines(["", *map(str, answers)]), aside=to_stderr)
    if not all(answer.met for answer in answers):
        raise typer.Exit(_NOT_MET)
