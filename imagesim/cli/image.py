"""`imagesim image`: what a cluster makes of an image name."""

from typing import Annotated

import typer

_NOT_VALID = 1

image = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Look at image names.")


@image.callback()
def _image() -> None:
    """Look at image names.

    \b
    Example:
      imagesim image parse nginx
    """


@image.command()
def parse(
    names: Annotated[list[str], typer.Argument(metavar="NAME", help="Image names, as a manifest has them.")],
) -> None:
    """Take image names apart as a node does.

    Prints the parts, what is sent to the runtime and asked of the registry, and the pull policy that the API server
    fills in. A name that is not valid gives what the node says of it, and exit code 1.

    \b
    Examples:
      imagesim image parse nginx
      imagesim image parse registry.example:5000/shop/web:v1 example.com
    """
    from imagesim.results.explorers.names import describe_name
    from imagesim.results.report.kubectl_format import columns

    reports = [describe_name(name) for name in names]
    typer.echo("\n\n".join(columns([(f"{title}:", text) for title, text in report.rows()]) for report in reports))
    if any(report.error for report in reports):
        raise typer.Exit(_NOT_VALID)
