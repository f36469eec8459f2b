"""`imagesim describe`: one object at the end of a run, as `kubectl describe` shows it."""

from typing import Annotated

import typer

from imagesim.cli.options import NoLimit, Recursive, Seed, Settings, Sources, load_scenario
from imagesim.cli.terminal import say

describe = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Describe one object, as kubectl describe does."
)


@describe.callback()
def _describe() -> None:
    """Describe one object, as kubectl describe does.

    \b
    Example:
      imagesim describe pod web- moved-tag
    """


@describe.command()
def pod(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The pod's name, or how the names of some pods begin.")],
    sources: Sources,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="Look at this time, not at the end of the run.")
    ] = None,
    namespace: Annotated[str | None, typer.Option("--namespace", "-n", help="Look in this namespace alone.")] = None,
    seed: Seed = None,
    settings: Settings = None,
    recursive: Recursive = False,
    no_limit: NoLimit = False,
) -> None:
    """Describe a pod, as kubectl describe pod does.

    Runs the scenario and prints the pod's containers, their states and images, and the pod's events.

    \b
    Examples:
      imagesim describe pod web- moved-tag
      imagesim describe pod web- mistyped-tag --at 6m --namespace shop
    """
    from imagesim.cli.run import simulate_with_bar
    from imagesim.results import report

    result = simulate_with_bar(
        load_scenario(sources, settings, at, option="--at", recursive=recursive), seed, no_limit=no_limit
    )
    version = result.scenario.kubernetes_version
    say(report.describe_pod(result.records, name, namespace=namespace, version=version))
