"""The command `imagesim`: which subcommands there are, and how a command ends.

Exit codes: 0 good; 1 the answer is no (`--expect` not met); 2 the user's mistake, with one message on stderr;
130 interrupted; 70 a mistake of imagesim itself, the only case in which a traceback is printed.
"""

import sys
from typing import Annotated

import typer

from imagesim.cli.course import lab
from imagesim.cli.describe import describe
from imagesim.cli.explain import explain
from imagesim.cli.group import Commands
from imagesim.cli.image import image
from imagesim.cli.inspect import check, scenarios, versions
from imagesim.cli.match import match
from imagesim.cli.run import run
from imagesim.cli.schema import schema
from imagesim.cli.secret import secret
from imagesim.cli.terminal import make_robust, say, say_our_mistake
from imagesim.rules.shown import gate
from imagesim.version import __version__

_SOFTWARE = 70  # EX_SOFTWARE of sysexits.h

# rich_markup_mode=None gives plain help and plain mistakes: no boxes, no colours, the same in a terminal and in a pipe.
app = typer.Typer(
    cls=Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 110},
)
for command in (run, check, scenarios):
    app.command()(command)
app.add_typer(describe, name="describe")
app.command()(explain)
app.add_typer(image, name="image")
app.command()(match)
app.add_typer(secret, name="secret")
app.command()(schema)
for command in (versions, lab):
    app.command()(command)


def _print_version(wanted: bool) -> None:
    if wanted:
        say(gate.line(f"imagesim {__version__}"))
        raise typer.Exit


@app.callback()
def _imagesim(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Simulate container images exactly as a Kubernetes cluster treats them.

    \b
    Examples:
      imagesim scenarios                   what can be run at once
      imagesim run moved-tag               run a shipped scenario
      imagesim run my-manifests/ --json    run your own manifests
      imagesim lab                         open the course
    """


def main() -> None:
    """The entry point of the installed command."""
    make_robust()
    try:
        app(prog_name="imagesim")
    except Exception:
        say_our_mistake()
        sys.exit(_SOFTWARE)
