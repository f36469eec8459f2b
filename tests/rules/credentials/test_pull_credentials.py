import base64
import pickle

import pytest

from imagesim.rules.credentials.credential import CredentialSource
from imagesim.rules.credentials.docker_config import DECODERS, DockerConfigEntry, DockerConfigError
from imagesim.rules.credentials.key_matching import DOCUMENTED
from imagesim.rules.credentials.pull_credentials import NodeCredentials, ProvidedConfig, PullSecret, pull_credentials
from imagesim.rules.credentials.secret_value import SecretValue, stand_in

IMAGE = "docker.io/library/nginx"


def secret(document, type="kubernetes.io/dockerconfigjson", data_key=".dockerconfigjson", name="reg"):
    return PullSecret(namespace="ns", name=name, uid="u", type=type, data=((data_key, SecretValue(document)),))


def entries(**users):
    """Entries by user; a double underscore stands for a dot, a single one for a slash in the key."""
    return tuple(DockerConfigEntry(registry=key, username=user) for user, key in users.items())


def groups(secrets, node, *, in_groups, **options):
    found = pull_credentials(IMAGE, secrets, node, in_groups=in_groups, **options)
    return [(group.name, [credential.username for credential in group.credentials]) for group in found]


NODE = NodeCredentials(
    file=entries(file="docker.io"),
    plugins=(
        ProvidedConfig("zeta", entries(zeta="docker.io", zeta_lib="docker.io/library")),
        ProvidedConfig("-first", entries(first="docker.io")),
    ),
)
SECRETS = [
    secret('{"auths": {"*.io": {"username": "s0"}}}', name="a"),
    secret('{"docker.io": {"username": "s1"}}', "kubernetes.io/dockercfg", ".dockercfg", name="b"),
]


def test_from_1_33_there_are_three_groups_each_sorted_by_itself():
    assert groups(SECRETS, NODE, in_groups=True) == [
        ("secrets", ["s1", "s0"]),
        ("node_file", ["file"]),
        ("plugins", ["zeta_lib", "zeta", "first"]),
    ]


def test_in_1_32_file_and_plugins_are_one_group_in_the_order_of_the_providers_names():
    assert groups(SECRETS, NODE, in_groups=False) == [
        ("secrets", ["s1", "s0"]),
        ("node", ["zeta_lib", "first", "file", "zeta"]),
    ]


def test_each_group_falls_back_to_docker_hub_s_key_by_itself():
    node = NodeCredentials(file=entries(hub="index.docker.io"), plugins=(ProvidedConfig("p", entries(p="docker.io")),))
    assert groups([], node, in_groups=True) == [("node_file", ["hub"]), ("plugins", ["p"])]
    assert groups([], node, in_groups=False) == [("node", ["p"])]


@pytest.mark.parametrize(
    "skipped",
    [
        secret("{bad", type="Opaque"),
        secret("{bad", data_key=".dockercfg"),
        secret("{bad", type="kubernetes.io/dockercfg"),
        secret(""),
        PullSecret(namespace="ns", name="reg", type="kubernetes.io/dockerconfigjson"),
    ],
)
def test_a_secret_of_another_kind_or_without_data_is_skipped_without_a_word(skipped):
    assert groups([skipped, *SECRETS], NodeCredentials(), in_groups=True) == [("secrets", ["s1", "s0"])]


def test_a_secret_that_cannot_be_decoded_fails_the_pull_in_go_s_words():
    with pytest.raises(DockerConfigError, match=r"^invalid character 'b' looking for beginning of object key string$"):
        groups([*SECRETS, secret("{bad")], NODE, in_groups=True)


def test_only_what_comes_from_a_secret_or_a_service_account_has_a_source():
    account = CredentialSource(kind="ServiceAccount", namespace="ns", name="default", uid="s")
    node = NodeCredentials(entries(file="docker.io"), (ProvidedConfig("p", entries(p="docker.io"), account),))
    found = pull_credentials(IMAGE, SECRETS[:1], node, in_groups=True)
    assert [credential.source for group in found for credential in group.credentials] == [
        CredentialSource(kind="Secret", namespace="ns", name="a", uid="u"),
        None,
        account,
    ]


def test_the_rule_of_the_documentation_can_be_asked_for():
    node = NodeCredentials(file=entries(glob="*/library"))
    assert groups([], node, in_groups=True) == []
    assert groups([], node, in_groups=True, rule=DOCUMENTED) == [("node_file", ["glob"])]


def test_a_secret_never_prints_what_it_holds():
    assert "hunter2" not in repr(secret("hunter2"))


def test_a_pickled_secret_still_logs_in_and_holds_no_password():
    pickled = pickle.dumps(
        secret('{"auths": {"registry.example": {"username": "alice", "password": "hunter2-hunter2"}}}')
    )
    assert b"hunter2" not in pickled
    assert base64.b64encode(b"alice:hunter2-hunter2") not in pickled
    copy = pickle.loads(pickled)
    (entry,) = DECODERS[".dockerconfigjson"](copy.data[0][1].reveal())
    assert (entry.registry, entry.username) == ("registry.example", "alice")
    assert entry.password.reveal() == stand_in("hunter2-hunter2")
    assert pickle.loads(pickle.dumps(copy)) == copy
