"""How much memory reading a text will take, by estimate, and what is said where that is too much.

What a text becomes is many times as large as the text: an empty mapping takes two characters, and 64 bytes. So a text
is judged by how many values it may hold, which is counted in a moment, before anything is made of it. The estimates
were held against measurements: a dump of 5,000 pods, 113 MB of JSON and 46 MB of YAML, takes 0.70 and 0.31 GB to read
and is estimated at 0.75 and 0.51; as YAML that kubectl does not write it takes 1.5 GB and is estimated at 1.7.
"""

from imagesim.rules.units import Bytes
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.limits import MOST_MEMORY

_OTHER = "YAML with anchors, tags or mistakes takes several times as much as what kubectl prints; -o json takes least"
LESS = (
    "fetch less: one namespace (kubectl get -n), without events, without --show-managed-fields; -o json is read fastest"
)
"""What to do about a dump of a cluster that is too large."""


def json_memory(text: str) -> Bytes:
    """What reading JSON takes: texts, mappings, lists."""
    return 3 * len(text) + 300 * text.count("{") + 100 * text.count("[") + 30 * text.count('"')


def lines_memory(text: str) -> Bytes:
    """What reading YAML line by line takes: about one value a line."""
    return 2 * len(text) + 250 * text.count("\n")


def nodes_memory(text: str) -> Bytes:
    """What the whole of YAML takes: a node for each value, with where it begins and ends."""
    return 2 * len(text) + 550 * (text.count("\n") + text.count(",") + text.count(": "))


def check_memory(memory: Bytes, name: str, *, any_yaml: bool = False) -> None:
    """ScenarioError if reading the file *name* would take more than is taken at most."""
    if memory > MOST_MEMORY:
        most = f"the most is {MOST_MEMORY / 2**30:.1f} GiB"
        rule = f"reading this would take about {memory / 2**30:.1f} GiB of memory; {most}"
        raise ScenarioError(rule, file=name, suggestion=_OTHER if any_yaml else LESS)
