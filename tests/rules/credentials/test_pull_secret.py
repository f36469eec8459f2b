import base64
from dataclasses import replace

import pytest

from imagesim.rules.credentials.docker_config import DockerConfigEntry, decode_docker_config_json
from imagesim.rules.credentials.pull_secret import docker_config_json, docker_registry_secret, pull_secret
from imagesim.rules.credentials.secret_value import NO_SECRET, SecretValue

TIGER = {
    "username": "tiger",
    "password": SecretValue("pass1234"),
    "email": "tiger@acme.example",
    "server": "my-registry.example:5000",
}


def document(manifest):
    return base64.b64decode(manifest["data"][".dockerconfigjson"]).decode()


def test_makes_the_secret_that_kubectl_makes():
    assert docker_registry_secret("secret-tiger-docker", **TIGER) == {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "secret-tiger-docker"},
        "type": "kubernetes.io/dockerconfigjson",
        "data": {
            ".dockerconfigjson": "eyJhdXRocyI6eyJteS1yZWdpc3RyeS5leGFtcGxlOjUwMDAiOnsidXNlcm5hbWUiOiJ0aWdlciIsInBhc3N3"
            "b3JkIjoicGFzczEyMzQiLCJlbWFpbCI6InRpZ2VyQGFjbWUuZXhhbXBsZSIsImF1dGgiOiJkR2xuWlhJNmNHRnpjekV5TXpRPSJ9fX0="
        },
    }


def test_the_server_is_docker_hub_unless_another_is_given():
    manifest = docker_registry_secret("reg", username="u", password=SecretValue("<p>"), namespace="shop")
    assert manifest["metadata"] == {"name": "reg", "namespace": "shop"}
    assert document(manifest) == (
        r'{"auths":{"https://index.docker.io/v1/":{"username":"u","password":"\u003cp\u003e","auth":"dTo8cD4="}}}'
    )


@pytest.mark.parametrize("missing", [{"username": ""}, {"password": NO_SECRET}, {"server": ""}])
def test_asks_for_what_kubectl_asks_for(missing):
    with pytest.raises(ValueError, match=r"^either --from-file or the combination of --docker-username, "):
        docker_registry_secret("reg", **{**TIGER, **missing})


def test_a_secret_has_a_name():
    with pytest.raises(ValueError, match=r"^name must be specified$"):
        docker_registry_secret("", **TIGER)


def test_one_secret_serves_several_registries_in_sorted_order():
    entries = tuple(
        DockerConfigEntry(registry=key, username="u", password=SecretValue("p")) for key in ("b.io", "a.io")
    )
    assert decode_docker_config_json(docker_config_json(entries).reveal()) == entries[::-1]


def test_a_document_is_taken_over_as_it_is():
    text = '{"auths": {}, "credsStore": "x"}'
    assert document(pull_secret("reg", SecretValue(text), "shop")) == text


def test_an_empty_entry_survives():
    empty = DockerConfigEntry(registry="a.io")
    assert docker_config_json((empty,)).reveal() == '{"auths":{"a.io":{"auth":"Og=="}}}'
    assert decode_docker_config_json(docker_config_json((replace(empty, email="e"),)).reveal())[0].email == "e"
