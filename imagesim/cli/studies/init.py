"""`imagesim init`: a commented world around one's own manifests, to begin with."""

from pathlib import Path
from typing import Annotated

import typer

from imagesim.cli.options import Exclude, OneNamespace, Recursive, Sources, load_scenario
from imagesim.cli.terminal import say
from imagesim.rules.shown import gate


def init(
    sources: Sources,
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Write the files into this new folder.")],
    recursive: Recursive = False,
    exclude: Exclude = None,
    namespace: OneNamespace = None,
) -> None:
    """Write a first world around manifests, or around a dump of a cluster: commented, and ready to run.

    FOLDER gets manifests.json, which is what was read, and world.yaml: how long to look, the nodes, a registry for
    each host that pods name, with what they use of it, and a timeline of what may happen. Comments say what was
    understood, what is taken for granted, and what to fill in. Passwords are not written: stand-ins are.

    \b
    Examples:
      imagesim init my-manifests/ --out first-look
      imagesim init dump.json --out first-look
    """
    from imagesim.cli.out_folder import check_out, write_files
    from imagesim.scenarios.reading.paths import own_path
    from imagesim.studies.first_world.first_world import first_world

    check_out(out)
    found = first_world(load_scenario(sources, None, recursive=recursive, exclude=exclude, namespace=namespace))
    write_files(found.files, out)
    told = [f"Written to {own_path(out)}; `imagesim run {out}` runs it. To fill in, in world.yaml:"]
    say(gate.lines([*told, *(f"- {each}" for each in found.to_fill_in)]))
