"""Options that the subcommands of `kubectl` share, and the run that goes before each of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from imagesim.cli.kubectl.group import FAILED
from imagesim.cli.options import load_scenario
from imagesim.cli.terminal import say
from imagesim.rules.shown import gate
from imagesim.scenarios.reading.errors import ScenarioError

if TYPE_CHECKING:
    from imagesim.results.api.objects import ApiObjects
    from imagesim.results.kubectl.get import Printout
    from imagesim.scenarios.loading import Source
    from imagesim.scenarios.values.scenario import Scenario

_BAD_DAY = "bad-day-"
"""With a seed behind it a source: the world of that incident of `imagesim.labs.incidents`, which ends at its alarm."""

Arguments = Annotated[
    list[str],
    typer.Argument(
        metavar="TYPE [NAME...] SOURCES...",
        help="As kubectl takes them (pods; po,deploy; pod web-0; pod/web-0; all), then scenarios, files, folders.",
    ),
]
At = Annotated[str | None, typer.Option(metavar="TIME", help="Look at this time, not at the end of the run.")]
Namespace = Annotated[
    str | None, typer.Option("--namespace", "-n", help="The namespace; otherwise the one that the scenario is in.")
]
AllNamespaces = Annotated[bool, typer.Option("--all-namespaces", "-A", help="All namespaces.")]
Selector = Annotated[str, typer.Option("--selector", "-l", metavar="SELECTOR", help="By labels: app=web,tier!=db.")]
NoHeaders = Annotated[bool, typer.Option("--no-headers", help="Without the line of column names.")]
Output = Annotated[str, typer.Option("--output", "-o", metavar="FORMAT", help="wide, yaml, json, name, jsonpath=...")]


class Run(NamedTuple):
    """A scenario, and the objects of a run of it."""

    scenario: "Scenario"
    objects: "ApiObjects"
    end_s: float

    def namespace(self, given: str | None, *, every: bool) -> str | None:
        """The namespace to look in, None for all. Without a word it is the scenario's."""
        if every:
            return None
        return given or home(self.scenario)


def home(scenario: "Scenario") -> str:
    """The namespace of the pods and workloads of a scenario, if they have one; else "default"."""
    names = {each.namespace for each in scenario.all_workloads} | {each.namespace for each in scenario.all_pods}
    return names.pop() if len(names) == 1 else "default"


def split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """What is asked for, and the sources: the last argument, and those before it that can only be sources.

    ScenarioError where what is asked for stands alone.
    """
    if len(arguments) == 1 and not _is_source(arguments[0]):
        hint = "write a scenario, a file or a folder behind it, such as moved-tag"
        raise ScenarioError("must be given", field="SOURCES", suggestion=hint)
    place = len(arguments) - 1
    while place > 0 and _is_source(arguments[place - 1]):
        place -= 1
    return arguments[:place], arguments[place:]


def _is_source(argument: str) -> bool:
    from imagesim.scenarios import shipped
    from imagesim.scenarios.reading.paths import is_there, own_path

    if argument == "-" or argument.endswith((".yaml", ".yml", ".json")) or shipped.folder(argument) is not None:
        return True
    return is_bad_day(argument) or is_there(own_path(Path(argument)))


def simulated(
    sources: list[str], settings: list[str] | None, at: str | None, seed: int | None, *, recursive: bool, no_limit: bool
) -> Run:
    """Simulate the scenario of *sources*, up to *at* if that is given. ScenarioError for a mistake in them."""
    from imagesim.cli.run import simulate_with_bar
    from imagesim.results.api.objects import ApiObjects
    from imagesim.rules.calendar import Calendar

    scenario = load_scenario(_opened(sources), settings, at, option="--at", recursive=recursive)
    result = simulate_with_bar(scenario, seed, no_limit=no_limit)
    most = {pool.name: pool.kubelet.node_status_max_images for pool in scenario.pools}
    return Run(scenario, ApiObjects(result.records, Calendar(scenario.start), most), result.records.end_s)


def _opened(sources: list[str]) -> "list[Source]":
    """The sources, with the documents of a bad day in the place of its name."""
    opened: list[Source] = []
    for source in sources:
        if is_bad_day(source):
            from imagesim.labs.incidents.drawing import drawn

            opened += drawn(int(source.removeprefix(_BAD_DAY))).documents
        else:
            opened.append(source)
    return opened


def is_bad_day(source: str) -> bool:
    """Whether a source is the name of a bad day, and of no file or folder."""
    from imagesim.scenarios.reading.paths import is_there, own_path

    number = source.removeprefix(_BAD_DAY)
    named = number != source and number.isascii() and number.isdigit() and len(number) < 10
    return named and not is_there(own_path(Path(source)))


def say_printout(found: "Printout", output: str = "") -> None:
    """Print what was found in the format *output*, and beside it what was not. typer.Exit where kubectl fails."""
    if found.text:
        say(found.text, end="" if output.startswith("jsonpath") else "\n")
    if found.beside:
        say(gate.message(found.beside), aside=True)
    if found.failed:
        raise typer.Exit(FAILED)
