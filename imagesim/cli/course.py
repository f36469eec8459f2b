"""`imagesim lab`: the course, copied into a folder of one's own and opened in JupyterLab."""

from pathlib import Path
from typing import Annotated

import typer

from imagesim.cli.terminal import say
from imagesim.rules.shown import gate


def lab(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where your copy of the lessons is.", show_default=True)
    ] = Path("my-lessons"),
    reset: Annotated[bool, typer.Option("--reset", help="Start afresh; what you wrote moves into a backup.")] = False,
    port: Annotated[int, typer.Option(metavar="N", min=1, max=65535, help="The port on this machine.")] = 8888,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address, open no browser.")] = False,
    projector: Annotated[bool, typer.Option("--projector", help="Big letters, for a lecture room.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Look whether this machine is ready; start nothing.")] = False,
) -> None:
    """Open the course in JupyterLab.

    Copies the lessons into FOLDER and starts JupyterLab there. Files that are already in FOLDER are never
    overwritten. With --check it only looks at what the course needs, says of each thing whether it is well or what
    to do, and ends with 1 if there is something to do.

    \b
    Examples:
      imagesim lab
      imagesim lab ~/imagesim-course --no-browser --port 9000
      imagesim lab --reset
      imagesim lab --check
    """
    if check:
        _check(folder, port=port, open_browser=not no_browser)
        return
    from imagesim.extras import LAB, require
    from imagesim.labs.course import copy_lessons, start_jupyterlab

    require(LAB, "lessons")  # before anything is copied
    copied = copy_lessons(folder, reset=reset)
    if copied.backup:
        say(gate.line(f"Your lessons are kept in {copied.backup}"))
    if copied.new:
        say(gate.line(f"Lessons copied into {copied.folder}: {', '.join(copied.new)}"))
    if copied.kept:
        say(gate.line(f"Kept as they are in {copied.folder}: {', '.join(copied.kept)}"))
    start_jupyterlab(copied.folder, port=port, open_browser=not no_browser, projector=projector)


def _check(folder: Path, *, port: int, open_browser: bool) -> None:
    from imagesim.labs.set_up.checks import checks

    to_do = 0
    for each in checks(folder, port=port, open_browser=open_browser):
        to_do += not each.ok
        say(gate.line(f"{'ok' if each.ok else 'TO DO':6}{each.name:9} {each.text}"))
    if to_do:
        say(gate.line(f"{to_do} thing{'s' * (to_do > 1)} to do before this machine is ready."))
        raise typer.Exit(1)
    say(gate.line("This machine is ready."))
