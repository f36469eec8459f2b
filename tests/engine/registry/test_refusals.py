"""What a pull says of a repository that is missing, or that one may not have, by the kind of registry."""

import pytest

from imagesim.rules.registry.refusals import Refusals
from imagesim.scenarios.presets.registries import REGISTRIES
from tests.engine.containerd.pull_node import HOST, RIGHT, WRONG, Node, registry

DENIED = "pull access denied, repository does not exist or may require authorization: "
SCOPE = f"{DENIED}server message: insufficient_scope: authorization failed"
NO_LOGIN = f"{DENIED}authorization failed: no basic auth credentials"


def like(preset: str, version: str = "2.3") -> Node:
    """A node and a registry with team/small, and priv/app for alice."""
    kind = REGISTRIES[preset]
    own = registry(auth=kind.auth if kind.auth != "none" else "bearer", refusals=kind.refusals, tokens=kind.tokens)
    return Node(version, (own,))


def failure(node: Node, name: str, login=None) -> str:
    call = node.pull(name, login)
    assert call.failure is not None
    return call.failure.text


def frame(name: str) -> str:
    return f'failed to pull and unpack image "{HOST}/{name}": failed to resolve reference "{HOST}/{name}": '


def test_a_registry_with_tokens_does_not_tell_what_is_missing_from_what_is_private():
    node = Node("1.7", (registry(auth="bearer"),))
    for name in ("team/typo:1", "priv/app:1"):
        assert failure(node, name) == frame(name) + SCOPE
    assert node.asked[:3] == [("HEAD", "manifests/1", 401), ("GET", "token", 200), ("HEAD", "manifests/1", 401)]


def test_a_login_does_not_help_with_what_is_missing():
    assert failure(Node("1.7", (registry(auth="bearer"),)), "team/typo:1", RIGHT) == frame("team/typo:1") + SCOPE


def test_a_tag_that_is_missing_is_not_found_in_every_registry():
    for preset in REGISTRIES:
        login = RIGHT if preset == "ecr" else None
        assert failure(like(preset), "team/small:typo", login).endswith(f"{HOST}/team/small:typo: not found")


def test_registries_without_tokens_say_not_found():
    for auth, login in (("none", None), ("basic", RIGHT)):
        assert failure(Node("2.3", (registry(auth=auth),)), "typo/app:1", login).endswith("typo/app:1: not found")


MISSING = {
    "docker-hub": (SCOPE, SCOPE),
    "ghcr": ("GET request to http://127.0.0.1:5000/token?scope=repository%3Atypo%2Fapp%3Apull&service="
             "127.0.0.1%3A5000: 403 Forbidden",) * 2,
    "ecr": (NO_LOGIN, "not found"),
    "ecr-public": ("not found", "not found"),
    "harbor": ("manifests/1: 401 Unauthorized", "manifests/1: 401 Unauthorized"),
    "quay": ("manifests/1: 401 Unauthorized", "manifests/1: 401 Unauthorized"),
    "artifact-registry": ("403 Forbidden", "403 Forbidden"),
    "acr": ("401 Unauthorized", "not found"),
    "distribution": ("not found", "not found"),
}  # fmt: skip


@pytest.mark.parametrize("preset", MISSING)
def test_each_registry_has_its_own_words_for_what_is_missing(preset):
    anonymous, with_login = MISSING[preset]
    assert failure(like(preset), "typo/app:1").endswith(anonymous)
    assert failure(like(preset), "typo/app:1", RIGHT).endswith(with_login)


PRIVATE = {
    "docker-hub": SCOPE,
    "ghcr": "401 Unauthorized",
    "ecr": NO_LOGIN,
    "harbor": NO_LOGIN,
    "quay": "401 Unauthorized",
    "artifact-registry": "403 Forbidden",
    "acr": "401 Unauthorized",
    "distribution": SCOPE,
}


@pytest.mark.parametrize("preset", PRIVATE)
def test_each_registry_has_its_own_words_for_what_is_private(preset):
    assert failure(like(preset), "priv/app:1").endswith(PRIVATE[preset])
    assert like(preset).pull("priv/app:1", RIGHT).failure is None


def test_harbor_decides_by_project():
    assert failure(like("harbor"), "team/typo:1").endswith("team/typo:1: not found")
    assert failure(like("harbor"), "priv/typo:1").endswith(NO_LOGIN)


def test_quay_is_asked_until_the_tries_are_used_up_and_harbor_is_not():
    for preset, heads in (("quay", 5), ("harbor", 2)):
        node = like(preset)
        failure(node, "typo/app:1")
        assert [method for method, _, _ in node.asked].count("HEAD") == heads, preset


def test_a_login_that_does_not_reach_a_project_of_harbor_is_tried_with_its_password_too():
    node = like("harbor")
    assert failure(node, "priv/app:1", WRONG).endswith("manifests/1: 401 Unauthorized")
    assert [status for method, _, status in node.asked if method == "HEAD"] == [401] * 5


def test_a_token_server_refuses_under_its_own_url():
    text = failure(like("acr"), "typo/app:1")
    assert (
        "failed to fetch anonymous token: unexpected status from GET request to http://127.0.0.1:5000/oauth2/token?"
        in text
    )


def test_a_repository_that_is_pushed_to_is_there():
    node = Node("2.3", (registry(auth="bearer"),))
    assert SCOPE in failure(node, "new/app:1")
    node.registry_of[HOST].content.push("new/app", "1", node.registry_of[HOST].content.named("team/small", "t0"), 0.0)
    assert node.pull("new/app:1").failure is None


def test_refusals_may_be_mixed():
    own = registry(auth="bearer", refusals=Refusals(missing="denied", bad_login="token-denied"))
    assert failure(Node("2.3", (own,)), "typo/app:1").endswith("403 Forbidden\ndenied")
    assert "oauth token: unexpected status from POST" in failure(Node("2.3", (own,)), "team/small:t0", WRONG)
