"""hosts.toml of containerd: as a file, and as the fields of a NodePool."""

from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
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
            server="docker.io",
            server_tls=True,
            mirrors=(
                MirrorHost(host="b.example"),
                MirrorHost(host="a.example:5000", tls=False, capabilities=("pull",)),
                MirrorHost(host="c.example"),
            ),
        ),
    )
    assert scenario.not_modelled == (
        "skip_verify in hosts.toml is not modelled (NodePool/workers).",
        "header in hosts.toml is not modelled (NodePool/workers).",
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
            server="hub.example",
            server_tls=False,
            mirrors=(
                MirrorHost(host="b.example"),
                MirrorHost(host="a.example:5000", tls=False, capabilities=("pull",)),
                MirrorHost(host="spegel", peers=True),
            ),
        ),
        HostConfiguration(host="_default", mirrors=(MirrorHost(host="m.example"),)),
    )


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
        assert scenario.not_modelled == ("header in hosts.toml is not modelled (NodePool/workers).",)


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
