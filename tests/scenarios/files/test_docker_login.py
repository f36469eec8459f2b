"""The user's login at a registry is found where docker finds it, and a broken config is said without its values."""

import json
import stat
from base64 import b64encode
from pathlib import Path

import pytest

from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.scenarios.importers.docker_login import Login, find_login
from imagesim.scenarios.reading.errors import ScenarioError

HOST = "registry.example:5000"


def auth(user: str, password: str) -> dict[str, str]:
    return {"auth": b64encode(f"{user}:{password}".encode()).decode()}


def login(user: str, password: str) -> Login:
    return Login(user=user, password=SecretValue(password))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder without any config."""
    for name in ("DOCKER_CONFIG", "REGISTRY_AUTH_FILE", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".docker").mkdir()
    return tmp_path


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value))


def helper(folder: Path, name: str, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A docker-credential-NAME on the path, which finds nothing else there."""
    program = folder / "bin" / f"docker-credential-{name}"
    write(program, f"#!/bin/sh\nread host\necho $1 $host >> '{folder}/asked'\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")


def test_without_a_config_nobody_is_logged_in() -> None:
    notes: list[str] = []
    assert find_login(HOST, notes) is None
    assert notes == []


@pytest.mark.parametrize("config", [{}, {"auths": {}}, {"HttpHeaders": {"a": "b"}}, {"auths": {HOST: {}}}])
def test_a_config_without_a_login_is_none(home: Path, config: dict[str, object]) -> None:
    write(home / ".docker/config.json", config)
    assert find_login(HOST, []) is None


@pytest.mark.parametrize("key", [HOST, f"https://{HOST}", f"https://{HOST}/v2/"])
def test_a_host_is_found_however_it_was_written(home: Path, key: str) -> None:
    write(home / ".docker/config.json", {"auths": {key: auth("alice", "a:b"), "other.example": auth("x", "y")}})
    assert find_login(HOST, []) == login("alice", "a:b")


def test_docker_hub_has_its_old_address_in_the_config(home: Path) -> None:
    write(home / ".docker/config.json", {"auths": {"https://index.docker.io/v1/": auth("alice", "pw")}})
    assert find_login("docker.io", []) == login("alice", "pw")
    assert find_login(HOST, []) is None


def test_the_folder_that_the_environment_names_comes_first(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home / ".docker/config.json", {"auths": {HOST: auth("alice", "pw")}})
    write(home / "other/config.json", {"auths": {HOST: auth("bob", "pw")}})
    monkeypatch.setenv("DOCKER_CONFIG", str(home / "other"))
    assert find_login(HOST, []) == login("bob", "pw")
    monkeypatch.setenv("DOCKER_CONFIG", str(home / "absent"))
    assert find_login(HOST, []) is None


def test_the_file_of_podman_is_read_where_docker_has_none(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home / "run/containers/auth.json", {"auths": {HOST: auth("alice", "pw")}})
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home / "run"))
    assert find_login(HOST, []) == login("alice", "pw")


def test_an_identity_token_takes_the_place_of_a_password(home: Path) -> None:
    write(home / ".docker/config.json", {"auths": {HOST: {"identitytoken": "who"}}})
    assert find_login(HOST, []) == Login(identity_token=SecretValue("who"))


@pytest.mark.parametrize("config", [{"credHelpers": {HOST: "safe"}}, {"credsStore": "safe"}])
def test_a_credential_helper_is_run_as_docker_does(
    home: Path, monkeypatch: pytest.MonkeyPatch, config: dict[str, object]
) -> None:
    write(home / ".docker/config.json", {**config, "auths": {HOST: {}}})
    answer = json.dumps({"ServerURL": HOST, "Username": "alice", "Secret": "pw"})
    helper(home, "safe", f"echo '{answer}'", monkeypatch)
    assert find_login(HOST, []) == login("alice", "pw")
    assert (home / "asked").read_text() == f"get {HOST}\n"


def test_a_helper_may_give_an_identity_token(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home / ".docker/config.json", {"credsStore": "safe"})
    helper(home, "safe", """echo '{"Username": "<token>", "Secret": "who"}'""", monkeypatch)
    assert find_login("docker.io", []) == Login(identity_token=SecretValue("who"))
    assert (home / "asked").read_text() == "get https://index.docker.io/v1/\n"


def test_what_a_helper_does_not_know_is_looked_up_in_the_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home / ".docker/config.json", {"credsStore": "safe", "auths": {HOST: auth("alice", "pw")}})
    helper(home, "safe", "echo credentials not found in native keychain; exit 1", monkeypatch)
    assert find_login(HOST, []) == login("alice", "pw")


def test_a_helper_that_fails_is_noted_without_what_it_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home / ".docker/config.json", {"credsStore": "safe"})
    helper(home, "safe", "echo Pl4nted; exit 1", monkeypatch)
    notes: list[str] = []
    assert find_login(HOST, notes) is None
    assert notes == [f"docker-credential-safe failed; {HOST} was asked without a login."]


def test_a_helper_that_is_not_installed_is_noted(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home / ".docker/config.json", {"credsStore": "absent", "auths": {HOST: auth("alice", "pw")}})
    notes: list[str] = []
    assert find_login(HOST, notes) == login("alice", "pw")
    file = home / ".docker/config.json"
    assert notes == [f"{file} names docker-credential-absent, which is not installed: it was not asked."]


@pytest.mark.parametrize(
    "config",
    [
        {"auths": {HOST: {"auth": "Pl4nted"}}},
        {"auths": {HOST: {"auth": "Pl4nted!!"}}},
        {"auths": {HOST: {"auth": b64encode(b"Pl4nted without a colon").decode()}}},
        {"auths": {HOST: {"auth": 837}}},
        {"auths": {HOST: "Pl4nted"}},
        {"auths": "Pl4nted"},
        {"auths": ["Pl4nted"]},
        {"credHelpers": "Pl4nted"},
        {"credHelpers": {HOST: ["Pl4nted"]}},
        {"credsStore": {"a": "Pl4nted"}},
    ],
)
def test_a_broken_entry_is_a_mistake_that_shows_no_value(home: Path, config: dict[str, object]) -> None:
    write(home / ".docker/config.json", config)
    with pytest.raises(ScenarioError) as caught:
        find_login(HOST, [])
    assert str(caught.value) == (
        f"{home}/.docker/config.json: holds an entry that docker would not understand either, on the way to {HOST}; "
        f"docker login {HOST} writes a good one"
    )


@pytest.mark.parametrize(
    ("text", "rule"),
    [('{"auths": Pl4nted', ":1: is not JSON"), ('["Pl4nted"]', ": is no JSON object, as an index, a manifest")],
)
def test_a_config_that_is_no_json_object_is_a_mistake(home: Path, text: str, rule: str) -> None:
    write(home / ".docker/config.json", text)
    with pytest.raises(ScenarioError) as caught:
        find_login(HOST, [])
    assert rule in str(caught.value)
    assert "Pl4nted" not in str(caught.value)
