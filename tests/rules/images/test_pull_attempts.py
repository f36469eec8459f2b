import pytest

from imagesim.rules.credentials.credential import Credential
from imagesim.rules.credentials.secret_value import NO_SECRET
from imagesim.rules.golang.errors import aggregate
from imagesim.rules.images.pull_attempts import PullAttempts

ALICE, BOB, CAROL = (Credential(username=name, password=NO_SECRET) for name in ("alice", "bob", "carol"))


def pull(credentials, answers):
    attempts = PullAttempts(credentials)
    for credential in attempts:
        attempts.answered(answers[credential])
    return attempts


def test_without_a_credential_the_one_request_is_anonymous():
    outcome = pull([], {None: ""})
    assert (outcome.tried, outcome.used, outcome.ok) == ([None], None, True)


def test_with_a_credential_anonymous_is_never_tried():
    outcome = pull([ALICE], {ALICE: "denied", None: ""})
    assert (outcome.tried, outcome.used, outcome.error, outcome.ok) == ([ALICE], None, "denied", False)


def test_the_first_credential_that_works_ends_the_pull():
    outcome = pull([ALICE, BOB, CAROL], {ALICE: "denied", BOB: "", CAROL: ""})
    assert (outcome.tried, outcome.used, outcome.error) == ([ALICE, BOB], BOB, "")


@pytest.mark.parametrize(
    ("errors", "text"),
    [
        ([], ""),
        (["denied"], "denied"),
        (["denied", "denied"], "denied"),
        (["RegistryUnavailable: x", "denied"], "[RegistryUnavailable: x, denied]"),
        (["b", "a", "b"], "[b, a]"),
    ],
)
def test_errors_that_differ_are_listed_once_each(errors, text):
    assert aggregate(errors) == text


def test_the_errors_of_all_credentials_are_the_error_of_the_pull():
    outcome = pull([ALICE, BOB], {ALICE: "denied", BOB: "unknown"})
    assert (outcome.tried, outcome.error) == ([ALICE, BOB], "[denied, unknown]")
