"""What is said of credentials and an image: who is tried, in which order, and why."""

from pathlib import Path

import pytest

from imagesim.results.explorers.matching import match
from imagesim.rules.credentials.docker_config import DockerConfigEntry
from imagesim.rules.credentials.secret_value import SecretValue, stand_in
from imagesim.scenarios.files.docker_configs import DockerConfigSource, read_docker_configs

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"

FIVE_NAMES = {
    "my-registry.io/images": True,
    "my-registry.io/images/my-image": True,
    "my-registry.io/images/another-image": True,
    "sub.my-registry.io/images/my-image": False,
    "a.sub.my-registry.io/images/my-image": False,
}
"""The names that the Kubernetes page says the key *my-registry.io/images fits, and whether the kubelet agrees."""


def node(*keys: str) -> DockerConfigSource:
    config = tuple(DockerConfigEntry(registry=key, username="alice", password=SecretValue("hunter2")) for key in keys)
    return DockerConfigSource(place="config.json", config=config)


@pytest.mark.parametrize(("image", "kubelet_agrees"), FIVE_NAMES.items())
def test_the_page_s_glob_fits_all_five_names_as_documented_and_three_in_a_kubelet(image, kubelet_agrees):
    sources = read_docker_configs(EXAMPLES / "one-glob-key.json")
    assert bool(match(image, sources, rule="documented").attempts)
    report = match(image, sources)
    assert bool(report.attempts) is kubelet_agrees
    said = "By the documentation a credential fits this name; the kubelet finds none" in report.text()
    assert said is not kubelet_agrees
    assert ("Fits under the documented rule alone" in report.text()) is not kubelet_agrees


@pytest.mark.parametrize("image", FIVE_NAMES)
@pytest.mark.parametrize("rule", ["kubelet", "documented"])
def test_the_page_s_two_prefixes_fit_only_their_own_host(image, rule):
    report = match(image, read_docker_configs(EXAMPLES / "two-prefix-keys.json"), rule=rule)
    assert [attempt.user for attempt in report.attempts] == (["alice"] if image.startswith("my-registry.io/") else [])
    assert not report.remarks()


@pytest.mark.parametrize("rule", ["kubelet", "documented"])
def test_the_longer_of_the_page_s_two_prefixes_is_tried_first(rule):
    sources = read_docker_configs(EXAMPLES / "two-prefix-keys.json")
    report = match("my-registry.io/images/subpath/my-image", sources, rule=rule)
    assert [(attempt.user, attempt.key) for attempt in report.attempts] == [
        ("bob", "my-registry.io/images/subpath"),
        ("alice", "my-registry.io/images"),
    ]


def test_each_key_has_a_reason_under_each_rule():
    report = match("registry.example:5000/shop/web:v1", [node("registry.example", "registry.example:5000/shop")])
    assert report.rows() == [
        ("registry.example", "config.json", "kubelet", "no",
         "the key has no port and the image port 5000: ports must be equal"),
        ("registry.example", "config.json", "documented", "no",
         "the pattern 'registry.example' does not match the host 'registry.example:5000'"),
        ("registry.example:5000/shop", "config.json", "kubelet", "fits",
         "host and port fit, and the path '/shop' is a prefix"),
        ("registry.example:5000/shop", "config.json", "documented", "fits",
         "host and port fit, and the path '/shop' is a prefix"),
    ]  # fmt: skip


def test_where_the_go_version_decides_it_says_so():
    text = match("registry-a.example/x", [node("registry-[a-c].example")]).text()
    assert "the version of Go that the kubelet was built with decides (" in text


def test_a_key_that_only_the_kubelet_uses_is_pointed_out():
    report = match("registry.example/x", [node("registry.example?x")])
    assert report.attempts
    assert "Fits under the kubelet's rule alone" in report.text()
    assert "The kubelet finds a credential for this name; by the documentation none fits." in report.text()


def test_secrets_come_before_the_node_s_config_whatever_their_keys(tmp_path):
    manifest = tmp_path / "secrets.yaml"
    manifest.write_text(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: regcred, namespace: shop}\n"
        "type: kubernetes.io/dockerconfigjson\n"
        'stringData: {.dockerconfigjson: \'{"auths": {"*.example": {"username": "bob", "password": "b"}}}\'}\n'
    )
    sources = [node("registry.example/shop"), *read_docker_configs(manifest)]
    report = match("registry.example/shop/web", sources)
    assert [(attempt.user, attempt.origin) for attempt in report.attempts] == [
        ("bob", "Secret shop/regcred"),
        ("alice", "the node's docker config"),
    ]


def test_docker_hub_s_fallback_is_told_of_the_key_that_serves():
    report = match("nginx", [node("https://index.docker.io/v1/", "quay.io")])
    assert report.attempts
    assert "no key fits, and an image of Docker Hub then uses the key index.docker.io" in report.text()


def test_a_name_that_is_not_valid_is_a_result():
    report = match("Shop/Web", [node("shop")])
    assert not report.attempts
    assert "must be lowercase" in report.text()


def test_passwords_show_as_stand_ins_alone():
    report = match("registry.example/x", [node("me:hunter2@registry.example", "registry.example")])
    assert f"password {stand_in('hunter2')}, key ...@registry.example" in report.text()
    assert "hunter2" not in report.text() + repr(report)
