"""Commands that look at scenarios and rules without a whole run: check, scenarios, versions."""

from imagesim.cli.options import (
    AsJson,
    Exclude,
    NoLimit,
    OneNamespace,
    Recursive,
    Settings,
    Sources,
    load_scenario,
)
from imagesim.cli.terminal import say
from imagesim.rules.shown import gate


def check(
    sources: Sources,
    settings: Settings = None,
    recursive: Recursive = False,
    exclude: Exclude = None,
    namespace: OneNamespace = None,
    no_limit: NoLimit = False,
) -> None:
    """Load a scenario and say what was found in it.

    Prints the workloads, nodes, registries and events, how much a run takes, what is assumed and what is not modelled.
    A mistake, or a run that would be too large, gives one message and exit code 2.

    \b
    Examples:
      imagesim check moved-tag
      imagesim check deployment.yaml world.yaml --set NodePool/workers:spec.count=5
    """
    from imagesim.cli.scenario_text import scenario_lines
    from imagesim.engine.bounds.limit import MOST_MEMORY
    from imagesim.results.report import assumptions
    from imagesim.results.result import check_limit

    scenario = load_scenario(sources, settings, recursive=recursive, exclude=exclude, namespace=namespace)
    takes = gate.line(f"A run takes {check_limit(scenario, None if no_limit else MOST_MEMORY)}.")
    say(gate.stacked([gate.lines(scenario_lines(scenario)), takes, assumptions(scenario)], apart=1))


def scenarios(as_json: AsJson = False) -> None:
    """List the scenarios that come with imagesim, by topic, in the order of Kubernetes' page on images.

    \b
    Examples:
      imagesim scenarios
      imagesim scenarios --json
    """
    from imagesim.cli.shipped_text import shipped_json, shipped_lines

    if as_json:
        say(gate.as_json(shipped_json()))
    else:
        say(gate.lines([*shipped_lines(), "Run one with: imagesim run NAME"]))


def versions() -> None:
    """Print what differs between versions, and how it is known.

    Both tables, Kubernetes and containerd; a scenario chooses a column with kubernetesVersion and containerdVersion.

    \b
    Example:
      imagesim versions
    """
    from imagesim.cli.versions_text import versions_lines

    say(gate.lines(versions_lines()))
