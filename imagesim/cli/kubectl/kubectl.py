"""The subcommands of `imagesim kubectl`."""

import typer

from imagesim.cli.kubectl.describe import describe
from imagesim.cli.kubectl.events import events
from imagesim.cli.kubectl.get import get
from imagesim.cli.kubectl.group import KubectlCommands

kubectl = typer.Typer(
    cls=KubectlCommands,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Print what kubectl would print of a run: get, describe, events.",
)


@kubectl.callback()
def _kubectl() -> None:
    """Print what kubectl would print of a run.

    \b
    Examples:
      imagesim kubectl get pods moved-tag
      imagesim kubectl get all -A registry-outage --at 5m
      imagesim kubectl get pods bad-day-7          # an incident, at its alarm; what is wrong there?
    """


for command in (get, describe, events):
    kubectl.command()(command)
