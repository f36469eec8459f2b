"""Where the command `imagesim` begins: Ctrl-C is answered from here on, while the rest is still being loaded."""

from imagesim.cli.ending import answer_signals, end_now


def main() -> None:
    """The entry point of the installed command."""
    answer_signals()
    try:
        import typer  # noqa: F401  # an installation of the core alone has none
    except ModuleNotFoundError as error:
        if error.name != "typer":
            raise
        end_now(2, b"Error: the command line needs typer, which is not installed: pip install typer\n")
    from imagesim.cli.app import main

    main()
