import json

import pytest

from imagesim.rules.credentials.credential import CredentialSource
from imagesim.rules.credentials.plugins.config import CredentialProvider, TokenAttributes
from imagesim.rules.credentials.plugins.protocol import PluginOutput, answer
from imagesim.rules.credentials.plugins.provider import PluginProvider, provide_all
from imagesim.rules.credentials.secret_value import NO_SECRET, SecretValue
from imagesim.rules.credentials.service_account import PodIdentity, ServiceAccount

VERSION = "credentialprovider.kubelet.k8s.io/v1"
POD = PodIdentity(namespace="ns", name="pod", uid="u", service_account="default")
FAILED = "failed to get credential from external registry credential provider: "
PROVIDER = CredentialProvider(
    name="p", api_version=VERSION, match_images=("r.io", "*.io:5000"), default_cache_duration_s=60
)


class Plugin:
    """Answers with the user that it was told last, under the keys r.io and s.io, and counts its runs."""

    def __init__(self, cache_key_type="Image", duration_s=None, took_s=0):
        self.user, self.cache_key_type, self.duration_s, self.took_s = "u1", cache_key_type, duration_s, took_s
        self.requests = []
        self.output = None

    def run(self, request, now):
        self.requests.append(request)
        if self.output:
            return self.output
        users = dict.fromkeys(("r.io", "s.io"), (self.user, SecretValue("pw")))
        stdout = answer(request.api_version, self.cache_key_type, users, self.duration_s)
        return PluginOutput(stdout=stdout, took_s=self.took_s)


class Accounts:
    """An API server with one service account."""

    def __init__(self, annotations=()):
        self.account = ServiceAccount(namespace="ns", name="default", uid="sa", annotations=annotations)
        self.tokens = 1
        self.asked = []

    def get(self, namespace, name):
        if (namespace, name) != ("ns", self.account.name):
            raise LookupError(f'serviceaccounts "{name}" not found')
        return self.account

    def token(self, account, pod, audience, now):
        self.asked.append((account, pod, audience, now))
        if not self.tokens:
            raise LookupError("token request refused")
        return SecretValue(f"token {self.tokens}")


def users(provided):
    return [entry.username for entry in provided.config]


def user_at(provider, now, image="r.io/a", pod=POD):
    return next(iter(users(provider.provide(image, pod, now))), None)


def with_tokens(**fields):
    attributes = {
        "service_account_token_audience": "reg",
        "cache_type": "ServiceAccount",
        "require_service_account": True,
    }
    return CredentialProvider(
        name="p",
        api_version=VERSION,
        match_images=("r.io",),
        default_cache_duration_s=60,
        token_attributes=TokenAttributes(**{**attributes, **fields}),
    )


@pytest.mark.parametrize(
    ("image", "asked"),
    [("r.io/a", 1), ("x.io:5000/a", 1), ("r.io:443/a", 0), ("a.r.io/b", 0), ("docker.io/library/nginx", 0)],
)
def test_is_only_asked_about_images_that_it_is_configured_for(image, asked):
    plugin = Plugin()
    PluginProvider(PROVIDER, plugin).provide(image, POD, 0)
    assert len(plugin.requests) == asked


def test_a_pattern_with_a_scheme_fits_nothing():
    provider = CredentialProvider(
        name="p", api_version=VERSION, match_images=("https://r.io",), default_cache_duration_s=60
    )
    assert user_at(PluginProvider(provider, Plugin()), 0) is None


@pytest.mark.parametrize(("duration_s", "kept_s"), [(None, 60), (10, 10), (0.5, 0.5)])
def test_an_answer_counts_until_exactly_the_end_of_its_time(duration_s, kept_s):
    plugin = Plugin(duration_s=duration_s)
    provider = PluginProvider(PROVIDER, plugin)
    assert user_at(provider, 100) == "u1"
    plugin.user = "u2"
    assert user_at(provider, 100 + kept_s) == "u1"
    assert user_at(provider, 100 + kept_s + 1e-9) == "u2"


@pytest.mark.parametrize("duration_s", [0, -5])
def test_an_answer_for_no_time_is_not_kept(duration_s):
    plugin = Plugin(duration_s=duration_s)
    provider = PluginProvider(PROVIDER, plugin)
    assert [user_at(provider, 0), user_at(provider, 0)] == ["u1", "u1"]
    assert len(plugin.requests) == 2


@pytest.mark.parametrize(("cache_key_type", "runs"), [("Image", 3), ("Registry", 2), ("Global", 1)])
def test_an_answer_is_kept_for_what_it_says(cache_key_type, runs):
    plugin = Plugin(cache_key_type)
    provider = PluginProvider(PROVIDER, plugin)
    for image in ("r.io/a", "r.io/a", "r.io/b", "x.io:5000/a"):
        assert user_at(provider, 0, image) == "u1"
    assert len(plugin.requests) == runs


def test_an_old_answer_for_an_image_hides_a_newer_one_for_its_registry():
    plugin = Plugin("Image")
    provider = PluginProvider(PROVIDER, plugin)
    user_at(provider, 0, "r.io/a")
    plugin.user, plugin.cache_key_type = "u2", "Registry"
    assert [user_at(provider, 1, image) for image in ("r.io/b", "r.io/c", "r.io/a")] == ["u2", "u2", "u1"]


def test_a_failure_is_logged_and_never_kept():
    plugin = Plugin()
    plugin.output = PluginOutput(stdout=NO_SECRET, exit_code=2, stderr="no cloud")
    provider = PluginProvider(PROVIDER, plugin)
    provided = provider.provide("r.io/a", POD, 0)
    text = "error execing credential provider plugin p for image r.io/a: exit status 2: no cloud"
    assert (provided.config, provided.source, provided.logged) == ((), None, FAILED + text)
    plugin.output = None
    assert user_at(provider, 0) == "u1"


def test_a_kept_answer_hides_a_plugin_that_begins_to_fail():
    plugin = Plugin()
    provider = PluginProvider(PROVIDER, plugin)
    user_at(provider, 0)
    plugin.output = PluginOutput(stdout=NO_SECRET, exit_code=1)
    assert (user_at(provider, 60), user_at(provider, 61)) == ("u1", None)


def good(**fields):
    return json.dumps({"kind": "CredentialProviderResponse", "apiVersion": VERSION, "cacheKeyType": "Image", **fields})


UNREADABLE = FAILED + "error decoding credential provider plugin response from stdout"


@pytest.mark.parametrize(
    ("stdout", "logged"),
    [
        (good(), ""),
        (good(auth={"r.io": {"username": "u"}}, cacheDuration="1m"), ""),
        (good(cacheKeyType="image"), "credential provider plugin did not return a valid cacheKeyType: image"),
        (good(cacheKeyType=None), "credential provider plugin did not return a valid cacheKeyType: "),
        (good(cacheDuration="soon"), UNREADABLE),
        (good(auth={"r.io": {"user": "u"}}), UNREADABLE),
        (good(kind="CredentialProviderRequest"), UNREADABLE),
        (good(kind=""), UNREADABLE),
        (good().replace('"cacheKeyType"', '"cacheKeyType": "Image", "cacheKeyType"'), UNREADABLE),
        (good(apiVersion=VERSION + "beta1"), FAILED + "apiVersion from credential plugin response did not match "
         f"expected apiVersion:{VERSION}, actual apiVersion:{VERSION}beta1"),
        ("", FAILED + "error reading GVK from response: couldn't get version/kind; json parse error: "
         "unexpected end of JSON input"),
        ("kind: X", FAILED + "error reading GVK from response: couldn't get version/kind; json parse error: "
         "invalid character 'k' looking for beginning of value"),
        ("[]", FAILED + "error reading GVK from response: couldn't get version/kind; json parse error: json: cannot "
         r'unmarshal array into Go value of type struct { APIVersion string "json:\"apiVersion,omitempty\""; '
         r'Kind string "json:\"kind,omitempty\"" }'),
        ("null", FAILED + "apiVersion from credential plugin response did not match expected "
         f"apiVersion:{VERSION}, actual apiVersion:"),
    ],
)  # fmt: skip
def test_an_answer_is_read_strictly(stdout, logged):
    plugin = Plugin()
    plugin.output = PluginOutput(stdout=SecretValue(stdout), stderr="a warning changes nothing")
    assert PluginProvider(PROVIDER, plugin).provide("r.io/a", POD, 0).logged == logged


def test_a_plugin_is_stopped_after_a_minute():
    slow = PluginProvider(PROVIDER, Plugin(took_s=60.1)).provide("r.io/a", POD, 5)
    assert (slow.config, slow.ready_s) == ((), 65)
    assert slow.logged.endswith("plugin p for image r.io/a: context deadline exceeded: ")
    in_time = PluginProvider(PROVIDER, Plugin(took_s=60)).provide("r.io/a", POD, 5)
    assert (users(in_time), in_time.ready_s, in_time.logged) == (["u1", "u1"], 65, "")


def test_lookups_of_one_image_share_a_run_that_is_under_way():
    plugin = Plugin(took_s=2, duration_s=0)
    provider = PluginProvider(PROVIDER, plugin)
    ready = [provider.provide(image, POD, now).ready_s for image, now in (("r.io/a", 0), ("r.io/a", 1), ("r.io/b", 1))]
    assert ready == [2, 2, 3]
    assert [request.image for request in plugin.requests] == ["r.io/a", "r.io/b"]
    assert provider.provide("r.io/a", POD, 2).ready_s == 4


def test_an_answer_is_kept_from_when_the_plugin_gave_it():
    plugin = Plugin("Registry", took_s=10)
    provider = PluginProvider(PROVIDER, plugin)
    provider.provide("r.io/a", POD, 0)
    assert provider.provide("r.io/b", POD, 5).ready_s == 15
    assert provider.provide("r.io/c", POD, 10).ready_s == 10
    assert len(plugin.requests) == 2


def test_the_service_account_and_its_token_reach_the_plugin():
    plugin = Plugin()
    accounts = Accounts((("z", "1"), ("x.io/role", "r"), ("a", "2")))
    attributes = with_tokens(
        required_service_account_annotation_keys=("x.io/role",), optional_service_account_annotation_keys=("a", "none")
    )
    provided = PluginProvider(attributes, plugin, accounts).provide("r.io/a", POD, 7)
    assert provided.source == CredentialSource(kind="ServiceAccount", namespace="ns", name="default", uid="sa")
    (request,) = plugin.requests
    assert request.service_account_token.reveal() == "token 1"
    assert request.service_account_annotations == (("a", "2"), ("x.io/role", "r"))
    assert accounts.asked == [(accounts.account, POD, "reg", 7)]


STATIC_POD = PodIdentity(namespace="ns", name="pod", uid="u")


@pytest.mark.parametrize(
    ("fields", "pod"),
    [({}, STATIC_POD), ({"required_service_account_annotation_keys": ("x.io/role",)}, POD)],
)
def test_a_pod_that_does_not_opt_in_is_passed_over_without_a_word(fields, pod):
    plugin = Plugin()
    provided = PluginProvider(with_tokens(**fields), plugin, Accounts()).provide("r.io/a", pod, 0)
    assert (provided.config, provided.logged, plugin.requests) == ((), "", [])


def test_without_a_service_account_the_plugin_runs_for_the_node_where_none_is_required():
    plugin = Plugin()
    provided = PluginProvider(with_tokens(require_service_account=False), plugin).provide("r.io/a", STATIC_POD, 0)
    assert (users(provided), provided.source) == (["u1", "u1"], None)
    assert plugin.requests[0].service_account_token == NO_SECRET


def test_trouble_with_the_api_server_is_logged():
    accounts = Accounts()
    accounts.tokens = 0
    provider = PluginProvider(with_tokens(), Plugin(), accounts)
    other = PodIdentity(namespace="ns", service_account="other")
    assert provider.provide("r.io/a", POD, 0).logged == "failed to get service account token: token request refused"
    assert (
        provider.provide("r.io/a", other, 0).logged
        == 'failed to get service account: serviceaccounts "other" not found'
    )
    nobody = PluginProvider(with_tokens(), Plugin())
    assert nobody.provide("r.io/a", POD, 0).logged == "failed to get service account: no API server"


@pytest.mark.parametrize(("cache_type", "runs"), [("ServiceAccount", 1), ("Token", 2)])
def test_answers_are_kept_for_each_service_account_or_for_each_token(cache_type, runs):
    plugin, accounts = Plugin("Global"), Accounts()
    provider = PluginProvider(with_tokens(cache_type=cache_type), plugin, accounts)
    user_at(provider, 0)
    accounts.tokens = 2
    user_at(provider, 1)
    assert len(plugin.requests) == runs
    accounts.account = ServiceAccount(namespace="ns", name="default", uid="made anew")
    user_at(provider, 2)
    assert len(plugin.requests) == runs + 1


@pytest.mark.parametrize(
    ("cache_type", "logged"),
    [
        ("Token", ""),
        (
            "ServiceAccount",
            "credential provider plugin returned the service account token as the password which is not allowed "
            "when service account cache type is not set to 'Token'",
        ),
    ],
)
def test_the_token_itself_is_a_password_only_where_answers_are_kept_for_each_token(cache_type, logged):
    plugin = Plugin()
    users = {"r.io": ("u", SecretValue("pw")), "s.io": ("u", SecretValue("token 1"))}
    plugin.output = PluginOutput(stdout=answer(VERSION, "Image", users))
    provider = PluginProvider(with_tokens(cache_type=cache_type), plugin, Accounts())
    assert provider.provide("r.io/a", POD, 0).logged == logged


def test_an_empty_password_is_no_echo_of_a_token_that_was_not_sent():
    plugin = Plugin()
    plugin.output = PluginOutput(stdout=answer(VERSION, "Image", {"r.io": ("u", NO_SECRET)}))
    provider = PluginProvider(with_tokens(require_service_account=False), plugin)
    assert provider.provide("r.io/a", STATIC_POD, 0).logged == ""


def test_plugins_are_asked_one_after_another():
    slow, broken = Plugin(took_s=3), Plugin(took_s=4)
    broken.cache_key_type = "Node"
    configs, logged, ready_s = provide_all(
        [PluginProvider(PROVIDER, slow), PluginProvider(PROVIDER, broken)], "r.io/a", POD, 10
    )
    assert [(provided.plugin, len(provided.config)) for provided in configs] == [("p", 2), ("p", 0)]
    assert logged == ("p: credential provider plugin did not return a valid cacheKeyType: Node",)
    assert ready_s == 17


def test_nothing_of_an_exchange_prints_a_secret():
    plugin, accounts = Plugin(), Accounts()
    provider = PluginProvider(with_tokens(), plugin, accounts)
    provided = provider.provide("r.io/a", POD, 0)
    output = PluginOutput(stdout=answer(VERSION, "Image", {"r.io": ("u", SecretValue("hunter2"))}))
    texts = [repr(provided), repr(plugin.requests), repr(output), repr(provider)]
    assert not any("'pw'" in text or "token 1" in text or "hunter2" in text for text in texts)
