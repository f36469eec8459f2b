"""python -m imagesim.labs.apps: the labs as pages without code, on this machine alone. `make app` calls it.

Nobody can run code through these pages: what a browser sends to a kernel is what a control was set to. Each page that
is open has a kernel of its own, which ends with the page.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec

from imagesim.extras import LAB, MissingExtraError, require
from imagesim.labs.apps.serving import PORT, serve


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the labs until Ctrl-C."""
    parser = argparse.ArgumentParser(
        prog="python -m imagesim.labs.apps", description="The labs as pages without code, on this machine alone."
    )
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"the port, {PORT} unless it is taken")
    parser.add_argument("--no-browser", action="store_true", help="print the address and open nothing")
    parser.add_argument("--projector", action="store_true", help="big letters, for a lecture room")
    chosen = parser.parse_args(arguments)
    if not 1 <= chosen.port <= 65535:
        parser.error(f"--port: {chosen.port} is not between 1 and 65535")
    try:
        require(LAB, "labs as pages")
    except MissingExtraError as lacking:
        parser.error(str(lacking))
    if find_spec("voila") is None:
        parser.error("Voila is not installed: make app in a checkout, or pip install voila")
    try:
        serve(port=chosen.port, open_browser=not chosen.no_browser, projector=chosen.projector)
    except KeyboardInterrupt:  # before Voila, which answers Ctrl-C itself, has started
        sys.exit(130)


if __name__ == "__main__":
    main()
