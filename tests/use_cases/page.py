"""Writes docs/use-cases.md."""

from collections.abc import Iterable
from pathlib import Path

from imagesim.results.time_axis import in_words
from tests.use_cases.cases import TENANTS, USE_CASES, UseCase
from tests.use_cases.measuring import WAYS, measured

PAGE = Path(__file__).parents[2] / "docs" / "use-cases.md"
_HEAD = """# Use cases

The four use cases of [Kubernetes' page on images](https://kubernetes.io/docs/concepts/containers/images/#use-cases),
each with and without what the page suggests. Every row is one run of a shipped scenario; `python -m tests.use_cases`
makes this page, and a test holds it against the runs. *Unauthorised* counts containers that ran a private image which
nothing of their pod or node could have pulled, as [the reference](reference.md#unauthorised) defines it.
"""
_TENANTS = """## Many tenants

Each tenant has repositories of its own, and its credential in its own namespace, which the ServiceAccount there gives
to every pod (`imagesim run tenants`). The pods of `red` have put their app on each node; the tools of `red` were baked
in. Then `blue` starts three pods from each, and an ephemeral container; and on each node somebody has left a static
pod. The numbers say how many of those ran with nothing that could have pulled the image. *Own apps* are those that each
tenant may run.

What the page says holds: without AlwaysPullImages every pod of every tenant can use whatever is on its nodes, and with
it no pod can that has to pass admission. It leaves two holes. An ephemeral container comes through a subresource that
the plugin does not look at, and a static pod passes no admission at all. Since 1.35 the kubelet itself asks for a login
before it lets a pod use what it has pulled, which closes both; but by default it does not ask for what it has not
pulled itself, such as baked images, and an allow list opens what is on it to everybody.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *map(_use_case, USE_CASES), _tenants()])


def _use_case(case: UseCase) -> str:
    rows = []
    for label, values in case.variants:
        found = measured(case.scenario, values)
        last = "never" if found.last_ready_s is None else in_words(found.last_ready_s)
        rows.append((label, f"{found.ready} of {found.wanted}", last, found.failed_pulls, len(found.uses)))
    table = _table(("", "pods Ready", "the last at", "failed pulls", "unauthorised"), rows)
    return f"## {case.title}\n\n{case.says}\nThe scenario is `{case.scenario}`.\n\n{table}"


def _tenants() -> str:
    rows = []
    for label, values in TENANTS:
        found = measured("tenants", values)
        rows.append((label, *found.by_way().values(), f"{found.own_ready} of {found.own}"))
    return f"{_TENANTS}\n{_table(('', *WAYS, 'own apps Ready'), rows)}"


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *([str(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
