"""`imagesim schema`: the JSON Schema of world documents."""

from typing import Annotated

import typer

from imagesim.cli.terminal import say
from imagesim.rules.shown import gate


def schema(
    kind: Annotated[
        str,
        typer.Argument(metavar="[KIND]", help="Simulation, Registry, Image, NodePool or Timeline; any if left out."),
    ] = "",
) -> None:
    """Print the JSON Schema of world documents, for an editor that completes and checks them.

    Write it into a file, say imagesim.schema.json. An editor with yaml-language-server then checks every file that
    begins with the line '# yaml-language-server: $schema=imagesim.schema.json'. See docs/editor.md for others.

    \b
    Examples:
      imagesim schema
      imagesim schema NodePool
    """
    from imagesim.scenarios.schema import world_schema

    say(gate.as_json(world_schema(kind), indent=2))
