from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagesim.rules.credentials.credential import Credential, CredentialSource
from imagesim.rules.credentials.docker_config import DockerConfigEntry
from imagesim.rules.credentials.key_matching import DOCUMENTED
from imagesim.rules.credentials.keyring import Keyring, SourcedConfig, is_default_registry
from imagesim.rules.credentials.secret_value import NO_SECRET, SecretValue

HUB = "https://index.docker.io/v1/"


def config(*keys):
    return SourcedConfig(tuple(DockerConfigEntry(registry=key, username=f"user of {key}") for key in keys))


def used(keyring, image):
    return [credential.key for credential in keyring.lookup(image).credentials]


def test_keys_are_tried_in_reverse_order_of_their_bytes():
    keyring = Keyring.of([config("*.com", "a.com", "a.com/b", "A.com", "https://a.com/b/c")])
    assert keyring.index == ("a.com/b/c", "a.com/b", "a.com", "A.com", "*.com")
    assert used(keyring, "a.com/b/c") == ["https://a.com/b/c", "a.com/b", "a.com", "*.com"]


def test_keys_that_are_read_alike_share_a_place_in_the_order_of_adding():
    keyring = Keyring.of([config("a.com", "https://a.com/v2/"), config("http://a.com")])
    assert keyring.index == ("a.com",)
    assert used(keyring, "a.com/x") == ["a.com", "https://a.com/v2/", "http://a.com"]


def test_a_key_that_go_refuses_is_dropped_without_a_word():
    assert Keyring.of([config("a b.com", "a.com")]).index == ("a.com",)


def test_docker_hub_s_key_serves_only_when_no_other_fits():
    assert used(Keyring.of([config(HUB)]), "docker.io/library/nginx") == [HUB]
    assert used(Keyring.of([config(HUB, "docker.io")]), "docker.io/library/nginx") == ["docker.io"]
    assert Keyring.of([config(HUB)]).lookup("docker.io/library/nginx").fallback
    assert not Keyring.of([config(HUB)]).lookup("index.docker.io/library/nginx").fallback


def test_docker_hub_s_key_without_its_last_slash_serves_nothing():
    assert used(Keyring.of([config("https://index.docker.io/v1")]), "docker.io/library/nginx") == []


@pytest.mark.parametrize(
    ("image", "by_default"),
    [
        ("docker.io/x", True),
        ("index.docker.io/x", True),
        ("user/app", True),
        ("localhost/x", True),
        ("busybox", True),
        ("docker.io:443/x", False),
        ("a.b/x", False),
        ("localhost:5000/x", False),
        ("/x", False),
        ("", False),
    ],
)
def test_takes_an_image_for_docker_hub_s(image, by_default):
    assert is_default_registry(image) is by_default


def test_nothing_found_is_no_fallback():
    found = Keyring.of([config("a.com")]).lookup("docker.io/x")
    assert found == ((), False)
    assert found.credentials == ()


def test_the_documented_rule_keeps_the_kubelet_s_order():
    keyring = Keyring.of([config("*my-registry.io/images", "a.sub.my-registry.io", "sub.my-registry.io")], DOCUMENTED)
    assert used(keyring, "a.sub.my-registry.io/images/x") == ["a.sub.my-registry.io", "*my-registry.io/images"]


def test_explains_each_key_and_the_fallback():
    keyring = Keyring.of([config(HUB, "quay.io")])
    hub, quay = keyring.explain("docker.io/library/nginx", [HUB, "quay.io"])
    assert (hub.matches, quay.matches) == (True, False)
    assert hub.reason == "no key fits, and an image of Docker Hub then uses the key index.docker.io"
    assert keyring.explain("quay.io/x", [HUB])[0].matches is False


@pytest.mark.parametrize(
    ("fields", "auth_hash"),
    [
        ({"username": "s1_0", "password": SecretValue("p")}, "0fc96712c321e727"),
        ({"username": "one", "password": SecretValue("pw-one")}, "05cd67a491a734ca"),
    ],
)
def test_hashes_a_credential_as_the_kubelet_does(fields, auth_hash):
    assert Credential(**fields).auth_hash[:16] == auth_hash
    assert Credential(**fields, email="e").auth_hash[:16] != auth_hash


def test_the_hash_covers_what_go_escapes():
    written = rb'{"username":"a\u003cb"}'
    assert Credential(username="a<b", password=NO_SECRET).auth_hash == sha256(written).hexdigest()


def test_a_credential_keeps_its_source_and_hides_what_is_secret():
    source = CredentialSource(kind="Secret", namespace="ns", name="reg", uid="u")
    entry = DockerConfigEntry(registry="me:hunter2@r.io", username="u", password=SecretValue("hunter2"))
    (credential,) = Keyring.of([SourcedConfig((entry,), source)]).lookup("r.io/x").credentials
    assert credential.source == source
    assert credential.key == "...@r.io"
    assert "hunter2" not in repr(credential)


KEYS = st.sampled_from(
    [
        "a.io",
        "https://a.io/v1/",
        "a.io/x",
        "*.io",
        "*",
        "a.io:5000",
        "docker.io",
        HUB,
        "A.io",
        "a b",
        "https://*.io/v2/x",
    ]
)
IMAGES = st.sampled_from(["a.io/x/y", "a.io:5000/x", "docker.io/library/nginx", "localhost/x", "A.io/x"])


@given(st.lists(KEYS, unique=True), IMAGES, st.randoms(use_true_random=False))
def test_the_order_of_a_config_s_entries_matters_only_where_keys_are_read_alike(keys, image, random):
    shuffled = random.sample(keys, len(keys))
    found, again = (Keyring.of([config(*order)]).lookup(image) for order in (keys, shuffled))
    assert [key for key, _ in found.groups] == [key for key, _ in again.groups]
    assert [set(group) for _, group in found.groups] == [set(group) for _, group in again.groups]


@given(st.lists(KEYS, unique=True), IMAGES)
def test_the_explanation_agrees_with_the_lookup(keys, image):
    keyring = Keyring.of([config(*keys)])
    explained = {key for key, verdict in zip(keys, keyring.explain(image, keys), strict=True) if verdict.matches}
    assert explained == set(used(keyring, image))
