"""`imagesim kubectl describe`."""

from imagesim.cli.kubectl.options import (
    AllNamespaces,
    Arguments,
    At,
    Namespace,
    Selector,
    is_bad_day,
    say_printout,
    simulated,
    split,
)
from imagesim.cli.options import NoLimit, Recursive, Seed, Settings


def describe(
    arguments: Arguments,
    namespace: Namespace = None,
    all_namespaces: AllNamespaces = False,
    selector: Selector = "",
    at: At = None,
    seed: Seed = None,
    settings: Settings = None,
    recursive: Recursive = False,
    no_limit: NoLimit = False,
) -> None:
    """Describe objects as kubectl describe does, at the end of the run or at a time of it.

    A name that no object has stands for all objects whose names begin so.

    \b
    Examples:
      imagesim kubectl describe pod web- moved-tag --at 9m
      imagesim kubectl describe deploy/web mistyped-tag
    """
    from imagesim.results.kubectl.describe import describe as printout
    from imagesim.results.kubectl.selecting import Chosen
    from imagesim.rules.kubectl.resources import requests

    resources, sources = split(arguments)
    requests(resources)  # what kubectl refuses is no reason to simulate
    run = simulated(sources, settings, at, seed, recursive=recursive, no_limit=no_limit)
    chosen = Chosen(run.namespace(namespace, every=all_namespaces), selector)
    notes = not any(map(is_bad_day, sources))  # a note would tell what is to be found out
    found = printout(run.objects, run.end_s, resources, chosen, run.scenario.kubernetes_version, notes=notes)
    say_printout(found)
