"""Commands: a group of subcommands in which a user's mistake ends with one message."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperGroup

from imagesim.cli.terminal import say_mistake
from imagesim.extras import MissingExtraError
from imagesim.rules.shown import gate
from imagesim.scenarios.reading.errors import ScenarioError

MISTAKE = 2

_WRITTEN_OUT = re.compile(r"(?<= )\(.*\)$", re.DOTALL)


class Commands(TyperGroup):
    """Turns the ScenarioError or MissingExtraError of a subcommand into one message on stderr, without a traceback."""

    def make_context(self, *args: Any, **extra: Any) -> Any:
        """Read the arguments. A mistake in them repeats nothing that the gate would not show."""
        with _usage_through_the_gate():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # typer's Context is the group's own
        """Run the subcommand. typer.Exit with the code of a mistake where it came to that."""
        try:
            with _usage_through_the_gate():
                return super().invoke(ctx)
        except (ScenarioError, MissingExtraError) as mistake:
            say_mistake(mistake)
            raise typer.Exit(MISTAKE) from None

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """The subcommands in the order in which they were added."""
        return list(self.commands)


@contextmanager
def _usage_through_the_gate() -> Iterator[None]:
    """The parser prints its own messages, and repeats in them what was typed: an argument may hold anything."""
    try:
        yield
    except Exception as error:
        # The class is not part of typer's front door: an error that knows how to show itself is the parser's.
        message, context = getattr(error, "message", None), getattr(error, "ctx", None)
        if isinstance(message, str) and hasattr(error, "show"):
            if context is not None and " secret" in context.command_path:
                message = _WRITTEN_OUT.sub("(hidden)", message)  # words that are left over; one may be the password
            error.message = gate.sentence(message)  # type: ignore[attr-defined]
        raise
