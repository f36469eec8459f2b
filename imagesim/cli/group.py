"""Commands: a group of subcommands in which a user's mistake ends with one message, and Ctrl-C with a word."""

from typing import Any

import typer
from typer.core import TyperGroup

from imagesim.scenarios.reading.errors import ScenarioError

MISTAKE = 2
INTERRUPTED = 130


class Commands(TyperGroup):
    """Turns a ScenarioError of any subcommand into one message on stderr, without a traceback."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # typer's Context is the group's own
        """Run the subcommand. typer.Exit with the code of a mistake, or of an interruption, where it came to that."""
        try:
            return super().invoke(ctx)
        except ScenarioError as mistake:
            typer.echo(f"Error: {mistake}", err=True)
            raise typer.Exit(MISTAKE) from None
        except KeyboardInterrupt:
            typer.echo("Interrupted.", err=True)
            raise typer.Exit(INTERRUPTED) from None

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """The subcommands in the order in which they were added."""
        return list(self.commands)
