"""What a kubelet passes over in a docker config."""

import json

import pytest

from imagesim.rules.credentials.ignored_credentials import ignored_credentials

GOOD = {"username": "alice", "password": "open-sesame"}


def of_config(**fields: object) -> tuple[str, ...]:
    return ignored_credentials("config.json", json.dumps(fields))


def test_a_plain_config_loses_nothing():
    assert of_config(auths={"a.io": GOOD}, HttpHeaders={"User-Agent": "docker"}, detachKeys="ctrl-x") == ()


def test_stores_and_helpers_are_named_without_what_they_hold():
    notes = of_config(auths={}, credsStore="desktop", credHelpers={"a.io": "ecr-login"})
    assert [note.split(" ")[0] for note in notes] == ["credsStore", "credHelpers"]
    assert of_config(auths={}, credsStore="", credHelpers={}) == ()


@pytest.mark.parametrize("form", ["config.json", ".dockercfg"])
@pytest.mark.parametrize("token", ["identitytoken", "registrytoken"])
def test_a_token_is_named_and_not_shown(form, token):
    entries = {"https://me:hunter2@a.io": {**GOOD, token: "very-secret"}}
    document = entries if form == ".dockercfg" else {"auths": entries}
    assert ignored_credentials(form, json.dumps(document)) == (f"...@a.io: {token} is ignored",)


def test_an_entry_that_docker_login_left_empty_is_still_tried():
    (note,) = of_config(auths={"https://index.docker.io/v1/": {}, "b.io": GOOD, "c.io": {"password": "p"}})
    assert note.startswith("https://index.docker.io/v1/: no user and no password; a kubelet tries it all the same")


@pytest.mark.parametrize("document", ["{", '{"auths": {"a": {"auth": "!"}}}', "null", "{}"])
def test_nothing_is_said_of_what_cannot_be_decoded_or_is_empty(document):
    assert ignored_credentials("config.json", document) == ()
