"""Commands that look at scenarios and rules without a whole run: check, scenarios, versions."""

from imagesim.cli.options import Recursive, Settings, Sources, load_scenario
from imagesim.cli.terminal import say
from imagesim.rules.shown import gate


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
    say(gate.stacked([gate.lines(scenario_lines(scenario)), assumptions(scenario)], apart=1))


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
        say(gate.lines([f"{name}: {scenario.title}", f"  {scenario.question}", ""]))
    say(gate.line("Run one with: imagesim run NAME"))


def versions() -> None:
    """Print what differs between versions, and how it is known.

    Both tables, Kubernetes and containerd; a scenario chooses a column with kubernetesVersion and containerdVersion.

    \b
    Example:
      imagesim versions
    """
    from imagesim.cli.versions_text import versions_lines

    say(gate.lines(versions_lines()))
