"""`imagesim secret`: pull secrets as kubectl makes them. Here alone a password is printed, on stdout."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imagesim.cli.terminal import say, say_notes
from imagesim.rules.credentials.pull_secret import DOCKER_HUB
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.shown import gate

if TYPE_CHECKING:
    from imagesim.results.explorers.secrets import MadeSecret

_FROM_STDIN = "-"

Name = Annotated[str, typer.Argument(metavar="NAME", help="The Secret's name.")]
Namespace = Annotated[
    str, typer.Option("--namespace", "-n", help="The Secret's namespace; only its pods can use the Secret.")
]

secret = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Make pull secrets, as kubectl does.")


@secret.callback()
def _secret() -> None:
    """Make pull secrets, as kubectl does.

    \b
    Example:
      imagesim secret import config.json regcred
    """


@secret.command()
def docker_registry(
    name: Name,
    username: Annotated[str, typer.Option("--docker-username", metavar="USER", help="The user.")] = "",
    password: Annotated[
        str,
        typer.Option("--docker-password", metavar="PASSWORD", help="The password; - reads it from standard input."),
    ] = "",
    server: Annotated[str, typer.Option("--docker-server", metavar="SERVER", help="The registry.")] = DOCKER_HUB,
    email: Annotated[str, typer.Option("--docker-email", metavar="EMAIL", help="Registries ignore it.")] = "",
    namespace: Namespace = "",
) -> None:
    """Print the Secret that kubectl create secret docker-registry makes.

    The Secret goes to standard output and holds the password, readable for everybody: base64 hides nothing. With
    --docker-password - the password stays out of your shell's history.

    \b
    Examples:
      imagesim secret docker-registry regcred --docker-server=registry.example --docker-username=me --docker-password=pw
      pass show registry | imagesim secret docker-registry regcred --docker-username=me --docker-password=-
    """
    from imagesim.results.explorers.secrets import make_secret

    given = _read_password() if password == _FROM_STDIN else password
    _print(
        make_secret(
            name,
            username=username,
            password=SecretValue(given),
            server=server,
            email=email,
            namespace=namespace,
        )
    )


@secret.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A docker config.json, or a .dockercfg.")],
    name: Name,
    namespace: Namespace = "",
) -> None:
    """Print a docker config that you have as one Secret, for all registries in it.

    What a kubelet will ignore of it is said on standard error: credential stores and helpers, tokens, keys that fit
    nothing.

    \b
    Example:
      imagesim secret import config.json regcred --namespace shop
    """
    from imagesim.results.explorers.secrets import import_config

    _print(import_config(file, name, namespace))


def _read_password() -> str:
    """The password from standard input, without the end of its line; asked for where somebody sits there."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, err=True))
    text = sys.stdin.read()
    return text.removesuffix("\n").removesuffix("\r")


def _print(made: "MadeSecret") -> None:
    say(gate.data(made.to_yaml()), end="")
    say_notes(made.notes)
