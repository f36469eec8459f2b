"""Standard input as a file: what is piped into the program."""

import sys

from imagesim.scenarios.reading.documents import decode
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.limits import LARGEST_FILE

NAME = "standard input"


def read_stdin() -> str:
    """The text of standard input. ScenarioError if it is empty, too large, binary or not UTF-8."""
    data = sys.stdin.buffer.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise ScenarioError(f"is too large; {LARGEST_FILE // 2**20} MiB are read at most", file=NAME)
    return decode(data, NAME)
