"""Commands that look at scenarios and rules without a whole run: check, scenarios, versions."""

import typer

from imagesim.cli.options import Recursive, Settings, Sources, load_scenario


def check(sources: Sources, settings: Settings = None, recursive: Recursive = False) -> None:
    """Load a scenario and say what was found in it.

    Prints the workloads, nodes, registries and events, what is assumed and what is not modelled. A mistake gives one
    message and exit code 2.

    \b
    Examples:
      imagesim check moved-tag
      imagesim check deployment.yaml world.yaml --set NodePool/workers:spec.count=5
    """
    from imagesim.cli.scenario_text import scenario_lines
    from imagesim.results.report import assumptions

    scenario = load_scenario(sources, settings, recursive=recursive)
    typer.echo("\n".join([*scenario_lines(scenario), "", assumptions(scenario)]))


def scenarios() -> None:
    """List the scenarios that come with imagesim.

    \b
    Example:
      imagesim scenarios
    """
    from imagesim.scenarios import shipped
    from imagesim.scenarios.loading import load

    for name in shipped.names():
        scenario = load(name)
        typer.echo(f"{name}: {scenario.title}")
        typer.echo(f"  {scenario.question}\n")
    typer.echo("Run one with: imagesim run NAME")


def versions() -> None:
    """Print what differs between versions, and how it is known.

    Both tables, Kubernetes and containerd; a scenario chooses a column with kubernetesVersion and containerdVersion.

    \b
    Example:
      imagesim versions
    """
    from imagesim.cli.versions_text import versions_lines

    for line in versions_lines():
        typer.echo(line)
