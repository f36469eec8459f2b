"""`imagesim image`: what a cluster makes of an image name, and real images as world documents."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imagesim.cli.options import read_time
from imagesim.cli.out_file import check_new, write_new
from imagesim.cli.terminal import say, say_notes
from imagesim.rules.shown import gate

if TYPE_CHECKING:
    from imagesim.scenarios.importers.adding import FoundImages

_NOT_VALID = 1

image = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Look at image names, and read real images.")

Name = Annotated[str, typer.Option(metavar="NAME", help="The name of the Image document, where there is one image.")]
Out = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write the documents into a new file instead of printing them.")
]


@image.callback()
def _image() -> None:
    """Look at image names, and read real images.

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
    tables = (columns([(f"{title}:", text) for title, text in report.rows()]) for report in reports)
    say(gate.stacked(tables, apart=1))
    if any(report.error for report in reports):
        raise typer.Exit(_NOT_VALID)


@image.command()
def add(
    references: Annotated[list[str], typer.Argument(metavar="REF...", help="Image names, as a manifest has them.")],
    name: Name = "",
    out: Out = None,
    plain_http: Annotated[
        bool | None,
        typer.Option(
            "--plain-http/--tls",
            help="Ask the registry without TLS, or with it. Only registries on this machine are asked without it "
            "unless you say so.",
            show_default=False,
        ),
    ] = None,
    image_only: Annotated[bool, typer.Option("--image-only", help="Leave out the Registry documents.")] = False,
    timeout: Annotated[
        str, typer.Option(metavar="TIME", help="How long all answers together may take.", show_default=True)
    ] = "5m",
) -> None:
    """Read real images from their registries, as world documents.

    Prints an Image document for each name, with the real digests and sizes of its index, manifests, configs and layers,
    and a Registry document for each host, which holds the names: load them beside your manifests. Small texts alone
    are fetched, no layers; of an image for eight platforms that is one index, and a manifest and a config for each.

    You are who you are for docker: $DOCKER_CONFIG/config.json or ~/.docker/config.json, with its credential helpers.

    \b
    Examples:
      imagesim image add nginx:1.27 --out nginx.yaml
      imagesim image add registry.example/shop/web:v1 registry.example/shop/web:v2
      imagesim image add registry.lan:5000/shop/web:v1 --plain-http
    """
    from imagesim.scenarios.importers.adding import add_images

    timeout_s = read_time("--timeout", timeout)
    if out is not None:
        check_new(out)
    found = add_images(references, name=name, plain_http=plain_http, registries=not image_only, timeout_s=timeout_s)
    _write(found, out)


@image.command("import")
def import_(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE|FOLDER...", help="What was printed or saved; - is standard input.")
    ],
    name: Name = "",
    ref: Annotated[
        str, typer.Option(metavar="REF", help="What pods call the image; adds the Registry document that holds it.")
    ] = "",
    out: Out = None,
) -> None:
    """Read real images from what other tools printed or saved, as world documents.

    A FILE holds what skopeo inspect --raw, docker buildx imagetools inspect --raw or docker manifest inspect -v print;
    files of one image (an index, its manifests) may be given together. A FOLDER, or a tar archive of one, is an OCI
    layout, as skopeo copy, docker buildx build --output type=oci and docker save write it.

    \b
    Examples:
      imagesim image import nginx-index.json nginx-amd64.json --ref nginx:1.27
      imagesim image import layout/ --name web --out web.yaml
    """
    from imagesim.scenarios.importers.adding import import_images

    if out is not None:
        check_new(out)
    _write(import_images(paths, name=name, reference=ref), out)


def _write(found: "FoundImages", out: Path | None) -> None:
    """Documents go to standard output or into *out*, whole or not at all, and notes to standard error."""
    from imagesim.scenarios.yaml_text import to_yaml

    text = to_yaml(found.documents)
    if out is None:
        say(gate.data(text), end="")
    else:
        write_new(out, text)
    say_notes(found.notes)
