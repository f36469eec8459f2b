"""`imagesim kubectl events`."""

from typing import Annotated

import typer

from imagesim.cli.kubectl.options import AllNamespaces, At, Namespace, NoHeaders, Output, say_printout, simulated
from imagesim.cli.options import NoLimit, Recursive, Seed, Settings, Sources

For = Annotated[str, typer.Option("--for", metavar="TYPE/NAME", help="Events about this object alone.")]
Types = Annotated[list[str] | None, typer.Option("--types", metavar="TYPE", help="Normal, Warning, or both.")]
Watch = Annotated[bool, typer.Option("--watch", "-w", help="Every event from the start of the run, with its time.")]


def events(
    sources: Sources,
    about: For = "",
    types: Types = None,
    output: Output = "",
    namespace: Namespace = None,
    all_namespaces: AllNamespaces = False,
    no_headers: NoHeaders = False,
    watch: Watch = False,
    at: At = None,
    seed: Seed = None,
    settings: Settings = None,
    recursive: Recursive = False,
    no_limit: NoLimit = False,
) -> None:
    """Print events as kubectl events does, the latest last. The API server forgets one an hour after it last happened.

    \b
    Examples:
      imagesim kubectl events mistyped-tag --types Warning
      imagesim kubectl events --for deploy/web registry-outage --at 5m
    """
    from imagesim.results.kubectl.events import WantedEvents
    from imagesim.results.kubectl.events import events as printout

    run = simulated(sources, settings, at, seed, recursive=recursive, no_limit=no_limit)
    wanted = WantedEvents(
        namespace=run.namespace(namespace, every=all_namespaces),
        about=about,
        types=[type_ for given in types or () for type_ in given.split(",")],
        output=output,
        headers=not no_headers,
        watch=watch,
    )
    say_printout(printout(run.objects, run.end_s, wanted), output)
