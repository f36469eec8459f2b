import json

import pytest

from imagesim.rules.credentials.plugins.config import (
    CredentialProviderConfigError,
    PluginFolder,
    TokenAttributes,
    read_credential_provider_config,
)

VERSION = "credentialprovider.kubelet.k8s.io/v1"
SUPPORTED = f'"{VERSION}", "{VERSION}alpha1", "{VERSION}beta1"'
PROVIDER = {"name": "p", "apiVersion": VERSION, "matchImages": ["x.io"], "defaultCacheDuration": "1m30s"}
MISMATCH = "json: cannot unmarshal {} into Go struct field {} of type {}"
BAD_NAME = 'providers.name: Invalid value: "{}": provider name cannot {}'
TOKEN = {"serviceAccountTokenAudience": "reg", "cacheType": "Token", "requireServiceAccount": True}


def document(*providers, **fields):
    header = {"apiVersion": "kubelet.config.k8s.io/v1", "kind": "CredentialProviderConfig"}
    return json.dumps({**header, "providers": providers, **fields})


def with_token(**fields):
    return document({**PROVIDER, "tokenAttributes": {**TOKEN, **fields}})


def without(field, provider=PROVIDER):
    return document({name: value for name, value in provider.items() if name != field})


def error_of(text, **options):
    with pytest.raises(CredentialProviderConfigError) as caught:
        read_credential_provider_config(text, **options)
    return str(caught.value)


def problem_of(text, **options):
    return error_of(text, **options).removeprefix("failed to validate credential provider config: ")


def test_reads_providers_in_their_order():
    text = document({**PROVIDER, "args": ["a"], "env": [{"name": "X", "value": "1"}]}, {**PROVIDER, "name": "a"})
    first, second = read_credential_provider_config(text)
    assert (first.name, second.name) == ("p", "a")
    assert (first.api_version, first.match_images, first.args) == (VERSION, ("x.io",), ("a",))
    assert first.default_cache_duration_s == 90
    assert first.token_attributes is None


def test_reads_token_attributes():
    (provider,) = read_credential_provider_config(with_token(requiredServiceAccountAnnotationKeys=["X.io/role"]))
    assert provider.token_attributes == TokenAttributes(
        service_account_token_audience="reg",
        cache_type="Token",
        require_service_account=True,
        required_service_account_annotation_keys=("X.io/role",),
    )


@pytest.mark.parametrize("match_image", ["https://x.io", "", "*.x.io:5000/a", "exampl?.com"])
def test_any_pattern_that_is_a_url_will_do(match_image):
    read_credential_provider_config(document({**PROVIDER, "matchImages": [match_image]}))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "couldn't get version/kind; json parse error: unexpected end of JSON input"),
        (document(PROVIDER, kind="Foo"), 'no kind "Foo" is registered for version "kubelet.config.k8s.io/v1" in scheme '
         '"k8s.io/kubernetes/pkg/credentialprovider/plugin/plugin.go:69"'),
        ('{"apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration"}',
         'failed to decode "KubeletConfiguration" (wrong Kind)'),
        (f'{{"apiVersion": "{VERSION}", "kind": "CredentialProviderRequest"}}',
         'failed to decode "CredentialProviderRequest" (wrong Kind)'),
        ('{"kind": "x"}', "Object 'apiVersion' is missing in '{\"kind\": \"x\"}'"),
        ('{"apiVersion": "v1"}', "Object 'Kind' is missing in '{\"apiVersion\": \"v1\"}'"),
        ('{"apiVersion": "a/b/c", "kind": "x"}', "unexpected GroupVersion string: a/b/c"),
        ('{"kind": 1}', "couldn't get version/kind; json parse error: "
         + MISMATCH.format("number", ".kind", "string")),
        (document({**PROVIDER, "foo": 1, "Name": "x"}), 'strict decoding error: unknown field "providers[0].foo", '
         'unknown field "providers[0].Name"'),
        (document(PROVIDER).replace('"name"', '"name": "x", "name"'),
         'strict decoding error: duplicate field "providers[0].name"'),
        (document(PROVIDER, {**PROVIDER, "tokenAttributes": TOKEN}, apiVersion="kubelet.config.k8s.io/v1beta1"),
         'strict decoding error: unknown field "providers[1].tokenAttributes"'),
        (document({**PROVIDER, "matchImages": "x.io"}),
         MISMATCH.format("string", "CredentialProvider.providers.matchImages", "[]string")),
        (document({**PROVIDER, "env": [{"name": 1}]}),
         MISMATCH.format("number", "ExecEnvVar.providers.env.name", "string")),
        (with_token(cacheType=True), "json: cannot unmarshal bool into Go struct field "
         "ServiceAccountTokenAttributes.providers.tokenAttributes.cacheType of type v1.ServiceAccountTokenCacheType"),
        (document({"name": 1, "matchImages": 2}),
         MISMATCH.format("number", "CredentialProvider.providers.name", "string")),
        (document({"name": 1, "defaultCacheDuration": "soon"}), 'time: invalid duration "soon"'),
        (document({**PROVIDER, "defaultCacheDuration": 60}),
         MISMATCH.format("number", "CredentialProvider.providers.defaultCacheDuration", "string")),
        (document(providers={}),
         MISMATCH.format("object", "CredentialProviderConfig.providers", "[]v1.CredentialProvider")),
    ],
)  # fmt: skip
def test_what_cannot_be_decoded_is_refused_with_the_file_s_name(text, problem):
    assert error_of(text, path="/etc/conf.yaml") == f'error decoding config "/etc/conf.yaml": {problem}'


def test_two_providers_of_one_name_are_refused_before_anything_is_validated():
    assert error_of(document({"name": "p"}, PROVIDER)) == 'duplicate provider name "p" found in configuration file(s)'


def test_a_provider_without_a_name_takes_the_folder_for_the_plugin():
    assert error_of(without("name"), folder=PluginFolder(path="/plugins")) == (
        'error inspecting binary executable : exec: "/plugins": is a directory'
    )
    assert error_of(without("name")) == 'error inspecting binary executable : exec: "/bin": is a directory'


def test_a_folder_that_is_not_there_is_missed_before_the_file_is_opened():
    folder = PluginFolder(path="/plugins", exists=False)
    assert error_of("{", folder=folder) == "plugin binary directory /plugins did not exist"


def test_a_plugin_without_a_binary_is_missed_without_its_path():
    # exec.LookPath returns no path with an error, and the text is made from what it returned.
    folder = PluginFolder(binaries=["q"])
    assert error_of(document(PROVIDER), folder=folder) == "plugin binary executable  did not exist"
    assert len(read_credential_provider_config(document({**PROVIDER, "name": "q"}), folder=folder)) == 1
    assert error_of(without("apiVersion"), folder=folder).startswith("failed to validate")


@pytest.mark.parametrize("written", ["", " \n", "# nothing\n", "---\n"])
def test_an_empty_file_is_shown_as_it_was_written(written):
    problem = f"Object 'Kind' is missing in '{written}'"
    assert error_of("null", written=written, path="c") == f'error decoding config "c": {problem}'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (document(), "providers: Required value: at least 1 item in plugins is required"),
        (document({**PROVIDER, "name": "a/b"}), BAD_NAME.format("a/b", "contain '/'")),
        (document({**PROVIDER, "name": "a b"}), BAD_NAME.format("a b", "contain spaces")),
        (document({**PROVIDER, "name": "."}), BAD_NAME.format(".", "be '.'")),
        (document({**PROVIDER, "name": ".."}), BAD_NAME.format("..", "be '..'")),
        (without("apiVersion"), "providers.apiVersion: Required value"),
        (document({**PROVIDER, "apiVersion": "v1"}),
         f'providers.apiVersion: Unsupported value: "v1": supported values: {SUPPORTED}'),
        (without("matchImages"), "providers.matchImages: Required value: at least 1 item in matchImages is required"),
        (document({**PROVIDER, "matchImages": ["a:x", "x.io:1:2"]}),
         '[providers.matchImages: Invalid value: "a:x": match image is invalid: '
         'parse "https://a:x": invalid port ":x" after host, '
         'providers.matchImages: Invalid value: "x.io:1:2": match image is invalid: '
         'parse "https://x.io:1:2": invalid port ":1:2" after host]'),
        (without("defaultCacheDuration"), "providers.defaultCacheDuration: Required value"),
        (document({**PROVIDER, "defaultCacheDuration": "-1m"}),
         'providers.defaultCacheDuration: Invalid value: "-1m0s": must be greater than or equal to 0'),
    ],
)  # fmt: skip
def test_a_provider_is_refused_in_the_kubelet_s_words(text, problem):
    assert problem_of(text) == problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (with_token(serviceAccountTokenAudience=""), ".serviceAccountTokenAudience: Required value"),
        (with_token(requireServiceAccount=None), ".requireServiceAccount: Required value"),
        (document({**PROVIDER, "apiVersion": VERSION + "beta1", "tokenAttributes": TOKEN}),
         f": Forbidden: tokenAttributes is only supported for {VERSION} API version"),
        (with_token(requireServiceAccount=False, requiredServiceAccountAnnotationKeys=["a"]),
         ".requiredServiceAccountAnnotationKeys: Forbidden: "
         "requireServiceAccount cannot be false when requiredServiceAccountAnnotationKeys is set"),
        (with_token(optionalServiceAccountAnnotationKeys=["a", "a"]),
         '.optionalServiceAccountAnnotationKeys: Duplicate value: "a"'),
        (with_token(requiredServiceAccountAnnotationKeys=["b", "a"], optionalServiceAccountAnnotationKeys=["a", "b"]),
         ': Invalid value: ["a","b"]: annotation keys cannot be both required and optional'),
        (with_token(cacheType=""), ".cacheType: Required value: cacheType is required to be set when tokenAttributes "
         "is specified. Supported values are: ServiceAccount, Token"),
        (with_token(cacheType="<x>"), r'.cacheType: Unsupported value: "\u003cx\u003e": supported values: '
         '"ServiceAccount", "Token"'),
    ],
)  # fmt: skip
def test_token_attributes_are_refused_in_the_kubelet_s_words(text, problem):
    assert problem_of(text) == f"providers.tokenAttributes{problem}"


def test_token_attributes_need_their_feature_gate():
    assert problem_of(with_token(), service_account_tokens=False) == (
        "providers.tokenAttributes: Forbidden: tokenAttributes is not supported when "
        "KubeletServiceAccountTokenForCredentialProviders feature gate is disabled"
    )


NAME = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"


@pytest.mark.parametrize(
    ("key", "starts", "count"),
    [
        ("-a", [NAME], 1),
        ("a" * 64, ["name part must be no more than 63 bytes"], 1),
        ("x.io/", ["name part must be non-empty", NAME], 2),
        ("/a", ["prefix part must be non-empty"], 1),
        ("x_y/a", ["prefix part a lowercase RFC 1123 subdomain must consist of"], 1),
        ("a." * 127 + "io/a", ["prefix part must be no more than 253 bytes"], 1),
        ("a/b/c", ["a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start"], 1),
    ],
)
def test_an_annotation_key_is_a_qualified_name_whatever_its_case(key, starts, count):
    text = problem_of(with_token(optionalServiceAccountAnnotationKeys=[key]))
    problem = "providers.tokenAttributes.optionalServiceAccountAnnotationKeys: Invalid value: "
    assert text.count(problem) == count
    assert all(f'{problem}"{key}": {start}' in text for start in starts)
    read_credential_provider_config(with_token(optionalServiceAccountAnnotationKeys=["EXAMPLE.io/" + "A" * 63]))
