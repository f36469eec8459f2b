"""Closed forms of measures: small worlds of which it is known beforehand what a measure has to say.

`held` is what one form says and what the measure said; a module each for costs, pods, versions, nodes, recovery and
what can be expected.
Their rows are held by tests, and stand in docs/validation.md.
"""

from collections.abc import Callable, Iterator, Mapping

from tests.results.measures.closed_forms.costs import costs
from tests.results.measures.closed_forms.expected import expected
from tests.results.measures.closed_forms.held import Held
from tests.results.measures.closed_forms.nodes import nodes
from tests.results.measures.closed_forms.pods import pods
from tests.results.measures.closed_forms.recovery import recoveries
from tests.results.measures.closed_forms.versions import versions

FORMS: Mapping[str, Callable[[], Iterator[Held]]] = {
    "costs": costs,
    "versions": versions,
    "pods": pods,
    "recovery": recoveries,
    "nodes": nodes,
    "expect": expected,
}
"""What the measures are about -> all closed forms of it."""


def held_about(about: str) -> list[Held]:
    """All closed forms of what the measures are about, which their names begin with."""
    return [held._replace(what=f"{about}, {held.what}") for held in FORMS[about]()]
