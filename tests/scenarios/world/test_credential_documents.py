"""Who may pull, as documents say it: users of registries, credentials of nodes, Secrets, and events about them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.rules.credentials.secret_value import SecretValue, stand_in
from imagesim.rules.images.verification_policy import VerificationPolicy
from imagesim.scenarios.loading import load
from imagesim.scenarios.saving import dump
from imagesim.scenarios.timeline.events.nodes.add_node import AddNode
from imagesim.scenarios.timeline.events.secrets.create_secret import CreateSecret
from imagesim.scenarios.timeline.events.secrets.delete_secret import DeleteSecret
from imagesim.scenarios.timeline.events.secrets.replace_secret import ReplaceSecret
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]
Write = Callable[..., Path]

HEAD = "apiVersion: imagesim/v1\n"
REGISTRY = HEAD + "kind: Registry\nmetadata: {name: docker.io}\nspec:\n"
CONFIG = json.dumps({"auths": {"r.example": {"username": "a", "password": "b"}}})
CREDENTIALS = [("r.example", "a", stand_in("b"))]


def pool(spec: str) -> str:
    return f"{HEAD}kind: NodePool\nmetadata: {{name: w}}\nspec: {spec}\n"


def entries(scenario: Scenario) -> list[tuple[str, str, str]]:
    return [(entry.registry, entry.username, entry.password.reveal()) for entry in scenario.pools[0].credentials]


def test_a_registry_has_users_and_says_who_may_pull_what(loaded: Loaded) -> None:
    (registry,) = loaded(
        REGISTRY + "  auth: bearer\n  users: [{name: alice, password: x}, {name: bob}]\n"
        "  access: [{repository: nginx, users: [alice]}, {repository: 'team/*', users: []}]\n"
    ).registries
    access = registry.access
    assert access.auth == "bearer"
    assert access.users == (("alice", SecretValue(stand_in("x"))), ("bob", None))
    assert [(entry.repository, entry.users) for entry in access.access] == [
        ("library/nginx", ("alice",)),
        ("team/*", ()),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.json", CONFIG),
        ("deep/er/config.json", CONFIG),
        (".dockercfg", json.dumps(json.loads(CONFIG)["auths"])),
        ("other.txt", CONFIG),
    ],
)
def test_a_nodes_docker_config_is_a_file_beside_the_document(write: Write, name: str, content: str) -> None:
    write(content, f"world/{name}")
    world = write(pool(f"{{credentials: {{config: {name}}}}}"), "world/pool.yaml")
    for source in (world, world.parent):
        scenario = load(source)
        assert entries(scenario) == CREDENTIALS
        assert not scenario.not_modelled
        assert load(*scenario.documents) == scenario


@pytest.mark.parametrize("written", [CONFIG, f"'{CONFIG}'"])
def test_a_nodes_docker_config_may_stand_in_the_document(loaded: Loaded, written: str) -> None:
    assert entries(loaded(pool(f"{{credentials: {{config: {written}}}}}"))) == CREDENTIALS


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ("{auths: {r.example: {auth: 'no base64'}}}", "The kubelet cannot read the docker config of NodePool/w "
         "(illegal base64 data at input byte 2) and goes on without it."),
        ("'{\"auths\": x}'", "The kubelet cannot read the docker config of NodePool/w "
         "(it is no JSON) and goes on without it."),
        ("{r.example: {username: a}}", "The docker config of NodePool/w has nothing below `auths`: "
         "it gives no credentials."),
        ("{credsStore: desktop, auths: {r.example: {username: a}}}", "The kubelet ignores credsStore in the docker "
         "config of NodePool/w."),
    ],
)  # fmt: skip
def test_a_docker_config_that_gives_nothing_is_a_result_and_said(loaded: Loaded, config: str, sentence: str) -> None:
    scenario = loaded(pool(f"{{credentials: {{config: {config}}}}}"))
    assert sentence in scenario.assumptions
    assert load(*scenario.documents).assumptions == scenario.assumptions


PROVIDER = (
    "{name: cloud, apiVersion: credentialprovider.kubelet.k8s.io/v1, matchImages: [r.example], "
    "defaultCacheDuration: 90m}"
)


def providers(provider: str, plugins: str, version: str = "1.36") -> str:
    config = f"{{apiVersion: kubelet.config.k8s.io/v1, kind: CredentialProviderConfig, providers: [{provider}]}}"
    spec = f"{{config: {config}, plugins: {plugins}}}"
    return pool(f"{{kubernetesVersion: '{version}', credentials: {{providers: {spec}}}}}")


def test_a_plugin_is_what_the_kubelets_config_and_its_own_answers_say(loaded: Loaded) -> None:
    answers = "{auth: {r.example: {username: a, password: b}}, validFor: 12h, takes: 1s, failsFrom: 1h}"
    (plugin,) = loaded(providers(PROVIDER, f"{{cloud: {answers}}}")).pools[0].plugins
    assert (plugin.provider.name, plugin.provider.match_images) == ("cloud", ("r.example",))
    assert plugin.provider.default_cache_duration_s == 5400
    assert (plugin.valid_for_s, plugin.takes_s, plugin.fails_from_s, plugin.fails_until_s) == (43200, 1, 3600, None)
    assert (plugin.cache_key_type, plugin.cache_duration_s) == ("Registry", None)


@pytest.mark.parametrize("spec", ["{}", "{tokenAttributes: 3}"])
def test_a_config_that_the_kubelet_refuses_is_a_mistake_in_its_words(mistake: Mistake, spec: str) -> None:
    assert mistake(providers(spec, "{}")).startswith(
        "file.yaml:4: NodePool/w: spec.credentials.providers.config: the kubelet does not start: "
    )


TOKENS = PROVIDER[:-1] + (
    ", tokenAttributes: {serviceAccountTokenAudience: r, cacheType: Token, requireServiceAccount: true}}"
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            providers(PROVIDER, "{}"),
            "providers.plugins: has no cloud: without its binary the kubelet does not start; "
            "say below cloud how it answers",
        ),
        (
            providers(PROVIDER, "{cloud: {}, clod: {}}"),
            "providers.plugins.clod: is no provider of the config; did you mean cloud?",
        ),
        (
            providers(TOKENS, "{cloud: {}}", "1.33"),
            "providers.config: the kubelet does not start: failed to validate credential provider config: "
            "providers.tokenAttributes: Forbidden: tokenAttributes is not supported when "
            "KubeletServiceAccountTokenForCredentialProviders feature gate is disabled",
        ),
        (
            pool("{credentials: {providers: {config: {kind: Config}}}}"),
            "providers.config: is no CredentialProviderConfig; "
            "write apiVersion: kubelet.config.k8s.io/v1 and kind: CredentialProviderConfig",
        ),
        (
            pool("{credentials: {vendorHook: {auth: {shop: {username: a}}}}}"),
            "vendorHook.auth.shop: the value (hidden) is not the host of a registry: no image name is looked up there; "
            "write a host such as docker.io, registry.example or localhost:5000",
        ),
    ],
)
def test_a_mistake_in_what_a_node_pulls_with_is_said_in_words(mistake: Mistake, text: str, message: str) -> None:
    assert mistake(text) == f"file.yaml:4: NodePool/w: spec.credentials.{message}"


def test_the_kubelets_verification_policy_is_read(loaded: Loaded) -> None:
    policy = "imagePullCredentialsVerificationPolicy: NeverVerifyAllowlistedImages"
    scenario = loaded(pool(f"{{kubelet: {{{policy}, preloadedImagesVerificationAllowlist: ['r.example/*']}}}}"))
    expected = VerificationPolicy("NeverVerifyAllowlistedImages", allow_list=("r.example/*",))
    assert scenario.pools[0].kubelet.verification == expected
    assert not scenario.not_modelled


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (
            "{kubernetesVersion: '1.34', kubelet: {imagePullCredentialsVerificationPolicy: AlwaysVerify}}",
            "imagePullCredentialsVerificationPolicy: needs the feature gate KubeletEnsureSecretPulledImages, "
            "which is off in 1.34; set kubernetesVersion to 1.35 or later, or remove the field",
        ),
        (
            "{kubelet: {imagePullCredentialsVerificationPolicy: AlwaysVerfy}}",
            "imagePullCredentialsVerificationPolicy: 'AlwaysVerfy' is not known here; did you mean AlwaysVerify?",
        ),
        (
            "{kubelet: {preloadedImagesVerificationAllowlist: [r.example/a]}}",
            "preloadedImagesVerificationAllowlist: preloadedImagesVerificationAllowlist needs "
            "imagePullCredentialsVerificationPolicy NeverVerifyAllowlistedImages, not NeverVerifyPreloadedImages",
        ),
    ],
)
def test_a_policy_that_the_kubelet_refuses_is_a_mistake(mistake: Mistake, spec: str, message: str) -> None:
    assert mistake(pool(spec)) == f"file.yaml:4: NodePool/w: spec.kubelet.{message}"


SPEC = "{containers: [{name: a, image: b}], serviceAccountName: sa}"
POD = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {SPEC}\n"


def test_a_service_account_that_no_document_describes_exists_and_is_said(loaded: Loaded) -> None:
    sentence = "ServiceAccount/default/sa is in no document: it exists, and has no pull secrets."
    account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: sa}\nimagePullSecrets: [{name: x}, {}]\n"
    assert sentence in loaded(POD).assumptions
    described = loaded(POD, account)
    assert sentence not in described.assumptions
    assert described.service_accounts[0].image_pull_secrets == ("x", "")


def timeline(*events: str) -> str:
    return f"{HEAD}kind: Timeline\nmetadata: {{name: t}}\nspec:\n  events:\n" + "".join(
        f"    - {{{event}}}\n" for event in events
    )


def secret(verb: str, name: str = "s") -> str:
    return f"{verb}: {{apiVersion: v1, kind: Secret, metadata: {{name: {name}, namespace: shop}}}}"


def test_events_about_secrets_and_nodes_come_in_the_order_of_time(loaded: Loaded) -> None:
    scenario = loaded(
        pool("{count: 1}"),
        timeline(
            "at: 5m, deleteSecret: {secret: shop/s}",
            f"at: 1m, {secret('createSecret')}",
            f"at: 3m, {secret('replaceSecret')}",
            "at: 6m, addNode: {pool: w, count: 2}",
            "at: 7m, removeNode: {node: w-2}",
            "at: 8m, removeImage: {node: w-1, image: a}",
        ),
    )
    assert [type(event) for event in scenario.timeline][:4] == [CreateSecret, ReplaceSecret, DeleteSecret, AddNode]


@pytest.mark.parametrize(
    ("events", "line", "message"),
    [
        ((f"at: 1m, {secret('createSecret')}", f"at: 2m, {secret('createSecret')}"), 7,
         "[1].createSecret: Secret/shop/s is there already at that time; use replaceSecret"),
        ((f"at: 2m, {secret('createSecret')}", f"at: 1m, {secret('replaceSecret')}"), 7,
         "[1].replaceSecret: there is no Secret/shop/s at that time; use createSecret"),
        ((f"at: 1m, {secret('createSecret')}", "at: 2m, deleteSecret: {secret: shop/r}"), 7,
         "[1].deleteSecret: there is no Secret/shop/r at that time; did you mean Secret/shop/s?"),
        (("at: 1m, addNode: {pool: workers}",), 6, "[0].addNode.pool: 'workers' is no NodePool; known: w"),
        (("at: 1m, removeNode: {node: w-1}",), 6,
         "[0].removeNode: there is no node w-1 at that time; did you mean w-0?"),
        (("at: 1m, removeNode: {node: w-0}", "at: 2m, removeImage: {node: w-0, image: a}"), 7,
         "[1].removeImage: there is no node w-0 at that time"),
        (("at: 1m, setPassword: {registry: docker.io, user: u, password: Pl4nted}",), 6,
         "[0].setPassword.user: 'u' is no user of Registry docker.io"),
    ],
)  # fmt: skip
def test_an_event_about_what_is_not_there_by_then_is_a_mistake(
    mistake: Mistake, events: tuple[str, ...], line: int, message: str
) -> None:
    assert mistake(timeline(*events), pool("{count: 1}")) == f"file.yaml:{line}: Timeline/t: spec.events{message}"


def test_an_entry_of_a_plugin_may_be_without_a_user(loaded: Loaded) -> None:
    scenario = loaded(providers(PROVIDER, "{cloud: {auth: {'*.azurecr.*': {}}}}"))
    (entry,) = scenario.pools[0].plugins[0].auth
    assert (entry.registry, entry.username) == ("*.azurecr.*", "")
    assert loaded(dump(scenario)).pools == scenario.pools
