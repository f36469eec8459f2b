import pytest

from imagesim.rules.credentials.credential import Credential, CredentialSource
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.images.pull_records import (
    NODE_ACCESSIBLE,
    ImagePullCredentials,
    ImagePulledRecord,
    ImagePullSecret,
    ImagePullServiceAccount,
    new_record,
)

REPO = "example.com/a/app"


def secret(namespace="ns1", name="reg", uid="uid-A", hash="hash-A"):
    return ImagePullSecret(namespace, name, uid, hash)


def entry(*secrets, accounts=()):
    return ImagePullCredentials(secrets=secrets, service_accounts=tuple(accounts))


def credential(kind=None):
    source = CredentialSource(kind=kind, namespace="ns1", name="reg", uid="uid-A") if kind else None
    return Credential(username="alice", password=SecretValue("pwA"), source=source)


def test_a_secret_is_remembered_with_the_hash_of_its_credential():
    recorded = ImagePullCredentials.of(credential("Secret"))
    assert recorded.secrets[0].coordinates == ("ns1", "reg", "uid-A")
    assert recorded.secrets[0].credential_hash.startswith("8e988f4d632d5255")
    assert recorded.service_accounts == ()


def test_a_service_account_is_remembered_by_name_and_uid():
    assert ImagePullCredentials.of(credential("ServiceAccount")) == entry(
        accounts=[ImagePullServiceAccount("ns1", "reg", "uid-A")]
    )


@pytest.mark.parametrize("used", [None, credential()])
def test_anonymous_and_the_nodes_own_credentials_open_the_image_to_every_pod(used):
    assert ImagePullCredentials.of(used) == NODE_ACCESSIBLE


def test_secrets_add_up_sorted_by_namespace_name_and_uid():
    one, two, three = secret("ns2"), secret("ns1", "zeta"), secret("ns1", "reg", "uid-B")
    assert entry(one).merged(entry(two)).merged(entry(three)).secrets == (three, two, one)


def test_a_new_content_of_the_same_secret_replaces_the_old_hash():
    assert entry(secret(hash="old")).merged(entry(secret(hash="new"))).secrets == (secret(hash="new"),)


def test_the_same_name_with_another_uid_is_another_secret():
    assert len(entry(secret(uid="1")).merged(entry(secret(uid="2"))).secrets) == 2


def test_a_secret_and_service_accounts_stand_side_by_side():
    first, second = ImagePullServiceAccount("ns1", "a", "1"), ImagePullServiceAccount("ns1", "b", "2")
    both = entry(secret(), accounts=[second]).merged(entry(accounts=[first]))
    assert both == entry(secret(), accounts=[first, second])


def test_node_accessible_forgets_the_rest_and_stays():
    opened = entry(secret()).merged(NODE_ACCESSIBLE)
    assert opened == NODE_ACCESSIBLE
    assert opened.merged(entry(secret())) == NODE_ACCESSIBLE


def test_a_record_has_an_entry_for_each_repository_as_typed():
    record = new_record("sha256:id", {"busybox": entry(secret())}, 1.9)
    record = record.merged("docker.io/library/busybox", NODE_ACCESSIBLE, 3.5)
    assert record == ImagePulledRecord(
        "sha256:id", 3.0, {"busybox": entry(secret()), "docker.io/library/busybox": NODE_ACCESSIBLE}
    )


@pytest.mark.parametrize("new", [None, ImagePullCredentials(), entry(secret())])
def test_a_record_that_learns_nothing_keeps_its_time(new):
    record = new_record("sha256:id", {REPO: entry(secret())}, 1)
    assert record.merged(REPO, new, 100) is record


def test_the_time_in_the_file_has_whole_seconds():
    assert new_record("sha256:id", {}, 7.999).last_updated == 7
