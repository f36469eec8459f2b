"""How long pods took, who missed them, and who ran what nobody let them have."""

from collections.abc import Iterator
from functools import cache

from imagesim.engine.records import Records
from imagesim.results.measures.availability import AvailabilityRow, availability
from imagesim.results.measures.ready_times import ready_times
from tests.results.example_records import pod
from tests.results.measures import private_worlds as private
from tests.results.measures.closed_forms.held import Held
from tests.results.measures.small_worlds import HOST, Document, image, one, pool, ran, registry, timeline, workload

WORLD = (image("a", "10Mi"), registry({"v1": "a"}), pool(4))
BAD = f"{HOST}/web:no-such-tag"


def budget(**spec: object) -> Document:
    """A PodDisruptionBudget of the workload."""
    return {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": "pdb"},
            "spec": {"selector": {"matchLabels": {"app": "web"}}, **spec}}  # fmt: skip


def bad_image(document: Document, *more: Document) -> Records:
    """A roll-out to an image that does not exist, after five of ten minutes."""
    event = ("5m", "setImage", {"workload": f"{document['kind']}/web", "image": BAD})
    return ran(*WORLD, document, *more, timeline(event))


def row(records: Records, kind: str) -> AvailabilityRow:
    """The availability of the only object of a kind."""
    found: AvailabilityRow = one([each for each in availability(records) if each.workload.startswith(kind)])
    return found


@cache
def budget_not_met() -> Records:
    """A budget that wants the pod that a stuck roll-out has taken."""
    strategy = {"rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}}
    return bad_image(workload(replicas=4, strategy=strategy), budget(minAvailable=4))


@cache
def one_deleted() -> Records:
    """One of two pods is deleted after five minutes."""
    return ran(*WORLD, workload(replicas=2), timeline(("5m", "delete", {"target": "Deployment/web", "pods": 1})))


def pods() -> Iterator[Held]:
    """Time to ready, availability below the minimum, unauthorised uses."""
    taken = [pod(f"web-{place}", created_s=10.0, ready_s=10.0 + 7 * place % 101) for place in range(1, 101)]
    times = one(ready_times(Records(pods=taken)))
    for part, found in ((50, times.p50_s), (90, times.p90_s), (99, times.p99_s)):
        form = f"nearest rank of the times 1 to 100 s: the {part}th"
        yield Held(f"time to ready p{part}", form, part, found or 0.0, "s")
    yield from _availability()
    others = [private.late(namespace) for namespace in ("b", "c", "d")]
    uses = private.uses(*private.A, *others)
    form = "one per tenant without a login, 3, of an image that a fourth pulled"
    yield Held("unauthorised uses", form, 3, len(uses))
    asked = private.uses(*private.A, private.late("b", policy="Always"))
    yield Held("unauthorised uses, Always", "none: the registry is asked for each pod", 0, len(asked))


def _availability() -> Iterator[Held]:
    stuck = row(bad_image(workload(replicas=10)), "Deployment")
    form = "replicas - floor(25 % of replicas)"
    yield Held("minimum available, 10 replicas", form, 8, stuck.minimum)
    yield Held("least available, stuck roll-out", "the minimum", 8, stuck.least)
    yield Held("unavailable, stuck roll-out", "never", 0, stuck.below_s, "s")
    missed = row(budget_not_met(), "PodDisruptionBudget").below_s
    form = "a budget of all pods, a roll-out that takes one at 300 of 600 s"
    yield Held("unavailable, PodDisruptionBudget", form, 300, missed, "s", 0.1)
    late = one([each for each in one_deleted().pods if each.created_s >= 300])
    form = "from the deletion at 300 s until the next pod is Ready"
    yield Held(
        "unavailable, deleted pod", form, late.ready_s - 300, row(one_deleted(), "Deployment").below_s, "s", 1e-6
    )
