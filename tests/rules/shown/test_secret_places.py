import pytest

from imagesim.rules.shown.secret_places import holds_login, is_secret, may_be_shown


@pytest.mark.parametrize(
    "field",
    [
        "spec.users[0].password", "spec.users[0]", "spec.users", "spec.token", "auths.x.auth", "stringData.anything",
        "data[.dockerconfigjson]", "spec.credentials.config", "spec.credentials.vendorHook.auth[r.example].username",
        "spec.events[0].createSecret", "spec.events[1].replaceSecret.data.x", "spec.events[0].setPassword",
        "spec.template.spec.containers[0].env[0].value", "spec.containers[0].args[1]", "spec.containers[0].command[0]",
        "metadata.annotations[note]", "spec.hosts[docker.io].file.host[https://m].header.Authorization",
        "Registry/r.example:spec.users[0].password", "Registry/r.example:spec.users", "Secret/a/b:stringData.x",
    ],
)  # fmt: skip
def test_fields_that_may_hold_a_secret(field: str) -> None:
    assert is_secret(field)


@pytest.mark.parametrize(
    "field",
    [
        "", "spec.auth", "spec.count", "spec.token.host", "spec.users[0].name", "spec.access[0].users[0]",
        "spec.events[0].setPassword.user", "metadata.annotations[imagesim/runs-for.web]", "spec.repositories[data/app]",
        "spec.repositories.data.tags.env", "spec.labels.env",
        "spec.events[0].deleteSecret.secret",
    ],
)  # fmt: skip
def test_fields_whose_values_people_have_to_see(field: str) -> None:
    assert not is_secret(field)


def test_the_name_of_a_user_with_a_colon_is_a_login() -> None:
    assert holds_login("spec.access[0].users[1]", "alice:pw")
    assert holds_login("spec.users[0].name", "alice:pw")
    assert not holds_login("spec.users[0].name", "alice")
    assert holds_login("spec.auth", "YWxpY2U6cHcx")
    assert not holds_login("spec.auth", "basik")
    assert not holds_login("spec.containers[0].image", "nginx:1")


def test_a_name_that_is_not_known_is_shown_where_no_secrets_are() -> None:
    assert may_be_shown("anything", "spec.containers[0]", ["image"])
    assert may_be_shown("pasword", "spec.users[0]", ["name", "password"])
    assert not may_be_shown("password:hunter2", "spec.users[0]", ["name", "password"])
    assert not may_be_shown("hunter2", "spec.users[0]", ["name", "password"])
    assert not may_be_shown("hunter2", "data", [])
