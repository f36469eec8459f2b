"""`-` is standard input, for every command that takes sources."""

from tests.cli.conftest import DEPLOYMENT, Process


def test_a_scenario_comes_in_through_a_pipe(process: Process) -> None:
    done = process("check", "-", input=DEPLOYMENT.encode())
    assert done.returncode == 0
    first = done.stdout.decode().split("\n")[0]
    assert first.startswith("scenario: 1 Deployment, ")
    assert first.endswith(", from standard input")


def test_a_mistake_in_it_has_its_line(process: Process) -> None:
    done = process("run", "-", input=DEPLOYMENT.replace("apps/v1", "apps/v2").encode())
    assert done.returncode == 2
    assert done.stderr.decode().startswith("Error: standard input:1: Deployment/")


def test_nothing_is_a_mistake_and_so_is_the_same_twice(process: Process) -> None:
    done = process("run", "-", input=b"")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"standard input: the file is empty" in done.stderr
    done = process("run", "-", "-", input=DEPLOYMENT.encode())
    assert done.returncode == 2
    assert b"was read already; - can be named once" in done.stderr


def test_kubectl_takes_it_as_its_source(process: Process) -> None:
    done = process("kubectl", "get", "deploy", "-", input=DEPLOYMENT.encode())
    assert done.returncode == 0
    assert b"NAME" in done.stdout
