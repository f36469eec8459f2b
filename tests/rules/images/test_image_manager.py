import pytest

from imagesim.rules.credentials.credential import Credential, CredentialSource
from imagesim.rules.credentials.docker_config import DockerConfigError
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.images.decision import Ensured, Failure, ImageRequest, ImageStatus, Pull, Pulled
from imagesim.rules.images.image_manager import ImageManager, backoff_key
from imagesim.rules.images.pull_manager import ImagePullManager
from imagesim.rules.images.verification_policy import VerificationPolicy
from imagesim.rules.versions import KUBERNETES_VERSIONS, kubernetes

ID = "sha256:id"
SECRET = Credential(
    username="alice",
    password=SecretValue("pw"),
    source=CredentialSource(kind="Secret", namespace="ns1", name="reg", uid="uid-A"),
)


class Kubelet:
    """An image manager with a runtime that holds *present*, or fails with *error*."""

    def __init__(self, version="1.36", present="", error="", verifies=None):
        behaviour = kubernetes(version)
        on = behaviour.verifies_pulled_images if verifies is None else verifies
        self.pulls = ImagePullManager(VerificationPolicy()) if on else None
        self.manager = ImageManager(behaviour, self.pulls)
        self.present, self.error = present, error
        self.inspected = []
        self.lookups = 0

    def inspect(self, reference):
        self.inspected.append(reference)
        return ImageStatus("" if self.error else self.present, self.error)

    def ask(self, now=0.0, image="nginx", policy="IfNotPresent", pod="u1", credentials=()):
        def find():
            self.lookups += 1
            if credentials == "broken":
                raise DockerConfigError("illegal base64 data at input byte 0")
            return credentials

        return self.manager.decide(now, ImageRequest(pod_uid=pod, image=image, policy=policy), self.inspect, find)

    def fail(self, now=0.0, error="boom", **asked):
        return self.manager.finished(now, self.ask(now, **asked), Pulled(error=error))

    def succeed(self, now=0.0, used=None, **asked):
        pull = self.ask(now, **asked)
        self.present = ID
        return self.manager.finished(now, pull, Pulled(image_ref=ID, used=used))


@pytest.mark.parametrize("version", KUBERNETES_VERSIONS)
def test_an_absent_image_is_pulled_under_the_name_as_typed_with_latest(version):
    decision = Kubelet(version).ask(image="nginx")
    assert isinstance(decision, Pull)
    assert decision.reference == "nginx:latest"
    assert decision.events == (("Normal", "Pulling", 'Pulling image "nginx"'),)


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("1.32", 'Container image "nginx" already present on machine'),
        ("1.34", 'Container image "nginx" already present on machine'),
        ("1.35", 'Container image "nginx" already present on machine and can be accessed by the pod'),
    ],
)
@pytest.mark.parametrize("policy", ["IfNotPresent", "Never"])
def test_a_present_image_is_used(version, policy, message):
    assert Kubelet(version, present=ID).ask(policy=policy) == Ensured(
        image_ref=ID, message=message, events=(("Normal", "Pulled", message),)
    )


@pytest.mark.parametrize("policy", ["Always", "", "always", "Bogus"])
def test_any_other_policy_pulls_without_a_look_at_the_node(policy):
    kubelet = Kubelet(present=ID)
    assert isinstance(kubelet.ask(policy=policy), Pull)
    assert kubelet.inspected == []


def test_never_without_the_image_fails_and_needs_no_credentials():
    kubelet = Kubelet()
    message = 'Container image "nginx" is not present with pull policy of Never'
    assert kubelet.ask(policy="Never", credentials="broken") == Failure(
        reason="ErrImageNeverPull", message=message, events=(("Warning", "ErrImageNeverPull", message),)
    )


def test_an_invalid_name_ends_it_before_the_runtime_is_asked():
    kubelet = Kubelet()
    answer = kubelet.ask(image="Bad/Image")
    assert answer.reason == "InvalidImageName"
    assert answer.message.startswith('Failed to apply default image tag "Bad/Image": couldn\'t parse image name')
    assert answer.events == (("Warning", "InspectFailed", answer.message),)
    assert kubelet.inspected == []


def test_a_runtime_that_does_not_answer_is_no_reason_for_a_back_off():
    kubelet = Kubelet(error="down")
    answer = kubelet.ask()
    assert (answer.reason, answer.message) == ("ImageInspectError", 'Failed to inspect image "": down')
    kubelet.error = ""
    assert isinstance(kubelet.ask(), Pull)


def test_a_failed_pull_is_repeated_when_its_back_off_has_run_out():
    kubelet = Kubelet()
    assert kubelet.fail(now=5).reason == "ErrImagePull"
    waiting = kubelet.ask(now=14.999)
    assert waiting.reason == "ImagePullBackOff"
    assert waiting.message == 'Back-off pulling image "nginx": ErrImagePull: boom'
    assert waiting.events == (("Normal", "BackOff", 'Back-off pulling image "nginx"'),)
    assert isinstance(kubelet.ask(now=15), Pull)


def test_the_window_starts_when_the_failed_pull_ends():
    kubelet = Kubelet()
    pull = kubelet.ask(now=0)
    kubelet.manager.finished(100, pull, Pulled(error="boom"))
    assert kubelet.ask(now=109.9).reason == "ImagePullBackOff"
    assert isinstance(kubelet.ask(now=110), Pull)


def test_always_waits_for_the_back_off_although_the_image_is_there_and_ifnotpresent_does_not():
    kubelet = Kubelet(present=ID)
    kubelet.fail(policy="Always")
    assert kubelet.ask(now=1, policy="Always").reason == "ImagePullBackOff"
    assert isinstance(kubelet.ask(now=1), Ensured)


def test_another_pod_and_another_spelling_have_their_own_back_off():
    kubelet = Kubelet()
    kubelet.fail()
    assert isinstance(kubelet.ask(now=1, pod="u2"), Pull)
    assert isinstance(kubelet.ask(now=1, image="nginx:latest"), Pull)


def test_the_back_offs_key_is_the_pod_with_the_image_as_typed():
    assert backoff_key("u1", "nginx") == "u1_nginx"


def test_a_success_does_not_reset_the_back_off():
    kubelet = Kubelet()
    kubelet.fail(now=0)
    kubelet.succeed(now=10, policy="Always")
    kubelet.fail(now=11, policy="Always")
    assert kubelet.manager.backoff.get(backoff_key("u1", "nginx")) == 20


def test_a_success_sweeps_old_entries_of_all_pods():
    kubelet = Kubelet()
    kubelet.fail(now=0, pod="gone")
    kubelet.succeed(now=601)
    assert kubelet.manager.backoff.get(backoff_key("gone", "nginx")) == 0


def test_a_success_tells_both_durations_and_the_size():
    kubelet = Kubelet()
    pull = kubelet.ask(now=1)
    ensured = kubelet.manager.finished(8.5, pull, Pulled(image_ref=ID, seconds=3.4085, size=42))
    assert ensured == Ensured(
        image_ref=ID,
        message="",
        events=(
            (
                "Normal",
                "Pulled",
                'Successfully pulled image "nginx" in 3.408s (7.5s including waiting). Image size: 42 bytes.',
            ),
        ),
    )


def test_the_first_word_of_the_error_names_the_reason_and_is_remembered():
    kubelet = Kubelet()
    failure = kubelet.fail(error="RegistryUnavailable: down")
    assert failure.reason == "RegistryUnavailable"
    assert failure.events == (("Warning", "Failed", 'Failed to pull image "nginx": RegistryUnavailable: down'),)
    assert kubelet.ask(now=1).message.endswith(
        ": RegistryUnavailable: image pull failed for nginx because the registry is unavailable: down"
    )


@pytest.mark.parametrize(
    ("version", "present", "looks"),
    [("1.32", "", 0), ("1.32", ID, 0), ("1.33", ID, 1), ("1.33", "", 1), ("1.34", ID, 0), ("1.34", "", 1)],
)
def test_where_verification_is_off_the_version_decides_when_credentials_are_looked_up(version, present, looks):
    kubelet = Kubelet(version, present=present)
    kubelet.ask()
    assert kubelet.lookups == looks


@pytest.mark.parametrize(
    ("version", "present", "blocked"),
    [
        ("1.33", ID, True),
        ("1.33", "", True),
        ("1.34", ID, False),
        ("1.34", "", True),
        ("1.36", ID, False),
        ("1.36", "", True),
    ],
)
def test_from_1_33_a_broken_secret_is_an_error_without_event_or_back_off(version, present, blocked):
    kubelet = Kubelet(version, present=present)
    answer = kubelet.ask(credentials="broken")
    text = "illegal base64 data at input byte 0"
    assert (answer == Failure(reason=text, message=text)) is blocked
    assert kubelet.manager.backoff.get(backoff_key("u1", "nginx")) == 0


def test_in_1_32_credentials_are_looked_up_in_the_pull_so_a_broken_secret_is_a_failed_pull():
    kubelet = Kubelet("1.32")
    pull = kubelet.ask(credentials="broken")
    assert pull.credentials is None
    assert kubelet.manager.finished(0, pull, Pulled(error="illegal base64")).reason == "ErrImagePull"


@pytest.mark.parametrize("version", ["1.33", "1.34"])
def test_where_verification_was_switched_on_early_credentials_are_looked_up_though_they_do_not_matter(version):
    kubelet = Kubelet(version, present=ID, verifies=True)
    assert isinstance(kubelet.ask(), Ensured)
    assert kubelet.lookups == 1


def test_with_verification_only_the_pod_that_can_show_a_credential_gets_in():
    kubelet = Kubelet()
    kubelet.succeed(used=SECRET, credentials=(SECRET,))
    assert isinstance(kubelet.ask(now=1, pod="u2", credentials=(SECRET,)), Ensured)
    stranger = kubelet.ask(now=1, pod="u3")
    assert isinstance(stranger, Pull)
    assert kubelet.manager.finished(2, stranger, Pulled(error="denied")).reason == "ErrImagePull"
    assert kubelet.ask(now=3, pod="u3").reason == "ImagePullBackOff"
    assert isinstance(kubelet.ask(now=3, pod="u3", credentials=(SECRET,)), Ensured)


def test_never_hides_a_present_image_from_a_pod_that_may_not_use_it():
    kubelet = Kubelet()
    kubelet.succeed(used=SECRET)
    hidden = kubelet.ask(now=1, pod="u2", policy="Never")
    assert hidden == Kubelet().ask(now=1, pod="u2", policy="Never")


def test_credentials_are_looked_up_once_for_verification_and_pull():
    kubelet = Kubelet()
    kubelet.succeed(used=SECRET)
    kubelet.lookups = 0
    kubelet.ask(now=1, pod="u2")
    assert kubelet.lookups == 1


def test_the_intent_is_there_during_the_pull_and_gone_after_it_or_a_back_off():
    kubelet = Kubelet()
    pull = kubelet.ask()
    assert kubelet.pulls.intents == ("nginx",)
    kubelet.manager.finished(1, pull, Pulled(error="boom"))
    assert kubelet.pulls.intents == ()
    assert kubelet.ask(now=2).reason == "ImagePullBackOff"
    assert kubelet.pulls.intents == ()


def test_a_broken_secret_leaves_no_intent():
    kubelet = Kubelet()
    kubelet.ask(credentials="broken")
    assert kubelet.pulls.intents == ()


def test_a_restarted_kubelet_forgets_its_back_off_but_not_its_records():
    kubelet = Kubelet()
    kubelet.succeed(used=SECRET)
    kubelet.fail(now=1, pod="u2")
    kubelet.manager = ImageManager(kubernetes("1.36"), kubelet.pulls)
    assert isinstance(kubelet.ask(now=2, pod="u2"), Pull)
    assert isinstance(kubelet.ask(now=2, pod="u3", credentials=(SECRET,)), Ensured)


def test_131_asks_the_runtime_whatever_the_policy_and_pulls_a_present_image_all_the_same():
    old, new = Kubelet("1.31", present=ID), Kubelet("1.32", present=ID)
    assert isinstance(old.ask(policy="Always"), Pull)
    assert isinstance(new.ask(policy="Always"), Pull)
    assert (old.inspected, new.inspected) == (["nginx:latest"], [])


def test_131_names_the_image_as_typed_when_the_runtime_cannot_say_whether_it_is_there():
    decision = Kubelet("1.31", error="boom").ask(policy="Always")
    assert isinstance(decision, Failure)
    assert (decision.reason, decision.message) == ("ImageInspectError", 'Failed to inspect image "nginx": boom')
    later = Kubelet("1.32", error="boom").ask(policy="IfNotPresent")
    assert isinstance(later, Failure)
    assert later.message == 'Failed to inspect image "": boom'


@pytest.mark.parametrize("version", KUBERNETES_VERSIONS)
def test_the_waiting_message_of_a_back_off_ends_with_the_last_error_from_132_on(version):
    kubelet = Kubelet(version)
    kubelet.fail(now=0.0)
    waiting = kubelet.ask(now=5.0)
    assert isinstance(waiting, Failure)
    ending = "" if version == "1.31" else ": ErrImagePull: boom"
    assert waiting.message == f'Back-off pulling image "nginx"{ending}'
