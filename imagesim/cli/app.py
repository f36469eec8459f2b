"""The command `imagesim`: which subcommands there are, and how a command ends.

Exit codes: 0 good; 1 the answer is no (`--expect` not met); 2 the user's mistake, with one message on stderr; 130
interrupted, 143 terminated; 141 nobody reads on what is printed; 70 a mistake of imagesim itself, the only case in
which a traceback is printed.
"""

import sys
from typing import Annotated

import typer

from imagesim.cli.calibrate import calibrate
from imagesim.cli.course import lab
from imagesim.cli.describe import describe
from imagesim.cli.ending import answer_signals, end_now
from imagesim.cli.explain import explain
from imagesim.cli.group import MISTAKE, Commands
from imagesim.cli.image import image
from imagesim.cli.inspect import check, scenarios, versions
from imagesim.cli.kubectl.kubectl import kubectl
from imagesim.cli.match import match
from imagesim.cli.replay import replay
from imagesim.cli.run import run
from imagesim.cli.schema import schema
from imagesim.cli.secret import secret
from imagesim.cli.streams import OutputError, give_up_output, set_up_streams
from imagesim.cli.studies.advise import advise
from imagesim.cli.studies.compare import compare
from imagesim.cli.studies.init import init
from imagesim.cli.studies.inventory import inventory
from imagesim.cli.studies.sweep import sweep
from imagesim.cli.terminal import say, say_mistake, say_our_mistake
from imagesim.rules.shown import gate
from imagesim.version import __version__

_SOFTWARE = 70  # EX_SOFTWARE of sysexits.h
_READER_LEFT = 141  # as a shell counts a program that SIGPIPE ended

# rich_markup_mode=None gives plain help and plain mistakes: no boxes, no colours, the same in a terminal and in a pipe.
app = typer.Typer(
    cls=Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 110},
)
app.command()(run)
app.command()(check)
app.command()(scenarios)
app.add_typer(describe, name="describe")
app.add_typer(kubectl, name="kubectl")
app.command()(explain)
app.command()(replay)
app.add_typer(image, name="image")
app.command()(sweep)
app.command()(compare)
app.command()(match)
app.command()(inventory)
app.command()(init)
app.command()(advise)
app.add_typer(secret, name="secret")
app.command()(calibrate)
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
    """Run the command that is named in this process's arguments, and end the process."""
    answer_signals()
    set_up_streams()
    try:
        try:
            app(prog_name="imagesim")
        finally:
            sys.stdout.flush()
    except OutputError as failed:
        give_up_output()
        if failed.reader_left:
            sys.exit(_READER_LEFT)
        say_mistake(failed)
        sys.exit(MISTAKE)
    except MemoryError:
        end_now(MISTAKE, b"Error: this machine has not enough memory for that; make the scenario smaller\n")
    except Exception:
        say_our_mistake()
        sys.exit(_SOFTWARE)
