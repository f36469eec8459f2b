"""A pull from a host that cannot be reached fails as any other does, with less ado."""

import pytest

from imagesim.scenarios.values.registry_service import Fault
from tests.engine.containerd.pull_node import HOST, Node, registry

REFUSED = Fault(transport="refused")
ONLY_HEAD = Fault(transport="refused", method="HEAD")
"""The same to a pull that has only begun, though it takes the way of all others."""


@pytest.mark.parametrize("version", ["1.6", "2.0", "2.3"])
@pytest.mark.parametrize("transport", ["refused", "no-such-host", "dns-error"])
def test_it_says_what_a_pull_says_that_asks(version: str, transport: str) -> None:
    calls = []
    for method in ("", "HEAD"):
        fault = Fault(transport=transport, method=method)  # type: ignore[arg-type]
        node = Node(version=version, registries=(registry(faults=(fault,), latency_s=0.25),))
        calls.append((node.pull(), node.asked))
    (short, asked), (long, asked_too) = calls
    assert short.failure is not None
    assert short.failure == long.failure
    assert short.ended_s == long.ended_s == 0.25  # type: ignore[attr-defined]
    assert asked == asked_too == []
    assert (short.moved_something, long.moved_something) == (False, True)


def test_a_host_that_comes_back_while_the_request_is_on_its_way_answers_it() -> None:
    node = Node(registries=(registry(faults=(Fault(transport="refused", until_s=10.0),), latency_s=0.25),))
    assert node.pull().failure is not None
    late = node.start(at_s=9.75)
    node.run()
    assert late.failure is None


def test_a_disturbance_that_begins_while_the_request_is_on_its_way_decides() -> None:
    node = Node(registries=(registry(faults=(REFUSED,), latency_s=0.25),))
    node.at(0.1, lambda: node.registry_of[HOST].begin(Fault(status=503)))
    pull = node.pull()
    assert pull.failure is not None
    assert "503 Service Unavailable" in pull.failure.text
    assert pull.ended_s == 0.25 * len(node.asked)  # type: ignore[attr-defined]  # the first crossed once


@pytest.mark.parametrize("fault", [REFUSED, ONLY_HEAD])
def test_a_call_that_is_cancelled_on_its_way_ends_then(fault: Fault) -> None:
    node = Node(registries=(registry(faults=(fault,), latency_s=0.25),))
    pull = node.start()
    node.at(0.1, pull.cancel)
    node.run()
    assert pull.failure is not None
    assert pull.failure.code == "Canceled"
    assert pull.ended_s == 0.1  # type: ignore[attr-defined]
    alike = Node(registries=(registry(faults=(ONLY_HEAD,), latency_s=0.25),))
    other = alike.start()
    alike.at(0.1, other.cancel)
    alike.run()
    assert pull.failure == other.failure


def test_a_fault_that_counts_requests_is_asked() -> None:
    node = Node(registries=(registry(faults=(REFUSED, Fault(status=503, nth=1))),))
    assert node.pull().moved_something
