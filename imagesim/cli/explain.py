"""`imagesim explain`: why a pod is where it is."""

from typing import Annotated

import typer

from imagesim.cli.options import NoLimit, Recursive, Seed, Settings, Sources, load_scenario
from imagesim.cli.terminal import say


def explain(
    sources: Sources,
    pod: Annotated[str, typer.Option(metavar="NAME", help="The pod's name, or how it begins.")],
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="Look at this time, not at the end of the run.")
    ] = None,
    namespace: Annotated[str | None, typer.Option("--namespace", "-n", help="Look in this namespace alone.")] = None,
    seed: Seed = None,
    settings: Settings = None,
    recursive: Recursive = False,
    no_limit: NoLimit = False,
) -> None:
    """Explain a pod: what its kubelet decided about each image, in order, and by which rule.

    Runs the scenario and prints for each container: whether the name is valid, who chose the pull policy, whether the
    image was on the node, which credentials are tried, what the runtime said, the back-off, and what comes next. Where
    several pods have names that begin so, one in trouble is explained.

    \b
    Examples:
      imagesim explain mistyped-tag --pod web-
      imagesim explain registry-outage --pod web- --at 6m
    """
    from imagesim.cli.run import simulate_with_bar
    from imagesim.results.explorers.story import explain_pod

    scenario = load_scenario(sources, settings, at, option="--at", recursive=recursive)
    result = simulate_with_bar(scenario, seed, no_limit=no_limit)
    say(explain_pod(scenario, result.records, pod, namespace=namespace).text())
