"""What a hosts.toml says of a host besides its name: paths, headers, certificates, how long a connection may take."""

import pytest

from imagesim.rules.registry.access import Access, RegistryAccess
from imagesim.scenarios.values.node_runtime import HostConfiguration, MirrorHost
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.registry_service import Fault, PullThroughCache
from tests.engine.containerd.pull_node import HOST, MIRROR, RIGHT, SMALL, WRONG, Node, registry

PROJECT = {"hub/team/small:t0": SMALL}
UPSTREAM = {"team/small:t0": SMALL}


def through(mirror: MirrorHost, behind: Registry, upstream: Registry | None = None, version: str = "2.3") -> Node:
    hosts = (HostConfiguration(host=HOST, mirrors=(mirror,)),)
    return Node(version, (upstream or registry(UPSTREAM), behind), hosts=hosts)


def mirror(**more: object) -> MirrorHost:
    return MirrorHost(host=MIRROR, tls=False, **more)  # type: ignore[arg-type]


def asked(node: Node) -> list[tuple[str, str, int]]:
    """Host, repository and status of the HEAD requests."""
    return [(row.host, row.repository, row.status) for row in node.records.requests if row.method == "HEAD"]


def test_with_a_path_in_the_url_the_mirror_reads_another_repository():
    node = through(mirror(path="/v2/hub"), registry(PROJECT, host=MIRROR))
    assert node.pull().failure is None
    assert asked(node) == [(MIRROR, "hub/team/small", 200)]
    assert {row.repository for row in node.records.requests} == {"hub/team/small"}
    assert node.asked_at(HOST) == []


def test_without_override_path_it_finds_nothing_and_upstream_serves_all():
    node = through(mirror(path="/v2/hub/v2"), registry(PROJECT, host=MIRROR))
    assert node.pull().failure is None
    assert asked(node) == [(MIRROR, "hub/v2/team/small", 404), (HOST, "team/small", 200)]
    assert {status for _, _, status in node.asked_at(MIRROR)} == {404}


def test_a_path_that_is_no_api_is_a_404_whoever_asks():
    for auth in ("none", "basic", "bearer"):
        node = through(mirror(path="/hub"), registry(PROJECT, host=MIRROR, auth=auth))
        assert node.pull().failure is None
        assert asked(node)[0] == (MIRROR, "/hub/team/small", 404)


def test_a_registry_may_have_its_api_elsewhere_too():
    behind = registry(PROJECT, host=MIRROR, roots=(("/api/docker/hub/v2", "hub"), ("/all/v2", "")))
    for path, status in (("/api/docker/hub/v2", 200), ("/all/v2/hub", 200), ("/all/v2", 404), ("/v2/hub", 200)):
        node = through(mirror(path=path), behind)
        assert node.pull().failure is None
        assert asked(node)[0][2] == status, path


def test_a_registry_that_nobody_describes_has_every_name_under_every_path():
    hosts = (HostConfiguration(host=HOST, mirrors=(mirror(path="/hub"),)),)
    node = Node("2.3", (registry(UPSTREAM),), hosts=hosts)
    assert node.pull().failure is None
    assert asked(node) == [(MIRROR, "/hub/team/small", 200)]


def test_errors_name_the_url_with_its_path():
    node = through(mirror(path="/v2/hub"), registry({}, host=MIRROR, faults=(Fault(status=500),)), registry({}))
    failed = node.pull()
    assert failed.failure is not None
    assert f"http://{MIRROR}/v2/hub/team/small/manifests/t0?ns=" in failed.failure.text


def test_the_server_may_have_a_path_too_and_a_capability():
    server = mirror(path="/v2/hub")
    node = Node(
        "2.3", (registry({}), registry(PROJECT, host=MIRROR)), hosts=(HostConfiguration(host=HOST, server=server),)
    )
    assert node.pull().failure is None
    only = HostConfiguration(
        host=HOST, mirrors=(mirror(),), server=MirrorHost(host=HOST, tls=False, capabilities=("pull",))
    )
    failed = Node("2.3", (registry(UPSTREAM), registry({}, host=MIRROR)), hosts=(only,)).pull()
    assert failed.failure is not None, "the registry itself may not resolve"
    assert failed.failure.code == "NotFound"


def test_a_token_is_for_the_repository_that_the_mirror_reads():
    node = through(mirror(path="/v2/hub"), registry(PROJECT, host=MIRROR, auth="bearer"))
    assert node.pull().failure is None
    assert node.asked_at(HOST) == []
    refused = registry(PROJECT, host=MIRROR, auth="bearer", faults=(Fault(object="token", status=503),))
    failed = through(mirror(path="/v2/hub"), refused, registry({}, faults=(Fault(transport="refused"),))).pull()
    assert failed.failure is not None
    scopes = "scope=repository%3Ahub%2Fteam%2Fsmall%3Apull&scope=repository%3Ateam%2Fsmall%3Apull"
    assert scopes in failed.failure.text


def guarded(auth: str, **service: object) -> Registry:
    """A mirror that lets alice in alone."""
    open_ = registry(UPSTREAM, host=MIRROR, auth=auth, **service)  # type: ignore[arg-type]
    access = RegistryAccess(auth=auth, users=open_.access.users, access=(Access(repository="*", users=("alice",)),))  # type: ignore[arg-type]
    return Registry(
        host=MIRROR, latency_s=0, bandwidth=None, repositories=open_.repositories, access=access, service=open_.service
    )


@pytest.mark.parametrize("version", ["1.7", "2.3"])
def test_a_header_logs_in_where_passwords_are_asked_for(version):
    node = through(mirror(authorization=RIGHT), guarded("basic"), version=version)
    assert node.pull().failure is None
    assert {status for _, _, status in node.asked_at(MIRROR)} == {200}
    assert node.asked_at(HOST) == []


def test_a_wrong_login_in_a_header_leaves_it_to_upstream():
    node = through(mirror(authorization=WRONG), guarded("basic"))
    assert node.pull().failure is None
    assert [status for _, _, status in asked(node)] == [401, 200]


@pytest.mark.parametrize(("version", "served"), [("1.7", False), ("2.0", False), ("2.1", True), ("2.3", True)])
def test_the_token_server_sees_the_header_from_2_1_on(version, served):
    node = through(mirror(authorization=RIGHT), guarded("bearer"), version=version)
    assert node.pull().failure is None
    assert (node.asked_at(HOST) == []) is served


def test_the_kubelets_login_comes_before_a_header():
    node = through(mirror(authorization=WRONG), guarded("bearer"))
    assert node.pull(login=RIGHT).failure is None
    assert node.asked_at(HOST) == []


@pytest.mark.parametrize("way", ["unknown-authority", "wrong-name"])
def test_who_does_not_verify_certificates_minds_no_wrong_one(way):
    unknown = (Fault(transport=way),)
    for skips, served in ((False, False), (True, True)):
        node = through(mirror(skip_verify=skips), registry(UPSTREAM, host=MIRROR, faults=unknown))
        assert node.pull().failure is None
        assert (node.asked_at(HOST) == []) is served


def test_a_cache_may_be_a_project_behind_a_path():
    behind = registry({}, host=MIRROR, cache=PullThroughCache(upstream=HOST, under="hub"))
    node = through(mirror(path="/v2/hub"), behind)
    assert node.pull().failure is None
    assert {row.repository for row in node.records.requests if row.node == MIRROR} == {"team/small"}
    assert {row.host for row in node.records.requests if row.node == "node"} == {MIRROR}


@pytest.mark.parametrize(("version", "waited"), [("1.7", 30), ("2.0", 3), ("2.3", 3)])
def test_a_connection_that_does_not_open_is_given_up_after_the_hosts_own_time(version, waited):
    silent = (Fault(transport="dial-silent"),)
    node = through(mirror(dial_timeout_s=3), registry({}, host=MIRROR, faults=silent), version=version)
    node.pull()
    assert node.records.requests[0].time_s == pytest.approx(waited)
