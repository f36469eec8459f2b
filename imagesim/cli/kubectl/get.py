"""`imagesim kubectl get`."""

from typing import Annotated

import typer

from imagesim.cli.kubectl.options import (
    AllNamespaces,
    Arguments,
    At,
    Namespace,
    NoHeaders,
    Output,
    Selector,
    say_printout,
    simulated,
    split,
)
from imagesim.cli.options import NoLimit, Recursive, Seed, Settings

Fields = Annotated[str, typer.Option("--field-selector", metavar="SELECTOR", help="By fields: status.phase=Running.")]
SortBy = Annotated[str, typer.Option("--sort-by", metavar="JSONPATH", help="In the order of this field.")]
ShowLabels = Annotated[bool, typer.Option("--show-labels", help="With all labels in the last column.")]
LabelColumns = Annotated[
    list[str] | None, typer.Option("--label-columns", "-L", metavar="KEY", help="With a column for this label.")
]
ShowKind = Annotated[bool, typer.Option("--show-kind", help="Names with their kinds.")]
IgnoreNotFound = Annotated[bool, typer.Option("--ignore-not-found", help="Say nothing of names that are not there.")]
Watch = Annotated[bool, typer.Option("--watch", "-w", help="Every change from the start of the run, with its time.")]


def get(
    arguments: Arguments,
    output: Output = "",
    namespace: Namespace = None,
    all_namespaces: AllNamespaces = False,
    selector: Selector = "",
    field_selector: Fields = "",
    sort_by: SortBy = "",
    show_labels: ShowLabels = False,
    label_columns: LabelColumns = None,
    show_kind: ShowKind = False,
    no_headers: NoHeaders = False,
    ignore_not_found: IgnoreNotFound = False,
    watch: Watch = False,
    at: At = None,
    seed: Seed = None,
    settings: Settings = None,
    recursive: Recursive = False,
    no_limit: NoLimit = False,
) -> None:
    """Print objects as kubectl get does, at the end of the run or at a time of it.

    The kinds: pods, deployments, replicasets, replicationcontrollers, statefulsets, daemonsets, jobs, cronjobs,
    controllerrevisions, poddisruptionbudgets, secrets, serviceaccounts, namespaces, nodes, events; all are workloads.

    \b
    Examples:
      imagesim kubectl get pods moved-tag
      imagesim kubectl get deploy,rs -o wide moved-tag --at 5m
      imagesim kubectl get pods -w mistyped-tag
      imagesim kubectl get pods -o jsonpath='{.items[*].spec.nodeName}' moved-tag
    """
    from imagesim.results.kubectl.get import Wanted
    from imagesim.results.kubectl.get import get as printout
    from imagesim.results.kubectl.human import Layout
    from imagesim.results.kubectl.selecting import Chosen
    from imagesim.results.kubectl.watching import watch as changes
    from imagesim.rules.kubectl.resources import requests

    resources, sources = split(arguments)
    requests(resources)  # what kubectl refuses is no reason to simulate
    run = simulated(sources, settings, at, seed, recursive=recursive, no_limit=no_limit)
    chosen = Chosen(run.namespace(namespace, every=all_namespaces), selector, field_selector)
    keys = tuple(key for given in label_columns or () for key in given.split(","))
    layout = Layout(kinds=show_kind, labels=show_labels, label_columns=keys, headers=not no_headers)
    wanted = Wanted(output, sort_by, layout, ignore_not_found)
    if watch:
        say_printout(changes(run.objects, resources, chosen, wanted), output)
    else:
        say_printout(printout(run.objects, run.end_s, resources, chosen, wanted), output)
