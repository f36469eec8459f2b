"""`imagesim inventory`: which images manifests and clusters use."""

from typing import Annotated, Literal

import typer

from imagesim.cli.options import AsJson, Exclude, OneNamespace, Recursive, Settings, Sources, load_scenario
from imagesim.cli.terminal import say
from imagesim.rules.shown import gate


def inventory(
    sources: Sources,
    settings: Settings = None,
    recursive: Recursive = False,
    exclude: Exclude = None,
    namespace: OneNamespace = None,
    output: Annotated[
        Literal["text", "wide", "csv"],
        typer.Option("--output", "-o", help="wide has whole digests and all users; csv is for a spreadsheet."),
    ] = "text",
    as_json: AsJson = False,
) -> None:
    """List the images that pods use: from where, by which policy, for whom, on how many nodes, and can they move.

    Reads manifests, and what `kubectl get deploy,ds,sts,jobs,cronjobs,rs,pods,nodes -A -o json` prints: then it says
    on how many nodes each image lies, how large it is, and how many versions stand behind its name. A kubelet lists at
    most its 50 largest images, so on a node of 50 a small one may be there all the same. No registry is asked.

    \b
    Examples:
      imagesim inventory my-manifests/
      imagesim inventory dump.json -o wide
      imagesim inventory dump.json -o csv
    """
    from imagesim.studies.inventory import text
    from imagesim.studies.inventory.inventory import inventory as of

    found = of(load_scenario(sources, settings, recursive=recursive, exclude=exclude, namespace=namespace))
    if as_json:
        say(gate.as_json(text.to_json_dict(found)))
    elif output == "csv":
        say(text.csv_lines(found))
    else:
        say(text.text(found, wide=output == "wide"))
