import pytest

from imagesim.rules.credentials.credential import Credential, CredentialSource
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.images.pull_manager import WRITE_WHILE_MATCHING_LIMIT, ImagePullManager
from imagesim.rules.images.pull_records import NODE_ACCESSIBLE, ImagePullCredentials, ImagePullSecret
from imagesim.rules.images.verification_policy import VerificationPolicy

APP, REPO, ID = "example.com/a/app:v1", "example.com/a/app", "sha256:id-app1"


def of_secret(password="pwA", name="reg", namespace="ns1", uid="uid-A"):
    source = CredentialSource(kind="Secret", namespace=namespace, name=name, uid=uid)
    return Credential(username="alice", password=SecretValue(password), source=source)


def of_account(name="builder", uid="sa-1"):
    source = CredentialSource(kind="ServiceAccount", namespace="ns1", name=name, uid=uid)
    return Credential(username="plug", password=SecretValue("token"), source=source)


NODES_OWN = Credential(username="node", password=SecretValue("pwN"))


def manager(policy="NeverVerifyPreloadedImages", pulled_with=None):
    pulls = ImagePullManager(VerificationPolicy(policy))
    if pulled_with is not None:
        pulled(pulls, pulled_with)
    return pulls


def pulled(pulls, credential, image=APP, now=0.0):
    pulls.record_pull_intent(image)
    pulls.record_image_pulled(image, ID, ImagePullCredentials.of(credential), now)


def must_pull(pulls, *credentials, image=APP, now=10.0):
    return pulls.must_attempt_image_pull(image, ID, lambda: credentials, now)


def nobody_asks():
    raise AssertionError("the answer does not depend on the credentials")


@pytest.mark.parametrize(
    ("credentials", "must"),
    [
        ([of_secret()], False),
        ([of_secret(namespace="ns2", name="copy", uid="uid-C")], False),
        ([of_secret(password="rotated")], False),
        ([of_secret(password="other", uid="uid-A2")], True),
        ([], True),
        ([NODES_OWN], True),
        ([of_account()], True),
        ([of_secret(password="other", name="x"), of_secret()], False),
    ],
)
def test_who_may_use_an_image_that_was_pulled_with_a_secret(credentials, must):
    assert must_pull(manager(pulled_with=of_secret()), *credentials) is must


def test_every_pod_of_a_service_account_may_use_what_it_pulled():
    pulls = manager(pulled_with=of_account())
    assert not must_pull(pulls, NODES_OWN, of_account())
    assert must_pull(pulls, of_account(name="default", uid="sa-2"))


def test_everybody_may_use_what_the_node_pulled_and_nobody_is_asked():
    pulls = manager(pulled_with=NODES_OWN)
    assert not pulls.must_attempt_image_pull(APP, ID, nobody_asks, 1)


@pytest.mark.parametrize(("policy", "must"), [("NeverVerifyPreloadedImages", False), ("AlwaysVerify", True)])
def test_an_image_without_record_or_intent_is_preloaded(policy, must):
    assert manager(policy).must_attempt_image_pull(APP, ID, nobody_asks, 1) is must


def test_another_spelling_of_the_repository_is_another_entry():
    pulls = manager()
    pulled(pulls, of_secret(), image="busybox")
    assert not must_pull(pulls, of_secret(), image="busybox:1")
    assert must_pull(pulls, of_secret(), image="docker.io/library/busybox")


def test_a_copy_that_matched_is_written_down_and_matches_after_a_rotation():
    pulls = manager(pulled_with=of_secret())
    copy = {"name": "copy", "uid": "uid-C"}
    assert not must_pull(pulls, of_secret(**copy), now=5.5)
    assert [known.name for known in pulls.records[0].credentials[REPO].secrets] == ["copy", "reg"]
    assert pulls.records[0].last_updated == 5
    assert not must_pull(pulls, of_secret(password="rotated", **copy))


def test_after_a_rotation_copies_of_the_old_credential_no_longer_match():
    pulls = manager(pulled_with=of_secret())
    assert not must_pull(pulls, of_secret(password="rotated"))
    assert must_pull(pulls, of_secret(name="copy", uid="uid-C"))


def test_at_the_limit_a_hash_still_matches_unwritten_and_a_changed_secret_is_refused():
    full = [of_secret(password=f"pw{number}", uid=f"uid-{number}") for number in range(WRITE_WHILE_MATCHING_LIMIT)]
    pulls = manager()
    for credential in full[:-1]:
        pulled(pulls, credential)
    assert not must_pull(pulls, of_secret(password="rotated", uid="uid-0"))
    pulled(pulls, full[-1])
    assert must_pull(pulls, of_secret(password="rotated again", uid="uid-0"))
    assert not must_pull(pulls, of_secret(password="pw5", uid="uid-copy"))
    assert len(pulls.records[0].credentials[REPO].secrets) == WRITE_WHILE_MATCHING_LIMIT


def test_while_a_pull_is_under_way_a_preloaded_image_counts_as_pulled():
    pulls = manager()
    pulls.record_pull_intent(APP)
    pulls.record_pull_intent(APP)
    assert must_pull(pulls, of_secret())
    pulls.record_image_pull_failed(APP)
    assert must_pull(pulls, of_secret())
    pulls.record_image_pull_failed(APP)
    assert not must_pull(pulls, of_secret())
    assert pulls.intents == ()


def test_a_pull_cut_off_by_a_restart_leaves_a_record_without_credentials():
    pulls = manager()
    pulls.record_pull_intent(APP)
    pulls.restart([(ID, [APP])], now=3.5)
    assert pulls.intents == ()
    assert pulls.records[0].credentials == {}
    assert pulls.records[0].last_updated == 3
    assert must_pull(pulls, of_secret())


def test_a_restart_does_not_turn_a_short_name_into_a_record():
    pulls = manager()
    pulls.record_pull_intent("busybox")
    pulls.restart([(ID, ["docker.io/library/busybox:latest"])], now=3)
    assert pulls.intents == ("busybox",)
    assert must_pull(pulls, image="busybox")
    pulls.record_pull_intent("busybox")
    pulls.record_image_pull_failed("busybox")
    assert pulls.intents == ()


def test_a_restart_does_not_touch_what_is_recorded():
    pulls = manager(pulled_with=of_secret())
    pulls.record_pull_intent(APP)
    pulls.restart([(ID, [APP])], now=99)
    assert not must_pull(pulls, of_secret())
    assert pulls.records[0].last_updated == 0


def test_image_gc_drops_the_records_of_images_that_it_did_not_look_at_so_they_count_as_preloaded():
    pulls = manager(pulled_with=of_secret())
    assert must_pull(pulls)
    pulls.prune_unknown_records([ID], until=100)
    assert must_pull(pulls)
    pulls.prune_unknown_records([], until=100)
    assert pulls.records == ()
    assert not must_pull(pulls)


def test_image_gc_keeps_a_record_that_is_as_young_as_itself_counted_in_whole_seconds():
    pulls = manager()
    pulled(pulls, NODES_OWN, now=5.9)
    pulls.prune_unknown_records([], until=5.0)
    assert pulls.records[0].credentials == {REPO: NODE_ACCESSIBLE}
    pulls.prune_unknown_records([], until=5.1)
    assert pulls.records == ()


def test_an_error_of_the_lookup_is_passed_on():
    def broken():
        raise ValueError("illegal base64 data at input byte 0")

    pulls = manager(pulled_with=of_secret())
    with pytest.raises(ValueError, match="illegal base64"):
        pulls.must_attempt_image_pull(APP, ID, broken, 1)


def test_a_secret_is_known_by_its_hash_not_its_password():
    known = manager(pulled_with=of_secret()).records[0].credentials[REPO].secrets
    assert known == (ImagePullSecret("ns1", "reg", "uid-A", of_secret().auth_hash),)
