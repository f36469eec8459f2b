"""`imagesim secret`: the Secret on stdout and nowhere else."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from imagesim.cli.app import app

FORM = ("--docker-username=tiger", "--docker-email=tiger@acme.example", "--docker-server=my-registry.example:5000")

# Made by kubectl create secret docker-registry of the same name and arguments, with --dry-run=client --output yaml.
KUBECTL = """\
apiVersion: v1
data:
  .dockerconfigjson: eyJhdXRocyI6eyJteS1yZWdpc3RyeS5leGFtcGxlOjUwMDAiOnsidXNlcm5hbWUiOiJ0aWdlciIsInBhc3N3b3JkIjoicGFzczEyMzQiLCJlbWFpbCI6InRpZ2VyQGFjbWUuZXhhbXBsZSIsImF1dGgiOiJkR2xuWlhJNmNHRnpjekV5TXpRPSJ9fX0=
kind: Secret
metadata:
  name: tiger
  namespace: zoo
type: kubernetes.io/dockerconfigjson
"""  # noqa: E501


def test_prints_what_kubectl_prints(imagesim):
    done = imagesim("secret", "docker-registry", "tiger", *FORM, "--docker-password=pass1234", "-n", "zoo")
    assert (done.exit_code, done.stdout, done.stderr) == (0, KUBECTL, "")


@pytest.mark.parametrize("typed", ["pass1234", "pass1234\n", "pass1234\r\n"])
def test_a_dash_reads_the_password_from_standard_input(typed: str):
    call = ["secret", "docker-registry", "tiger", *FORM, "--docker-password", "-", "--namespace", "zoo"]
    done = CliRunner().invoke(app, call, input=typed)
    assert (done.exit_code, done.stdout) == (0, KUBECTL)


def test_what_lacks_is_said_in_kubectl_s_words_without_the_password(imagesim):
    done = imagesim("secret", "docker-registry", "tiger", "--docker-password=pass1234")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: either --from-file or the combination of --docker-username, --docker-password and --docker-server "
        "is required\n"
    )


@pytest.mark.parametrize(
    ("server", "note"),
    [
        ("https://index.docker.io/v1", "it fits only images whose path begins with /v1; write"),
        ("hub.docker.com", "images of Docker Hub are looked up as docker.io/...; write docker.io or"),
        ("myregistry", "no image is looked up at such a host; myregistry/app is an image of Docker Hub"),
        ("my registry", "the kubelet ignores the key, since Go refuses it"),
        ("https://me:hunter2@hub.docker.com", "...@hub.docker.com: images of Docker Hub are looked up"),
    ],
)
def test_a_server_that_fits_nothing_is_noted_on_stderr(server: str, note: str, imagesim):
    call = ("secret", "docker-registry", "x", "--docker-username=u", "--docker-password=pass1234")
    done = imagesim(*call, f"--docker-server={server}")
    assert done.exit_code == 0
    assert note in done.stderr
    assert yaml.safe_load(done.stdout)["kind"] == "Secret"
    for hidden in ("pass1234", "hunter2"):
        assert hidden not in done.stderr


@pytest.mark.parametrize("server", ["docker.io", "https://index.docker.io/v1/", "r.io/v2/x", "localhost", "*.r.io"])
def test_others_are_not(server: str, imagesim):
    call = ("secret", "docker-registry", "x", "--docker-username=u", "--docker-password=p")
    assert imagesim(*call, f"--docker-server={server}").stderr == ""


def test_a_config_json_is_imported_byte_for_byte_with_all_its_registries(imagesim, tmp_path: Path):
    file = tmp_path / "config.json"
    text = '{ "auths": {"a.io": {"auth": "YTph"}, "b.io": {"username": "b", "identitytoken": "hunter2"}},\n'
    file.write_text(text + ' "credHelpers": {"c.io": "ecr-login"}, "credsStore": "desktop" }\n')
    done = imagesim("secret", "import", file, "regcred", "--namespace", "shop")
    assert done.exit_code == 0
    manifest = yaml.safe_load(done.stdout)
    assert manifest["metadata"] == {"name": "regcred", "namespace": "shop"}
    assert manifest["type"] == "kubernetes.io/dockerconfigjson"
    assert base64.b64decode(manifest["data"][".dockerconfigjson"]) == file.read_bytes()
    assert [line.split(" ")[1] for line in done.stderr.splitlines()] == ["credHelpers", "credsStore", "b.io:"]
    assert "identitytoken is ignored" in done.stderr
    assert "hunter2" not in done.stderr


def test_a_dockercfg_becomes_the_new_form(imagesim, tmp_path: Path):
    file = tmp_path / ".dockercfg"
    file.write_text('{"a.io": {"auth": "YTpi"}}')
    manifest = yaml.safe_load(imagesim("secret", "import", file, "regcred").stdout)
    assert base64.b64decode(manifest["data"][".dockerconfigjson"]) == (
        b'{"auths":{"a.io":{"username":"a","password":"b","auth":"YTpi"}}}'
    )


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("{", "regcred", "is no docker config: unexpected end of JSON input"),
        ('{"auths": {"a.io": {"auth": "YQ=="}}}', "regcred", "is no docker config: unable to parse auth field"),
        ('{"auths": {}}', "Reg_Cred", "NAME: 'Reg_Cred' is not a name"),
        ('{"auths": {}, "x": "' + "y" * 2**20 + '"}', "regcred", "the file is too large; a Secret holds 1 MiB at most"),
    ],
    ids=["no JSON", "bad auth", "bad name", "too large"],
)
def test_what_would_not_work_is_a_mistake(text: str, name: str, message: str, imagesim, tmp_path: Path):
    file = tmp_path / "config.json"
    file.write_text(text)
    done = imagesim("secret", "import", file, name)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


def test_a_config_json_of_the_old_form_is_pointed_out(imagesim, tmp_path: Path):
    file = tmp_path / "config.json"
    file.write_text('{"a.io": {"auth": "YTpi"}}')
    done = imagesim("secret", "import", file, "regcred")
    assert done.exit_code == 0
    assert "it gives no credentials; the entries look like those of a .dockercfg" in done.stderr


def test_a_manifest_is_not_imported_again(imagesim, tmp_path: Path):
    file = tmp_path / "secret.yaml"
    file.write_text(KUBECTL)
    done = imagesim("secret", "import", file, "regcred")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "is a manifest already; apply it as it is" in done.stderr


def test_the_installed_command_reads_a_pipe(tmp_path: Path):
    command = str(Path(sys.executable).with_name("imagesim"))
    call = [command, "secret", "docker-registry", "tiger", *FORM, "--docker-password=-", "-n", "zoo"]
    done = subprocess.run(call, input="pass1234\n", capture_output=True, text=True, check=True)
    assert done.stdout == KUBECTL
