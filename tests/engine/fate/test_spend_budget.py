"""Somebody else behind the same address uses up the budget: pulls are refused until the window ends."""

from collections.abc import Callable

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.results.measures.recovery import recovery
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError

WORLD = """apiVersion: imagesim/v1
kind: Registry
metadata: {name: docker.io}
spec:
  auth: bearer
  users: [{name: ann}]
  limits: [{amount: 10, window: 1h, clients: anonymous}, {amount: 20, window: 1h, clients: accounts, per: account}]
  repositories: {nginx: {tags: {v1: web}}}
---
apiVersion: imagesim/v1
kind: Registry
metadata: {name: cache.example}
spec: {cache: {of: docker.io}}
---
apiVersion: imagesim/v1
kind: Image
metadata: {name: web}
spec: {layers: [1Mi]}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {name: behind}
spec: {count: 1, nat: {name: office}}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {name: alone}
spec: {count: 1}
---
apiVersion: imagesim/v1
kind: Simulation
metadata: {name: s}
spec: {duration: 2h}
---
apiVersion: imagesim/v1
kind: Timeline
metadata: {name: t}
spec: {events: [{at: 1m, spendBudget: {registry: docker.io, %s}}]}
"""
POD = """---
apiVersion: v1
kind: Pod
metadata: {name: %s, annotations: {}}
spec: {nodeName: %s, containers: [{name: c, image: '%s', imagePullPolicy: Always}]}
"""
LATER = """---
apiVersion: imagesim/v1
kind: Timeline
metadata: {name: u}
spec:
  events:
    - {at: 2m, removeImage: {node: behind-0, image: 'nginx:v1'}}
    - {at: 2m, removeImage: {node: alone-0, image: 'nginx:v1'}}
    - {at: 3m, restart: {target: Pod/default/a}}
    - {at: 3m, restart: {target: Pod/default/b}}
"""


@pytest.fixture(name="spent")
def spent_budget(tmp_path) -> Callable[[str], Records]:
    """A run in which two pods, one behind a NAT and one not, are started again after the budget was spent."""

    def make(whose: str) -> Records:
        pods = POD % ("a", "behind-0", "nginx:v1") + POD % ("b", "alone-0", "nginx:v1")
        file = tmp_path / "world.yaml"
        file.write_text(WORLD % whose + pods + LATER)
        return run(load(file))

    return make


def refused(records: Records) -> set[str]:
    return {row.pod for row in records.pulls if "429 Too Many Requests" in row.error}


def test_those_behind_the_address_are_refused_and_others_are_not(spent) -> None:
    records = spent("address: office")
    assert refused(records) == {"a"}


def test_a_node_has_the_address_that_the_registry_sees(spent) -> None:
    assert refused(spent("address: alone-0")) == {"b"}
    assert refused(spent("address: behind-0")) == {"a"}


def test_some_requests_leave_enough_for_others(spent) -> None:
    assert refused(spent("address: office, requests: 5")) == set()


def test_the_run_says_when_the_budget_is_there_again_and_recovery_counts_from_then(spent) -> None:
    records = spent("address: office")
    opened_s = next(
        row.time_s for row in records.requests if row.method == "GET" and row.object.startswith("manifests")
    )
    refilled_s = pytest.approx(opened_s + 3600, abs=0.1)
    (cause,) = (row for row in records.causes if row.event == "spendBudget")
    assert (cause.time_s, cause.ended_s) == (60, refilled_s)
    assert cause.text == "somebody else spends all that is left of the budget of office at docker.io"
    (disturbance,) = records.disturbances
    assert (disturbance.kind, disturbance.target, disturbance.ended_s) == ("spendBudget", "docker.io", refilled_s)
    (row,) = recovery(records)
    assert (row.pod, row.disturbance) == ("a", "budget of office at docker.io")
    assert row.ready_s is not None
    assert opened_s + 3599 < row.ready_s < opened_s + 3600 + 400


MISTAKES = [
    (
        "requests: all",
        "does not say whose budget: those of docker.io are per account and address; add address or account",
    ),
    (
        "address: nowhere",
        "spendBudget.address: 'nowhere' is nobody's address: no NAT, no cache that asks the registry, and no node has "
        "that name; known: cache.example, office, a node such as ",
    ),
    ("address: offfice", "that name; did you mean office?"),
    ("address: office, requests: null", "spendBudget.requests: has no value; write one, or remove the field"),
    ("address: office, requests: many", "spendBudget.requests: 'many' is neither a whole number nor all; write"),
    ("account: bob", "account: 'bob' is no user of Registry docker.io"),
    ("account: 'ann:Pl4nted'", "account: has a colon, and a user's name has none (RFC 7617)"),
    ("address: office, requests: 0", "requests: "),
]


@pytest.mark.parametrize(("whose", "said"), MISTAKES)
def test_a_budget_that_nobody_has_is_a_mistake(spent, whose: str, said: str) -> None:
    with pytest.raises(ScenarioError, match="spendBudget") as caught:
        spent(whose)
    assert said in str(caught.value)


def test_a_cache_asks_under_an_address_of_its_own(spent) -> None:
    assert refused(spent("address: cache.example")) == set()
