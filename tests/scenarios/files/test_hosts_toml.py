"""hosts.toml of containerd: as a file, and as the fields of a NodePool."""

from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.rules.credentials.secret_value import SecretValue, stand_in
from imagesim.scenarios.files.hosts_toml import api_path, url_path
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.node_runtime import HostConfiguration, MirrorHost
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]
Write = Callable[..., Path]

POOL = "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: workers}\nspec: {hosts: {%s}}\n"
FILE = """\
server = "https://registry-1.docker.io"

[host."https://b.example"]
  capabilities = ["pull", "resolve", "push"]
  skip_verify = true
  ca = "/etc/ca.crt"

[host."http://a.example:5000/v2"]
  capabilities = ["pull"]

[host."c.example"]
  [host."c.example".header]
    x = "1"
"""


def hosts(scenario: Scenario) -> tuple[HostConfiguration, ...]:
    return scenario.pools[0].hosts


def with_file(write: Write, text: str) -> Path:
    write(text, "certs.d/docker.io/hosts.toml")
    return write(POOL % "docker.io: {file: certs.d/docker.io/hosts.toml}", "world.yaml")


def test_a_file_is_read_as_containerd_reads_it_in_its_own_order(write: Write) -> None:
    scenario = load(with_file(write, FILE))
    assert hosts(scenario) == (
        HostConfiguration(
            host="docker.io",
            server=MirrorHost(host="docker.io"),
            mirrors=(
                MirrorHost(host="b.example", skip_verify=True),
                MirrorHost(host="a.example:5000", tls=False, capabilities=("pull",)),
                MirrorHost(host="c.example"),
            ),
        ),
    )
    assert scenario.not_modelled == (
        "ca in hosts.toml is not modelled (NodePool/workers).",
        "a header other than Authorization in hosts.toml is not modelled (NodePool/workers).",
    )


def test_the_scenario_no_longer_needs_the_file(write: Write) -> None:
    path = with_file(write, FILE)
    scenario = load(path)
    (path.parent / "certs.d/docker.io/hosts.toml").unlink()
    again = load(*scenario.documents)
    assert again == scenario
    assert again.not_modelled == scenario.not_modelled


def test_fields_say_the_same(loaded: Loaded) -> None:
    mirrors = "[{host: b.example}, {host: 'http://a.example:5000', capabilities: [pull]}, {host: spegel, peers: true}]"
    others = "_default: {mirrors: [{host: m.example}]}"
    written = f"index.docker.io: {{server: 'http://hub.example', mirrors: {mirrors}}}, {others}"
    assert hosts(loaded(POOL % written)) == (
        HostConfiguration(
            host="docker.io",
            server=MirrorHost(host="hub.example", tls=False),
            mirrors=(
                MirrorHost(host="b.example"),
                MirrorHost(host="a.example:5000", tls=False, capabilities=("pull",)),
                MirrorHost(host="spegel", peers=True),
            ),
        ),
        HostConfiguration(host="_default", mirrors=(MirrorHost(host="m.example"),)),
    )


@pytest.mark.parametrize(
    ("written", "mirror"),
    [
        ("resolveTags: true, resolveLatestTag: true", MirrorHost(host="spegel", peers=True)),
        ("resolveTags: false", MirrorHost(host="spegel", peers=True, capabilities=("pull",))),
        ("resolveLatestTag: false", MirrorHost(host="spegel", peers=True, resolves_latest=False)),
    ],
)
def test_peers_may_be_kept_from_saying_what_a_tag_is(loaded: Loaded, written: str, mirror: MirrorHost) -> None:
    scenario = loaded(POOL % f"docker.io: {{mirrors: [{{host: spegel, peers: true, {written}}}]}}")
    assert hosts(scenario) == (HostConfiguration(host="docker.io", mirrors=(mirror,)),)
    assert load(*scenario.documents) == scenario


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("resolveTags: false", "has resolveTags, which is about peers alone"),
        ("resolveLatestTag: true", "has resolveLatestTag, which is about peers alone"),
        (
            "peers: true, resolveTags: false, capabilities: [pull, resolve]",
            "has resolveTags: false and the capability resolve",
        ),
    ],
)
def test_what_says_nothing_of_tags_or_two_things_is_a_mistake(loaded: Loaded, written: str, rule: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        loaded(POOL % f"docker.io: {{mirrors: [{{host: m.example, {written}}}]}}")
    assert rule in str(caught.value)


@pytest.mark.parametrize(
    ("version", "written", "why"),
    [
        ("1.6", 'server = "https://a.example"', "which has no [host] table"),
        ("1.7", 'server = "https://a.example"', ""),
        (
            "2.1",
            "[host.'https://a.example']\ncapabilities = ['pull', 'Referrers']",
            "which names the capability referrers",
        ),
        ("2.2", "[host.'https://a.example']\ncapabilities = ['pull', 'Referrers']", ""),
        ("1.6", "[host.'https://a.example']", ""),
        ("1.6", "", ""),
    ],
)
def test_a_file_that_an_older_containerd_cannot_read_is_passed_over(
    write: Write, version: str, written: str, why: str
) -> None:
    path = with_file(write, written)
    scenario = load(path, values={"NodePool/workers:spec.containerdVersion": version})
    said = f"containerd {version} passes over the hosts.toml of docker.io, {why}."
    assert (said in scenario.assumptions) is bool(why)
    if why:
        assert hosts(scenario) == (HostConfiguration(host="docker.io"),)


def test_a_mirror_without_a_document_holds_every_name_and_that_is_said(loaded: Loaded) -> None:
    scenario = loaded(POOL % "docker.io: {mirrors: [{host: m.example}, {host: p.example, peers: true}]}")
    assert any(sentence.startswith("No document describes m.example:") for sentence in scenario.assumptions)


def test_an_empty_file_says_nothing(write: Write) -> None:
    assert hosts(load(with_file(write, ""))) == (HostConfiguration(host="docker.io"),)


def test_a_header_may_hold_a_password_and_is_not_kept(write: Write, loaded: Loaded) -> None:
    for scenario in (
        load(with_file(write, "[host.'https://a'.header]\nauthorization = 'hunter2'\n[header]\nx = 'hunter2'")),
        loaded(POOL % "docker.io: {file: {header: {x: hunter2}, host: {'https://a': {header: {y: hunter2}}}}}"),
    ):
        assert "hunter2" not in str(scenario.documents)
        assert "a header other than Authorization in hosts.toml is not modelled" in str(scenario.not_modelled)


FULL = """\
server = "https://registry-1.docker.io"
capabilities = ["resolve"]
dial_timeout = "3s"

[host."https://harbor.example/v2/hub-proxy"]
  override_path = true
  capabilities = ["Pull", "resolve", "referrers"]
  [host."https://harbor.example/v2/hub-proxy".header]
    authorization = "Basic cm9ib3Q6aHVudGVyMg=="

[host."https://art.example/artifactory/api/docker/hub"]
"""
FULL_HOSTS = (
    "docker.io: {server: {host: docker.io, capabilities: [resolve], dialTimeout: 3s}, mirrors: ["
    "{host: harbor.example/v2/hub-proxy, overridePath: true, header: {authorization: Basic cm9ib3Q6aHVudGVyMg==}}, "
    "{host: art.example/artifactory/api/docker/hub}]}"
)


def test_paths_headers_and_what_is_said_of_the_server_count(write: Write, loaded: Loaded) -> None:
    login = ("robot", SecretValue(stand_in("hunter2")))
    expected = HostConfiguration(
        host="docker.io",
        server=MirrorHost(host="docker.io", capabilities=("resolve",), dial_timeout_s=3),
        mirrors=(
            MirrorHost(host="harbor.example", path="/v2/hub-proxy", authorization=login),
            MirrorHost(host="art.example", path="/artifactory/api/docker/hub/v2"),
        ),
    )
    for scenario in (load(with_file(write, FULL)), loaded(POOL % FULL_HOSTS)):
        assert hosts(scenario) == (expected,)
        assert scenario.not_modelled == ()
        assert hosts(loaded(dump(scenario))) == (expected,)
        for text in (str(scenario.documents), dump(scenario), repr(scenario)):
            assert "hunter2" not in text
            assert "cm9ib3Q6aHVudGVyMg" not in text


@pytest.mark.parametrize(
    ("url", "override", "path"),
    [
        ("", False, "/v2"),
        ("", True, ""),
        ("/", False, "/v2"),
        ("/v2", False, "/v2"),
        ("/v2/", False, "/v2"),
        ("/v2/hub", False, "/v2/hub/v2"),
        ("/v2/hub", True, "/v2/hub"),
        ("/v2/hub/", True, "/v2/hub"),
        ("/a//b/../c", False, "/a/c/v2"),
        ("/hub/v2", False, "/hub/v2"),
        ("/hubv2", False, "/hubv2/v2"),
    ],
)
def test_the_api_is_where_parse_host_config_finds_it(url: str, override: bool, path: str) -> None:
    assert api_path(url, override=override) == path
    assert api_path(url_path(path)[0], override=url_path(path)[1]) == path


def test_without_a_server_line_what_stands_at_the_top_is_said_of_the_registry_itself(write: Write) -> None:
    (found,) = hosts(load(with_file(write, 'skip_verify = true\ncapabilities = ["pull"]\noverride_path = true')))
    assert found.server == MirrorHost(host="", skip_verify=True), "paths and capabilities count with a server alone"


def test_an_authorization_that_is_no_login_is_said_not_to_be_modelled(loaded: Loaded) -> None:
    for value in ("Bearer hunter2", "Basic hunter2", "hunter2"):
        scenario = loaded(POOL % f"docker.io: {{mirrors: [{{host: m.example, header: {{Authorization: {value}}}}}]}}")
        assert "an Authorization header that is not Basic in hosts.toml is not modelled" in str(scenario.not_modelled)
        assert "hunter2" not in str(scenario.documents)
        assert scenario.pools[0].hosts[0].mirrors[0].authorization is None


def test_no_message_shows_a_password_in_a_url(write: Write, mistake: Mistake) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(with_file(write, "[host.'https://u:hunter2@a']"))
    said = [str(caught.value)]
    fields = ("server: 'https://u:hunter2@a'", "mirrors: [{host: 'u:hunter2@a'}]")
    said += [mistake(POOL % f"docker.io: {{{field}}}") for field in fields]
    assert all("'...@...' is not the URL of a host" in each and "hunter2" not in each for each in said)


MISTAKES = [
    ("docker.io: {}", "hosts[docker.io]: says nothing; write mirrors, server or file"),
    (
        "docker.io: {file: no/hosts.toml}",
        "hosts[docker.io].file: names no file that is there; "
        "write the path of a file relative to this one, or the content itself as a mapping",
    ),
    (
        "docker.io: {file: {}, server: x}",
        "hosts[docker.io]: has a file and fields beside it; write either file, or server and mirrors",
    ),
    (
        "docker.io: {file: {host: {'https://x': {capabilities: [pul]}}}}",
        'hosts[docker.io].file: host."https://x".capabilities: is no capability; did you mean pull?',
    ),
    (
        "docker.io: {server: 'ftp://x'}",
        "hosts[docker.io].server: 'ftp://x' is not the URL of a host; "
        "write for example https://mirror.example or http://mirror.example:5000",
    ),
    (
        "docker.io: {mirrors: [{host: 'a b'}]}",
        "hosts[docker.io].mirrors[0].host: 'a b' is not the URL of a host; "
        "write for example https://mirror.example or http://mirror.example:5000",
    ),
    (
        "docker.io: {mirrors: [{host: a.b, capabilities: [push]}]}",
        "hosts[docker.io].mirrors[0].capabilities[0]: 'push' is not known here; known: pull, resolve",
    ),
    (
        "docker.io: {mirrors: [{host: a.b, capabilities: []}]}",
        "hosts[docker.io].mirrors[0].capabilities: a list is empty; list what it holds, or remove the field",
    ),
    (
        "docker.io: {server: a.b}, index.docker.io: {server: a.b}",
        "hosts[index.docker.io]: the registry stands twice; both names mean docker.io",
    ),
    (
        "docker.io: {server: {overridePath: true}}",
        "hosts[docker.io].server: has no host, for which alone containerd reads paths and capabilities; "
        "write its host too",
    ),
    (
        "docker.io: {server: {host: 'ftp://x'}}",
        "hosts[docker.io].server.host: 'ftp://x' is not the URL of a host; "
        "write for example https://mirror.example or http://mirror.example:5000",
    ),
    (
        "docker.io: {mirrors: [{host: a.b, header: {x: [hunter2, 3]}}]}",
        "hosts[docker.io].mirrors[0].header.others: the value (hidden) is not text; put it in quotes",
    ),
    (
        "Docker: {server: a.b}, 'https://x': {server: a.b}",
        "hosts[https://x]: 'https://x' is not the host of a registry: no image name is looked up there; "
        "write a host such as docker.io, registry.example or localhost:5000",
    ),
]


@pytest.mark.parametrize(("written", "message"), MISTAKES, ids=[written for written, _ in MISTAKES])
def test_a_mistake_in_hosts_is_said_with_its_place(mistake: Mistake, written: str, message: str) -> None:
    assert mistake(POOL % written) == f"file.yaml:4: NodePool/workers: spec.{message}"


FILE_MISTAKES = [
    (
        "server = 'https://a'\n[host.x\n",
        ":2: NodePool/workers: is not valid TOML: Expected ']' at the end of a table declaration (at line 2, column 8)",
    ),
    (
        "server = 'ftp://a'",
        ": NodePool/workers: server: 'ftp://a' is not the URL of a host; write for example https://mirror.example",
    ),
    ("server = 3", ": NodePool/workers: server: 3 is not the URL of a host; write for example https://mirror.example"),
    ("host = 3", ': NodePool/workers: host: is no table; write [host."https://mirror.example"]'),
    (
        "[host.'https://a']\ncapabilities = 'pull'",
        ': NodePool/workers: host."https://a".capabilities: \'pull\' is not a list; write ["pull", "resolve"]',
    ),
    (
        "[host.'https://a']\noverride_path = 'yes'",
        ': NodePool/workers: host."https://a".override_path: is neither true nor false; write true or false',
    ),
    (
        "[host.'https://a'.header]\nx = 3",
        ': NodePool/workers: host."https://a".header: is neither a text nor a list of texts; use quotes',
    ),
    ("header = 'x'", ': NodePool/workers: header: is no table; write for example x-name = "value"'),
    ("dial_timeout = '5'", ": NodePool/workers: dial_timeout: is not a duration; write for example 5s"),
    (
        "[host.'https://a']\ncapabilities = ['resolv']",
        ": NodePool/workers: host.\"https://a\".capabilities: 'resolv' is no capability; did you mean resolve?",
    ),
]


@pytest.mark.parametrize(("text", "message"), FILE_MISTAKES, ids=[text for text, _ in FILE_MISTAKES])
def test_a_mistake_in_the_file_is_said_with_the_files_own_place(
    write: Write, tmp_path: Path, text: str, message: str
) -> None:
    path = with_file(write, text)
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert str(caught.value).replace(f"{tmp_path}/", "") == f"certs.d/docker.io/hosts.toml{message}"
