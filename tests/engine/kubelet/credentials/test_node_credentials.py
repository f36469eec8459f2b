"""Private registries: who gets in, in what words the others are refused, and what it costs in requests."""

import json

import pytest

from imagesim.engine.run import run
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.registry.access import Access, RegistryAccess
from tests.engine.engine_worlds import MB, container, image, pod

PULLING = 'failed to pull and unpack image "reg.test/team/app:v1": '
RESOLVING = PULLING + "failed to resolve image: "
URL = "https://reg.test/v2/team/app/manifests/v1"


def docker_config(user: str, password: str, key: str = "reg.test") -> str:
    return json.dumps({"auths": {key: {"username": user, "password": password}}})


def pull_secret(name: str, document: str) -> PullSecret:
    return PullSecret(
        namespace="default",
        name=name,
        uid=name,
        type="kubernetes.io/dockerconfigjson",
        data=((".dockerconfigjson", SecretValue(document)),),
    )


@pytest.fixture
def private(world):
    def make(auth: str, *secrets: PullSecret, covered: str = "team/*", node_file: str = "", **rest):
        access = RegistryAccess(
            auth=auth,
            users=(("alice", SecretValue("right")), ("bob", None)),
            access=(Access(repository=covered, users=("alice",)),),
        )
        pods = (pod("p", container("reg.test/team/app:v1"), secrets=tuple(secret.name for secret in secrets)),)
        defaults = {"tags": {"team/app:v1": image("a", MB)}, "pods": pods, "duration_s": 5}
        return run(world(access=access, secrets=secrets, node_file=node_file, **defaults | rest))

    return make


def requests(records):
    return [(row.method, row.object.split("/")[0], row.status) for row in records.requests]


def test_basic_with_the_right_password_costs_two_401s(private):
    records = private("basic", pull_secret("s", docker_config("alice", "right")))
    assert [row.status for row in records.requests] == [401, 200, 401, 200, 200, 200]
    assert records.pulls[0].credential == "Secret default/s"


def test_bearer_with_the_right_password_fetches_two_tokens(private):
    records = private("bearer", pull_secret("s", docker_config("alice", "right")))
    assert requests(records)[:6] == [
        ("HEAD", "manifests", 401), ("POST", "token", 200), ("HEAD", "manifests", 200),
        ("GET", "manifests", 401), ("POST", "token", 200), ("GET", "manifests", 200),
    ]  # fmt: skip


def test_bearer_asks_for_a_token_for_public_images_too(private):
    records = private("bearer", covered="other/*")
    assert requests(records)[:3] == [("HEAD", "manifests", 401), ("GET", "token", 200), ("HEAD", "manifests", 200)]
    assert records.pulls[0].credential == "anonymous"


@pytest.mark.parametrize(
    ("auth", "user", "password", "error", "count"),
    [
        ("basic", None, "", "pull access denied, repository does not exist or may require authorization: "
         "authorization failed: no basic auth credentials", 1),
        ("basic", "alice", "wrong", f"unexpected status from HEAD request to {URL}: 401 Unauthorized", 5),
        ("basic", "bob", "any", f"unexpected status from HEAD request to {URL}: 403 Forbidden\ndenied", 3),
        ("bearer", None, "", "pull access denied, repository does not exist or may require authorization: "
         "server message: insufficient_scope: authorization failed", 3),
        ("bearer", "bob", "any", "pull access denied, repository does not exist or may require authorization: "
         "server message: insufficient_scope: authorization failed", 3),
        ("bearer", "alice", "wrong", "failed to authorize: failed to fetch oauth token: unexpected status from "
         "GET request to https://reg.test/token?scope=repository%3Ateam%2Fapp%3Apull&service=reg.test: "
         "401 Unauthorized", 3),
    ],
)  # fmt: skip
def test_who_does_not_get_in_is_refused_in_the_runtimes_words(private, auth, user, password, error, count):
    secrets = [] if user is None else [pull_secret("s", docker_config(user, password))]
    records = private(auth, *secrets)
    assert records.pulls[0].error == RESOLVING + error
    assert records.pulls[0].requests == count


def test_a_node_file_opens_the_registry_to_every_pod(private):
    records = private("basic", node_file=docker_config("alice", "right"))
    assert (records.pulls[0].outcome, records.pulls[0].credential) == ("Pulled", "node")


def test_each_matching_credential_is_a_pull_of_its_own(private):
    wrong, right = pull_secret("a", docker_config("alice", "wrong")), pull_secret("b", docker_config("alice", "right"))
    records = private("basic", wrong, right)
    assert (records.pulls[0].requests, records.pulls[0].credential) == (5 + 6, "Secret default/b")


def test_several_refusals_are_listed_in_brackets(private):
    records = private(
        "basic", pull_secret("a", docker_config("alice", "wrong")), pull_secret("b", docker_config("bob", "any"))
    )
    assert records.pulls[0].error.startswith("[failed to pull")
    assert "401 Unauthorized, failed to pull" in records.pulls[0].error


def test_a_key_that_does_not_match_leaves_the_pull_anonymous(private):
    records = private("basic", pull_secret("s", docker_config("alice", "right", key="reg.test:5000")))
    assert "no basic auth credentials" in records.pulls[0].error


def test_a_second_tenant_gets_no_free_ride_from_135_on(world):
    secret = pull_secret("s", docker_config("alice", "right"))
    access = RegistryAccess(
        auth="basic", users=(("alice", None),), access=(Access(repository="team/*", users=("alice",)),)
    )
    outcomes = {}
    for version in ("1.34", "1.35"):
        scenario = world(
            tags={"team/app:v1": image("a", MB), "tool:1": image("t", MB)},
            access=access,
            secrets=(secret,),
            pods=(
                pod("owner", container("reg.test/team/app:v1"), secrets=("s",)),
                pod("stranger", container("reg.test/team/app:v1"), init=(container("reg.test/tool:1", name="wait"),)),
            ),
            duration_s=30,
            version=version,
            prepulled=("reg.test/tool:1",),
        )
        records = run(scenario)
        outcomes[version] = [row.outcome for row in records.pulls if row.pod == "stranger" and row.container == "app"]
    assert outcomes["1.34"] == ["AlreadyPresent"]
    assert set(outcomes["1.35"]) == {"Failed"}


def test_no_password_reaches_the_records(private):
    for auth in ("basic", "bearer"):
        for password in ("right", "wrong"):
            records = private(auth, pull_secret("s", docker_config("alice", password)), duration_s=60)
            assert f'"{password}"' not in repr(records)
            assert password not in repr(records.pulls)


def test_a_missing_pull_secret_is_an_event_of_every_sync_and_the_pull_goes_on(world):
    pods = (pod("p", container("reg.test/app:v1"), secrets=("no", "", "neither")),)
    records = run(world(tags={"app:v1": image("a", MB)}, pods=pods, duration_s=30))
    events = [(row.reason, row.message) for row in records.events if row.reason.startswith("FailedTo")]
    assert set(events) == {
        (
            "FailedToRetrieveImagePullSecret",
            "Unable to retrieve some image pull secrets (no, neither); attempting to pull the image may not succeed.",
        )
    }
    assert [row.count for row in records.events if row.reason.startswith("FailedTo")] == [1, 2]
    assert records.pulls[0].outcome == "Pulled"
