"""Mirrors of hosts.toml that a wire case has no words for: dead ones, corrupt ones, none before which they stand."""

import pytest

from imagesim.scenarios.values.node_runtime import ContainerdConfiguration, HostConfiguration, MirrorHost
from imagesim.scenarios.values.registry_service import Fault
from tests.engine.containerd.pull_node import HOST, MIRROR, SMALL, Node, mirrored, registry, sha

MEASURED = ["1.6", "1.7", "2.3"]
TAGS = {"team/small:t0": SMALL}


def through(version, *mirror_faults, upstream_faults=(), capabilities=(), mirror_tags=None):
    mirror = registry(TAGS if mirror_tags is None else mirror_tags, host=MIRROR, faults=mirror_faults)
    upstream = registry(TAGS, faults=upstream_faults)
    return Node(version, (upstream, mirror), hosts=(mirrored(*capabilities),))


@pytest.mark.parametrize("version", MEASURED)
def test_a_mirror_that_refuses_connections_is_passed_over(version):
    node = through(version, Fault(transport="refused"))
    assert node.pull().failure is None
    assert len(node.asked_at(HOST)) == 5
    assert node.asked_at(MIRROR) == []


@pytest.mark.parametrize("version", MEASURED)
def test_a_mirror_that_changes_a_layer_fails_the_pull(version):
    node = through(version, Fault(object=f"blobs/{sha('s1')}", corrupt=True))
    pull = node.pull()
    assert pull.failure is not None
    assert pull.failure.code == "FailedPrecondition"
    assert node.asked_at(HOST) == []


@pytest.mark.parametrize(("version", "says"), [("1.6", "connection refused"), ("2.3", "team/small:t0: not found")])
def test_of_a_404_and_a_dead_registry_newer_versions_report_the_404(version, says):
    pull = through(version, mirror_tags={}, upstream_faults=(Fault(transport="refused"),)).pull()
    assert pull.failure is not None
    assert pull.failure.text.endswith(says)


@pytest.mark.parametrize(
    ("version", "says"), [("1.7", "connection reset by peer"), ("2.3", "team/small:t9: not found")]
)
def test_of_a_reset_and_a_404_too(version, says):
    pull = through(version, Fault(transport="reset")).pull("team/small:t9")
    assert pull.failure is not None
    assert pull.failure.text.endswith(says)


def test_without_a_server_line_the_name_itself_comes_last_over_https():
    name = "up.test"
    hosts = (HostConfiguration(host=name, mirrors=(MirrorHost(host=MIRROR, tls=False),)),)
    dead = registry({}, host=name, faults=(Fault(transport="refused"),))
    pull = Node("2.3", (registry({}, host=MIRROR), dead), hosts=hosts).pull(f"{name}/team/small:t0")
    assert pull.failure is not None
    assert [host.url("a", "manifests/1") for host in pull.session.endpoints] == [
        f"http://{MIRROR}/v2/a/manifests/1?ns={name}",
        f"https://{name}/v2/a/manifests/1",
    ]


def test_a_server_line_can_forbid_the_registry_itself():
    hosts = (HostConfiguration(host=HOST, server=MirrorHost(host=MIRROR, tls=False)),)
    node = Node("2.3", (registry(TAGS), registry({}, host=MIRROR)), hosts=hosts)
    pull = node.pull()
    assert pull.failure is not None
    assert pull.failure.code == "NotFound"
    assert node.asked_at(HOST) == []


def test_the_default_file_serves_every_registry_that_has_none():
    hosts = (HostConfiguration(host="_default", mirrors=(MirrorHost(host=MIRROR, tls=False),)),)
    node = Node("2.3", (registry(TAGS), registry(TAGS, host=MIRROR)), hosts=hosts)
    assert node.pull().failure is None
    assert node.asked_at(HOST) == []


@pytest.mark.parametrize("version", MEASURED)
def test_a_mirror_that_may_only_resolve_is_not_asked_for_tags_but_for_bodies(version):
    """Resolving takes both capabilities; Fetch asks all hosts of the file (fetcher.go ranges over r.hosts)."""
    node = through(version, capabilities=("resolve",))
    assert node.pull().failure is None
    assert node.asked_at(HOST) == [("HEAD", "manifests/t0", 200)]
    assert len(node.asked_at(MIRROR)) == 4


def test_each_further_host_of_a_body_queues_for_a_slot_anew():
    """2.3 gives its slot back between two hosts, so other layers' requests at the mirror come in between."""
    settings = ContainerdConfiguration(transfer_max_concurrent_downloads=1)
    registries = registry(TAGS, latency_s=0.01), registry({}, host=MIRROR, latency_s=0.01)
    node = Node("2.3", registries, settings, hosts=(mirrored(),))
    assert node.pull().failure is None
    layers = (f"blobs/{sha('s0')}", f"blobs/{sha('s1')}")
    assert [row.host for row in node.records.requests if row.object in layers] == [MIRROR, MIRROR, HOST, HOST]
