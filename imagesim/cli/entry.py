"""Where the command `imagesim` begins: Ctrl-C is answered from here on, while the rest is still being loaded."""

from imagesim.cli.ending import answer_signals


def main() -> None:
    """The entry point of the installed command."""
    answer_signals()
    from imagesim.cli.app import main

    main()
