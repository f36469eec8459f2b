"""`imagesim calibrate`: how fast nodes and registries are, from what kubelets said of their pulls."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imagesim.cli.options import AsJson
from imagesim.cli.out_file import check_new, write_new
from imagesim.cli.terminal import say
from imagesim.rules.shown import gate

if TYPE_CHECKING:
    from imagesim.studies.calibrating.calibration import Calibration


def calibrate(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="EVENTS [NODES] [PODS]",
            help="What kubectl get events -A -o json prints, and nodes and pods in the same way; - is standard input.",
        ),
    ],
    unpack: Annotated[
        bool, typer.Option("--unpack", help="Try to tell unpacking from the network; else they are one rate.")
    ] = False,
    as_json: AsJson = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a NodePool, a Registry and the images into a new file, for run."),
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw measured against fitted into a new PNG file.")
    ] = None,
) -> None:
    """Fit how fast nodes and registries are to the pulls of a real cluster.

    Reads "Successfully pulled image ... in 5.4s (12.3s including waiting). Image size: 128976715 bytes." and fits a
    fixed cost of each pull, what a node takes in, and what a registry sends to all nodes together, each with a 95 %
    interval. Who pulled at the same time as whom follows from the events. Pulls of one node after another are no
    longer for waiting: that is told apart.

    Prints how well that fits, the pulls that it misses most, and what the events cannot tell apart: then nothing is
    made up, and the text says what would tell. Events are kept for an hour, so ask soon after a roll-out.

    Give the file of --out to run, beside manifests.

    NODES give the kind of each node (its instance type; each kind is fitted by itself) and sizes of images that old
    kubelets do not say; PODS give the node of an event that names none.

    \b
    Examples:
      kubectl get events -A -o json > events.json
      kubectl get nodes -o json > nodes.json
      imagesim calibrate events.json nodes.json --out preset.yaml --picture fit.png
      kubectl get events -A -o json | imagesim calibrate -
    """
    from imagesim.studies.calibrating.calibration import calibrate as fit

    for path in (out, picture):
        if path is not None:
            check_new(path)
    found = fit(*files, unpack=unpack)
    if picture is not None:
        _draw(found, picture)
    if out is not None:
        write_new(out, found.documents())
    say(gate.as_json(found.to_json_dict()) if as_json else found.text())
    for path in (out, picture):
        if path is not None:
            say(gate.line(f"Written to {path}"), aside=as_json)


def _draw(found: "Calibration", path: Path) -> None:
    from imagesim.cli.out_file import write_new_bytes
    from imagesim.studies.calibrating.picture import png

    write_new_bytes(path, png(found.plot()))
