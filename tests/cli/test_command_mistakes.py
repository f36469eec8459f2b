"""A user's mistake: one message on stderr, exit code 2, no traceback, and soon."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command, Process
from tests.processor_time import at_most, children

HEAD = "apiVersion: imagesim/v1\n"
POOL = HEAD + "kind: NodePool\nmetadata: {name: workers}\nspec:\n"
TIMELINE = HEAD + "kind: Timeline\nmetadata: {name: t}\nspec:\n  events:\n"
IMAGE = HEAD + "kind: Image\nmetadata: {name: web-a}\nspec:\n  layers: [30Mi]\n"
REGISTRY = HEAD + "kind: Registry\nmetadata: {name: docker.io}\nspec:\n  repositories:\n    a: {tags: {v1: web-b}}\n"

FILES: dict[str, tuple[str | bytes, str]] = {
    "wrong type": (POOL + "  count: three\n", "file.yaml:5: NodePool/workers: spec.count: 'three'"),
    "unknown field": (POOL + "  cuont: 3\n", "file.yaml:5: NodePool/workers: spec.cuont: unknown field"),
    "bad quantity": (IMAGE.replace("30Mi", "30MB"), "file.yaml:5: Image/web-a: spec.layers[0]: '30MB'"),
    "absent Image": (IMAGE + "---\n" + REGISTRY, "'web-b' is not the name of an Image; did you mean web-a?"),
    "duplicate name": (IMAGE + "---\n" + IMAGE, "file.yaml:9: Image/web-a: metadata.name: the name stands twice"),
    "unknown event": (TIMELINE + "    - {at: 5m, outtage: {}}\n", "unknown event; did you mean outage?"),
    "negative time": (TIMELINE + "    - {at: -5m}\n", "spec.events[0].at: '-5m' is negative"),
    "YAML syntax error": ("a: [1, 2\nb: 3\n", "file.yaml:2: not valid YAML"),
    "empty file": ("", "file.yaml: the file is empty"),
    "binary file": (b"\x89PNG\r\n\x1a\n\x00\x00", "file.yaml: the file is binary"),
    "a 50 MB scalar": (b"a: " + b"x" * 50_000_000, "file.yaml:1: a value has 50,000,000 characters"),
}


def assert_one_message(stdout: str, stderr: str, exit_code: int, message: str) -> None:
    assert exit_code == 2
    assert stdout == ""
    assert stderr.startswith("Error: ")
    assert message in stderr
    assert stderr.count("\n") == 1


@pytest.mark.parametrize("name", FILES)
def test_a_mistake_in_a_file_gives_one_message_and_2(name: str, imagesim: Command, tmp_path: Path) -> None:
    content, message = FILES[name]
    file = tmp_path / "file.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    for command in ("check", "run"):
        with at_most(5.0):
            done = imagesim(command, file)
        assert_one_message(done.stdout, done.stderr, done.exit_code, message)


def test_an_empty_folder_is_a_mistake(imagesim: Command, tmp_path: Path) -> None:
    done = imagesim("run", tmp_path)
    assert_one_message(done.stdout, done.stderr, done.exit_code, "the folder holds no *.yaml, *.yml or *.json file")


@pytest.mark.parametrize("name", ["wrong type", "YAML syntax error", "a 50 MB scalar"])
def test_the_installed_command_says_the_same(name: str, process: Process, tmp_path: Path) -> None:
    content, message = FILES[name]
    file = tmp_path / "file.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with at_most(5.0, children):
        done = process("run", file)
    assert_one_message(done.stdout.decode(), done.stderr.decode(), done.returncode, message)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "moved-tgg"], "nor a shipped scenario; did you mean moved-tag?"),
        (["run", "nowhere.yaml"], "nowhere.yaml: there is no such file or folder"),
        (["run", "moved-tag", "--until", "20"], "--until: '20' has no unit; write 20s for seconds or 20m for minutes"),
        (["run", "moved-tag", "--until", "0"], "--until: must be longer than 0"),
        (["run", "moved-tag", "--set", "spec.count"], "--set: 'spec.count' is not PATH=VALUE"),
        (["run", "moved-tag", "--set", "NodePool/workers:spec.count=many"], "spec.count: 'many' is not a whole number"),
        (["check", "moved-tag", "--set", "NodePool/worker:spec.count=3"], "did you mean NodePool/workers?"),
        (["run", "moved-tag", "--expect", "redy by 5m"], "expect: 'redy by 5m' names no measure; did you mean ready?"),
        (["describe", "pod", "nobody", "moved-tag"], 'pods "nobody" not found'),
        (["describe", "pod", "web-", "moved-tag", "--at", "-5m"], "--at: '-5m' is negative, and a time cannot be"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_call_gives_one_message_and_2(arguments: list[str], message: str, imagesim: Command) -> None:
    done = imagesim(*arguments)
    assert_one_message(done.stdout, done.stderr, done.exit_code, message)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ran"], "No such command 'ran'. Did you mean 'run'?"),
        (["run"], "Missing argument 'SOURCES'."),
        (["run", "moved-tag", "--sede", "1"], "No such option: --sede"),
        (["run", "moved-tag", "--seed", "one"], "Invalid value for '--seed'"),
        (["lab", "--port", "0"], "Invalid value for '--port'"),
    ],
)
def test_a_wrong_call_is_2_and_points_to_the_help(arguments: list[str], message: str, imagesim: Command) -> None:
    done = imagesim(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert "--help' for help." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_secret_never_shows_in_a_message(imagesim: Command, tmp_path: Path) -> None:
    file = tmp_path / "secret.yaml"
    file.write_text("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: [hunter2}\n")
    done = imagesim("check", file)
    assert done.exit_code == 2
    assert "hunter2" not in done.stdout + done.stderr
