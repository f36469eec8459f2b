"""The progress timeout on a stalled pull, as it was watched with 12 s: T, L and 1.7 of the report."""

import pytest

from imagesim.scenarios.values.node_runtime import ContainerdConfiguration, Pace
from imagesim.scenarios.values.registry_service import Fault
from tests.engine.containerd.pull_node import MIB, Node, image, layer, registry, sha

VERSIONS = ["2.3", "2.3 local", "1.7"]
BIG = image("big", layer("b0", 10 * MIB), layer("b1", 10 * MIB))


def node(version, *faults, timeout_s=12.0, connection=None, tags=None):
    settings = ContainerdConfiguration(
        use_local_image_pull=version.endswith("local"), image_pull_progress_timeout_s=timeout_s
    )
    held = registry(tags or {"team/small:t0": BIG}, faults=faults)
    return Node(version[:3], (held,), settings, pace=Pace(connection=connection))


def stall(after, name="b0"):
    return Fault(method="GET", object=f"blobs/{sha(name)}", cut_at_bytes=after, silent=True)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_layer_that_stalls_after_five_megabytes_is_cancelled_at_thirty_seconds(version):
    pull = node(version, stall(5_000_000), connection=5e6).pull()
    assert pull.failure is not None
    assert (pull.failure.code, pull.failure.text[-18:]) == ("Canceled", ": context canceled")
    assert pull.ended_s == pytest.approx(30.0, abs=0.01)


@pytest.mark.parametrize(("version", "ended"), [("2.3", None), ("2.3 local", 30.0), ("1.7", 30.0)])
def test_one_that_stalls_before_its_first_mebibyte_the_transfer_service_does_not_notice(version, ended):
    pull = node(
        version, stall(500_000), connection=5e6, tags={"team/small:t0": image("one", layer("b0", 10 * MIB))}
    ).pull()
    assert pull.ended_s == (None if ended is None else pytest.approx(ended, abs=0.01))


def test_bytes_of_any_layer_start_the_clock_anew():
    """The last byte of another layer comes after 35 s, and 60 s is the first look that finds nothing for 12 s."""
    held = image("two", layer("b0", 10 * MIB), *[layer(f"c{place}", 5 * MIB) for place in range(28)])
    pull = node("2.3", stall(5_000_000), connection=2 * MIB, tags={"team/small:t0": held}).pull()
    assert pull.ended_s == pytest.approx(60.0, abs=0.01)


@pytest.mark.parametrize(("version", "ended"), [("2.3", 30.0), ("2.3 local", 20.0), ("1.7", 20.0)])
def test_a_head_that_is_not_answered(version, ended):
    """With the transfer service, and from 2.3 on in both paths, the header timeout may come first."""
    pull = node(version, Fault(method="HEAD", silent=True)).pull()
    assert pull.failure is not None
    assert pull.ended_s == pytest.approx(ended, abs=0.01)
    assert pull.failure.code == ("DeadlineExceeded" if version == "2.3" else "Canceled")
    why = "net/http: timeout awaiting response headers" if version == "2.3" else "context canceled"
    assert pull.failure.text.endswith(f'Head "http://127.0.0.1:5000/v2/team/small/manifests/t0": {why}')


@pytest.mark.parametrize(("version", "ended"), [("2.3", 30.0), ("2.3 local", 20.0)])
def test_a_get_that_is_not_answered(version, ended):
    pull = node(version, Fault(method="GET", object=f"blobs/{sha('b0')}", silent=True)).pull()
    assert pull.ended_s == pytest.approx(ended, abs=0.01)


@pytest.mark.parametrize(("version", "ended"), [("1.6", None), ("1.7", 310.0), ("2.0", 310.0)])
def test_what_the_versions_do_by_themselves(version, ended):
    pull = node(version, Fault(method="HEAD", silent=True), timeout_s=None).pull()
    assert pull.ended_s == (None if ended is None else pytest.approx(ended, abs=0.01))


def test_the_timeout_can_be_switched_off():
    assert node("1.7", Fault(method="HEAD", silent=True), timeout_s=0.0).pull().ended_s is None


@pytest.mark.parametrize("version", ["2.3", "2.3 local"])
def test_a_pull_that_waits_in_the_queue_is_not_cancelled(version):
    held = {"team/big:1": image("big", *[layer(f"q{place}", 24 * MIB) for place in range(3)]), "team/small:t0": BIG}
    own = node(version, connection=MIB, tags=held)
    first, second = own.start("team/big:1"), own.start(at_s=1.0)
    own.run()
    assert first.failure is None
    assert second.failure is None
    assert second.ended_s > 24


def test_slow_is_not_stalled():
    pull = node("1.7", connection=1000.0, tags={"team/small:t0": image("slow", layer("b0", 100_000))}).pull()
    assert pull.failure is None
    assert pull.ended_s == pytest.approx(101.5, abs=0.1)
