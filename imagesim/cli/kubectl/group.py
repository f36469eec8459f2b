"""The group `kubectl`: its mistakes are kubectl's, texts and exit code too."""

from typing import Any

import typer

from imagesim.cli.group import Commands
from imagesim.cli.terminal import say
from imagesim.rules.kubectl.errors import KubectlError
from imagesim.rules.shown import gate

FAILED = 1
"""kubectl's exit code for whatever goes wrong."""


class KubectlCommands(Commands):
    """Turns a KubectlError of any subcommand into its text, and says of flags what kubectl says."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # typer's Context is the group's own
        """Run the subcommand. typer.Exit with 1 where kubectl would exit with 1."""
        try:
            return super().invoke(ctx)
        except KubectlError as mistake:
            say(gate.message(mistake.args), aside=True)
            raise typer.Exit(FAILED) from None
        except Exception as error:
            # The class is not part of typer's front door: an error that knows its option is the parser's. Of a flag
            # that there is not it knows others that look like it.
            flag = getattr(error, "option_name", None)
            if not isinstance(flag, str):
                raise
            known = not hasattr(error, "possibilities")
            say(gate.lines([_of_flag(flag, known=known), _see(ctx.invoked_subcommand or "")]), aside=True)
            raise typer.Exit(FAILED) from None


def _of_flag(flag: str, *, known: bool) -> str:
    if known:
        return f"error: flag needs an argument: {flag}"
    if flag.startswith("--"):
        return f"error: unknown flag: {flag}"
    return f"error: unknown shorthand flag: '{flag[1:2]}' in {flag}"


def _see(command: str) -> str:
    return f"See 'kubectl {command} --help' for usage."
