import pytest

from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.registry.access import OPEN, Access, AccessVerdict, RegistryAccess

RIGHT, WRONG = SecretValue("right"), SecretValue("wrong")
REGISTRY = RegistryAccess(
    auth="basic",
    users=(("alice", RIGHT), ("robot", None)),
    access=(
        Access(repository="team/*", users=("alice", "robot")),
        Access(repository="team/secret", users=("bob", "robot")),
        Access(repository="ops", users=("robot",)),
    ),
)


def test_an_open_registry_asks_nobody():
    assert OPEN.is_public("team/app")
    assert OPEN.verdict("team/app", None) is AccessVerdict.ALLOWED
    assert RegistryAccess(access=REGISTRY.access).is_public("team/app")


@pytest.mark.parametrize(
    ("repository", "public"), [("library/nginx", True), ("team/app", False), ("team/a/b", False), ("Team/app", True)]
)
def test_what_no_entry_covers_is_public(repository, public):
    assert REGISTRY.is_public(repository) is public
    assert REGISTRY.verdict(repository, None) is (AccessVerdict.ALLOWED if public else AccessVerdict.ANONYMOUS)


@pytest.mark.parametrize(
    ("login", "repository", "verdict"),
    [
        (("alice", RIGHT), "team/app", AccessVerdict.ALLOWED),
        (("alice", RIGHT), "team/secret", AccessVerdict.ALLOWED),
        (("alice", RIGHT), "ops", AccessVerdict.NO_ACCESS),
        (("alice", RIGHT), "library/nginx", AccessVerdict.ALLOWED),
        (("alice", WRONG), "team/app", AccessVerdict.BAD_LOGIN),
        (("alice", WRONG), "library/nginx", AccessVerdict.BAD_LOGIN),
        (("robot", WRONG), "ops", AccessVerdict.ALLOWED),
        (("bob", RIGHT), "team/secret", AccessVerdict.BAD_LOGIN),
    ],
)
def test_a_login_is_checked_first_and_then_what_it_may_pull(login, repository, verdict):
    assert REGISTRY.verdict(repository, login) is verdict


def test_nothing_shows_a_password():
    assert "right" not in str(REGISTRY)
