"""Arguments and options that several commands share, and the loading that goes with them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.quantities import QuantityError, format_duration, parse_duration

if TYPE_CHECKING:
    from imagesim.scenarios.loading import Source
    from imagesim.scenarios.values.scenario import Scenario

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCES",
        help="Shipped scenarios, files and folders, - for standard input; together they make one scenario.",
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Set a value: NodePool/workers:spec.count=5. May be given several times."
    ),
]
Recursive = Annotated[
    bool, typer.Option("--recursive", "-R", help="Read the subfolders of a folder, too, as kubectl apply -R does.")
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(metavar="GLOB", help="Of folders read no file or folder of such a name or path. May be repeated."),
]
OneNamespace = Annotated[
    str | None,
    typer.Option(
        "--namespace",
        "-n",
        metavar="NAME",
        help="Take this namespace alone; what names none belongs to it, as with kubectl apply -n.",
    ),
]
NoLimit = Annotated[
    bool, typer.Option("--no-limit", help="Go on where the run would take more memory than the limit, 8 GiB.")
]
Seed = Annotated[
    int | None, typer.Option(metavar="N", help="The seed of chance, in place of the scenario's (1 if it has none).")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Until = Annotated[str | None, typer.Option(metavar="TIME", help="End the run at this time, such as 20m.")]


def load_scenario(
    sources: "Sequence[Source]",
    settings: list[str] | None,
    until: str | None = None,
    option: str = "--until",
    *,
    recursive: bool = False,
    exclude: list[str] | None = None,
    namespace: str | None = None,
) -> "Scenario":
    """Load *sources* with the values of `--set` and, where *until* is given to *option*, with that end of the run.

    Of a folder the files that lie in it are read, with *recursive* those of its subfolders too, and none that a glob of
    *exclude* fits. With *namespace* that one alone counts. Where somebody waits for it, a line says what is being done.

    ScenarioError if a source, a value or the time makes no sense.
    """
    from imagesim.cli.progress import doing
    from imagesim.scenarios.loading import load
    from imagesim.scenarios.settings import parse_setting

    end_s = None if until is None else read_time(option, until)
    values = dict(parse_setting(text) for text in settings or ())
    if end_s is not None:
        values["Simulation:spec.duration"] = format_duration(end_s)
    with doing() as tell:
        return load(
            *sources, values=values, recursive=recursive, exclude=exclude or (), namespace=namespace, progress=tell
        )


def read_time(option: str, text: str) -> Seconds:
    """Read a duration that was given to *option*. ScenarioError if it is none, or 0."""
    try:
        seconds = parse_duration(text)
    except QuantityError as error:
        raise ScenarioError(error.rule, field=option, value=text, suggestion=error.suggestion) from None
    if seconds == 0:
        raise ScenarioError("must be longer than 0", field=option, suggestion="write for example 20m")
    return seconds
