"""`imagesim image add` and `imagesim image import`: what is printed and written, and mistakes in one line."""

import json
from base64 import b64encode
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from imagesim.cli.app import app
from tests.cli.conftest import Command, Process
from tests.pushing import make_image, make_index, make_layer, push_image, write_layout
from tests.registry_server import RunningRegistry

APP = make_layer(3_000, seed="app")
IMAGE = make_image([APP])
PLANTED = "Pl4nted-837"


@pytest.fixture(autouse=True)
def docker_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A docker config of this test alone."""
    folder = tmp_path / "docker-config"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    monkeypatch.setenv("DOCKER_CONFIG", str(folder))
    return folder / "config.json"


def log_in(file: Path, host: str, user: str, password: str) -> None:
    auth = b64encode(f"{user}:{password}".encode()).decode()
    file.write_text(json.dumps({"auths": {host: {"auth": auth}}}))


def test_documents_go_to_stdout_and_notes_to_stderr(imagesim: Command, registry: RunningRegistry) -> None:
    pushed = push_image(registry, "shop/web", "v1", [APP])
    done = imagesim("image", "add", f"{registry.host}/shop/web:v1", "--name", "web")
    assert done.exit_code == 0
    image, held = yaml.safe_load_all(done.stdout)
    assert (image["kind"], image["metadata"]["name"], image["spec"]["digest"]) == ("Image", "web", pushed.digest)
    assert (held["kind"], held["spec"]["repositories"]) == ("Registry", {"shop/web": {"tags": {"v1": "web"}}})
    assert done.stderr == (
        f"Note: {registry.host} holds what its Registry document lists and nothing else: read all that you use of it "
        "in one call.\n"
        "Note: How much a layer takes on disk is not said there: `unpacked` is left out, and the usual ratio holds.\n"
    )


def test_image_only_leaves_out_the_registry(imagesim: Command, registry: RunningRegistry) -> None:
    push_image(registry, "shop/web", "v1", [APP])
    done = imagesim("image", "add", f"{registry.host}/shop/web:v1", "--image-only")
    assert [each["kind"] for each in yaml.safe_load_all(done.stdout)] == ["Image"]


def test_out_writes_a_new_file_and_no_other(imagesim: Command, tmp_path: Path) -> None:
    layout = write_layout(tmp_path / "layout", IMAGE)
    out = tmp_path / "web.yaml"
    printed = imagesim("image", "import", layout)
    done = imagesim("image", "import", layout, "--out", out)
    assert (done.exit_code, done.stdout, out.read_text()) == (0, "", printed.stdout)
    again = imagesim("image", "import", layout, "--out", out)
    assert (again.exit_code, again.stdout) == (2, "")
    assert again.stderr.startswith("Error: --out: ")
    assert again.stderr.endswith(" exists already; name a new file\n")
    absent = imagesim("image", "import", layout, "--out", tmp_path / "absent" / "web.yaml")
    assert absent.exit_code == 2
    assert "cannot be written: No such file or directory" in absent.stderr


def test_standard_input_is_a_file(tmp_path: Path) -> None:
    arguments = ["image", "import", "-", "--ref", "nginx:1.27"]
    done = CliRunner().invoke(app, arguments, input=IMAGE.data, prog_name="imagesim")
    assert done.exit_code == 0
    image, held = yaml.safe_load_all(done.stdout)
    assert image["spec"]["digest"] == IMAGE.digest
    assert held["spec"]["repositories"] == {"library/nginx": {"tags": {"1.27": "library-nginx-1.27"}}}
    unnamed = CliRunner().invoke(app, ["image", "import", "-"], input=make_index([IMAGE]).data, prog_name="imagesim")
    assert next(yaml.safe_load_all(unnamed.stdout))["metadata"]["name"] == "image"


def test_a_login_that_is_refused_is_one_line_without_the_login(
    process: Process, private_registry: RunningRegistry, docker_config: Path
) -> None:
    host = private_registry.host
    log_in(docker_config, host, "alice", PLANTED)
    done = process("image", "add", f"{host}/shop/web:v1")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        f"Error: {host}: the registry refuses your login; log in again: docker login {host}\n"
    )


@pytest.mark.parametrize("where", ["password", "helper", "identity token", "broken"])
def test_no_planted_secret_is_ever_shown(
    where: str,
    process: Process,
    private_registry: RunningRegistry,
    docker_config: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    host = private_registry.host
    push_image(private_registry, "shop/web", "v1", [APP])
    log_in(docker_config, host, "alice", PLANTED)
    if where == "helper":
        program = docker_config.with_name("docker-credential-planted")
        program.write_text(f"""#!/bin/sh\necho '{{"Username": "alice", "Secret": "{PLANTED}"}}'\n""")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
        docker_config.write_text(json.dumps({"credsStore": "planted"}))
    elif where == "identity token":
        docker_config.write_text(json.dumps({"auths": {host: {"identitytoken": PLANTED}}}))
    elif where == "broken":
        docker_config.write_text(json.dumps({"auths": {host: {"auth": PLANTED}}}))
    done = process("image", "add", f"{host}/shop/web:v1")
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("Error: ")
    for form in (PLANTED, b64encode(f"alice:{PLANTED}".encode()).decode()):
        assert form not in line


def test_a_good_login_leaves_no_trace_in_what_is_written(
    process: Process, private_registry: RunningRegistry, docker_config: Path
) -> None:
    host = private_registry.host
    push_image(private_registry, "shop/web", "v1", [APP])
    log_in(docker_config, host, "alice", private_registry.users["alice"])
    done = process("image", "add", f"{host}/shop/web:v1")
    assert done.returncode == 0
    written = (done.stdout + done.stderr).decode()
    assert "auth: basic" in written
    for form in ("wonderland", "alice", b64encode(b"alice:wonderland").decode()):
        assert form not in written


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        ((), "the registry does not hold {host}/shop/web:v9; check name and tag"),
        (("--tls",), "TLS fails: the registry may speak plain HTTP; if it does, add --plain-http"),
    ],
)
def test_a_registry_that_cannot_help_is_one_line(
    imagesim: Command, registry: RunningRegistry, options: tuple[str, ...], rule: str
) -> None:
    done = imagesim("image", "add", f"{registry.host}/shop/web:v9", *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"Error: {registry.host}: {rule.format(host=registry.host)}\n"
