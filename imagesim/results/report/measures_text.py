"""What `--expect` can measure: a line each, with an example."""

from imagesim.results.expectations import MEASURES
from imagesim.rules.shown import gate

_EXAMPLES = {"time": "< 5m", "size": "<= 2Gi", "count": "<= 10"}


def measures() -> gate.Shown:
    """Every measure of an expectation, an example of it and what it is."""
    examples = {name: f"{name} {_EXAMPLES[each.unit]}" for name, each in MEASURES.items()}
    width = max(map(len, examples.values())) + 3
    return gate.lines(f"{examples[name]:<{width}}{each.meaning}" for name, each in MEASURES.items())
