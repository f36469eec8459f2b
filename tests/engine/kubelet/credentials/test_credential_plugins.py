"""Credential provider plugins in a cluster: when they run, what they give, and who hears of a failure."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.rules.api.app import App
from imagesim.rules.api.objects import Pod
from imagesim.rules.credentials.docker_config import DockerConfigEntry
from imagesim.rules.credentials.plugins.config import CredentialProvider, TokenAttributes
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.registry.access import Access, RegistryAccess
from imagesim.scenarios.values.node_access import CredentialPlugin
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, image, pod

ONE, OTHER, PUBLIC = "reg.test/team/app:v1", "reg.test/team/other:v1", "reg.test/tool:1"
ACCESS = RegistryAccess(
    auth="basic",
    users=(("cloud", SecretValue("right")),),
    access=(Access(repository="team/*", users=("cloud",)),),
)
TOKENS = TokenAttributes(
    service_account_token_audience="reg.test", cache_type="ServiceAccount", require_service_account=True
)
Run = Callable[..., Records]


def late(name: str, text: str) -> Pod:
    """A pod whose container is due after 20 s, when its init container has done its work."""
    wait = replace(container(PUBLIC, name="wait"), app=App(runs_for_s=20.0))
    return pod(name, container(text), init=(wait,))


@pytest.fixture
def with_plugin(world: Callable[..., Scenario]) -> Run:
    """A run of one node whose plugin knows the private registry; *answers* say how it answers."""

    def make(
        *pods: Pod,
        version: str = "1.36",
        duration_s: float = 120,
        tokens: TokenAttributes | None = None,
        secrets: tuple[PullSecret, ...] = (),
        logins: tuple[tuple[str, str], ...] = (("reg.test", "cloud"),),
        **answers: object,
    ) -> Records:
        provider = CredentialProvider(
            name="cloud",
            api_version="credentialprovider.kubelet.k8s.io/v1",
            match_images=("reg.test/team",),
            default_cache_duration_s=30.0,
            token_attributes=tokens,
        )
        passwords = {"cloud": "right", "": ""}
        auth = tuple(
            DockerConfigEntry(registry=key, username=user, password=SecretValue(passwords.get(user, "wrong")))
            for key, user in logins
        )
        plugin = CredentialPlugin(provider=provider, auth=auth, **answers)  # type: ignore[arg-type]
        tags = {text.removeprefix("reg.test/"): image(text, MB) for text in (ONE, OTHER, PUBLIC)}
        scenario = world(
            tags=tags,
            pods=pods or (pod("p", container(ONE)),),
            plugins=(plugin,),
            access=ACCESS,
            version=version,
            duration_s=duration_s,
            secrets=secrets,
        )
        return run(scenario)

    return make


def pulls(records: Records, pod_name: str = "p") -> list[tuple[float, str]]:
    """When the kubelet decided about the container of a pod, and what came of it."""
    return [(row.queued_s, row.outcome) for row in records.pulls if (row.pod, row.container) == (pod_name, "app")]


@pytest.mark.parametrize("version", ["1.32", "1.33", "1.36"])
def test_a_pull_waits_for_the_plugin(with_plugin: Run, version: str) -> None:
    (row,) = with_plugin(takes_s=2.0, version=version).pulls
    assert (row.outcome, row.credential) == ("Pulled", "node")
    # 1.32 asks when the pull's turn has come, after it said `Pulling`; later versions ask before they decide.
    assert row.queued_s == (0.0 if version == "1.32" else 2.0)
    assert row.ended_s >= 2.0


def test_an_answer_is_kept_for_the_time_that_the_config_says(with_plugin: Run) -> None:
    records = with_plugin(pod("p", container(ONE)), late("q", OTHER), takes_s=1.0)
    assert pulls(records) == [(1.0, "Pulled")]
    ((decided_s, outcome),) = pulls(records, "q")
    assert outcome == "Pulled"
    assert decided_s < 22  # the answer of 1 s is good until 31 s: nobody runs the plugin


def test_without_a_duration_every_look_up_is_a_run(with_plugin: Run) -> None:
    kept, asked = (
        pulls(with_plugin(pod("p", container(ONE)), late("q", OTHER), takes_s=1.0, cache_duration_s=duration), "q")
        for duration in (30.0, 0.0)
    )
    assert asked[0][0] == pytest.approx(kept[0][0] + 1.0)


def test_a_plugin_that_fails_leaves_the_pull_anonymous_and_says_nothing(with_plugin: Run) -> None:
    records = with_plugin(fails_from_s=0.0)
    assert {outcome for _, outcome in pulls(records)} == {"Failed"}
    assert "no basic auth credentials" in records.pulls[0].error
    assert not any("plugin" in row.message or "cloud" in row.message for row in records.events)


def test_a_plugin_that_comes_back_is_asked_at_the_next_attempt(with_plugin: Run) -> None:
    *failed, (decided_s, last) = pulls(with_plugin(fails_from_s=0.0, fails_until_s=20.0))
    assert {outcome for _, outcome in failed} == {"Failed"}
    assert last == "Pulled"
    assert decided_s > 20


def test_a_kept_answer_hides_a_plugin_that_has_begun_to_fail(with_plugin: Run) -> None:
    records = with_plugin(pod("p", container(ONE)), late("q", OTHER), fails_from_s=5.0)
    assert [outcome for _, outcome in pulls(records, "q")] == ["Pulled"]


def test_a_plugin_that_takes_too_long_is_stopped_after_a_minute(with_plugin: Run) -> None:
    assert pulls(with_plugin(takes_s=90.0, duration_s=61)) == [(60.0, "Failed")]


@pytest.mark.parametrize(("kept_s", "outcome"), [(3600.0, "Failed"), (0.0, "Pulled")])
def test_a_token_is_refused_when_its_time_is_over(with_plugin: Run, kept_s: float, outcome: str) -> None:
    records = with_plugin(
        pod("p", container(ONE)), late("q", OTHER), valid_for_s=10.0, cache_duration_s=kept_s, duration_s=30
    )
    assert pulls(records)[0][1] == "Pulled"
    assert {found for _, found in pulls(records, "q")} == {outcome}


@pytest.mark.parametrize(
    ("accounts", "credential"),
    [
        (None, "ServiceAccount default/default"),
        (("default/default",), "ServiceAccount default/default"),
        (("shop/web",), ""),
    ],
)
def test_a_plugin_that_takes_tokens_knows_whose_they_are(
    with_plugin: Run, accounts: tuple[str, ...] | None, credential: str
) -> None:
    records = with_plugin(tokens=TOKENS, service_accounts=accounts, duration_s=5)
    assert records.pulls[0].credential == credential


def test_a_secret_that_cannot_be_decoded_ends_the_look_up_before_the_plugin_runs(with_plugin: Run) -> None:
    broken = PullSecret(
        namespace="default",
        name="s",
        type="kubernetes.io/dockercfg",
        data=((".dockercfg", SecretValue('{"reg.test": {"auth": "!"}}')),),
    )
    records = with_plugin(pod("p", container(ONE), secrets=("s",)), takes_s=50.0, secrets=(broken,), duration_s=20)
    assert {row.reason for row in records.states} == {"ContainerCreating", "illegal base64 data at input byte 0"}


def test_an_entry_without_a_user_is_a_second_anonymous_attempt(with_plugin: Run) -> None:
    """As Azure's plugin answers for `*.azurecr.*`, so that what is public is had without a login (kubernetes#74715)."""
    anonymous = ("*.test", "")
    assert with_plugin(duration_s=5, logins=(("reg.test", "cloud"), anonymous)).pulls[0].outcome == "Pulled"
    first, second = with_plugin(duration_s=5, logins=(("reg.test", "clod"), anonymous)).pulls[0].error.split(", failed")
    assert first.startswith("[")
    assert "401 Unauthorized" in first
    assert "authorization failed: no basic auth credentials" in second
