"""What the kubelet refuses in a CredentialProviderConfig that could be decoded, in its own words.

Models validateCredentialProviderConfig of pkg/credentialprovider/plugin/config.go, Kubernetes 1.36.2. A `matchImages`
has to be readable as a URL and no more: `https://example.com` is accepted and matches nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from imagesim.rules.api import field_errors
from imagesim.rules.golang import url as go_url
from imagesim.rules.golang.duration import format_duration
from imagesim.rules.golang.json_text import marshal

_GROUP = "credentialprovider.kubelet.k8s.io"
PLUGIN_API_VERSIONS = (f"{_GROUP}/v1", f"{_GROUP}/v1alpha1", f"{_GROUP}/v1beta1")
CACHE_TYPES = ("ServiceAccount", "Token")
_GATE = "KubeletServiceAccountTokenForCredentialProviders"
_BAD_NAMES: tuple[tuple[Callable[[str], bool], str], ...] = (
    (lambda name: "/" in name, "provider name cannot contain '/'"),
    (lambda name: " " in name, "provider name cannot contain spaces"),
    (lambda name: name == ".", "provider name cannot be '.'"),
    (lambda name: name == "..", "provider name cannot be '..'"),
)


def provider_problems(providers: Sequence[Mapping[str, Any]], service_account_tokens: bool) -> Iterator[str]:
    """What is wrong with *providers*, which are decoded: field by its name in JSON."""
    if not providers:
        yield field_errors.required("providers", "at least 1 item in plugins is required")
    for provider in providers:
        yield from _name_problems(provider.get("name", ""))
        yield from _api_version_problems(provider.get("apiVersion", ""))
        yield from _match_image_problems(provider.get("matchImages", []))
        yield from _duration_problems(provider.get("defaultCacheDuration"))
        if "tokenAttributes" in provider:
            if not service_account_tokens:
                detail = f"tokenAttributes is not supported when {_GATE} feature gate is disabled"
                yield field_errors.forbidden("providers.tokenAttributes", detail)
            yield from _token_problems(provider["tokenAttributes"], provider.get("apiVersion", ""))


def _name_problems(name: str) -> Iterator[str]:
    for is_bad, detail in _BAD_NAMES:
        if is_bad(name):
            yield field_errors.invalid("providers.name", name, detail)


def _api_version_problems(api_version: str) -> Iterator[str]:
    if not api_version:
        yield field_errors.required("providers.apiVersion")
    elif api_version not in PLUGIN_API_VERSIONS:
        yield field_errors.not_supported("providers.apiVersion", api_version, PLUGIN_API_VERSIONS)


def _match_image_problems(match_images: list[str]) -> Iterator[str]:
    if not match_images:
        yield field_errors.required("providers.matchImages", "at least 1 item in matchImages is required")
    for match_image in match_images:
        try:
            go_url.parse("https://" + match_image, go_url.GO_1_26)
        except go_url.GoURLError as error:
            yield field_errors.invalid("providers.matchImages", match_image, f"match image is invalid: {error}")


def _duration_problems(duration: int | None) -> Iterator[str]:
    if duration is None:
        yield field_errors.required("providers.defaultCacheDuration")
    elif duration < 0:
        yield field_errors.invalid(
            "providers.defaultCacheDuration", format_duration(duration), "must be greater than or equal to 0"
        )


def _token_problems(attributes: Mapping[str, Any], api_version: str) -> Iterator[str]:
    where = "providers.tokenAttributes"
    required_keys = attributes.get("requiredServiceAccountAnnotationKeys", [])
    optional_keys = attributes.get("optionalServiceAccountAnnotationKeys", [])
    if not attributes.get("serviceAccountTokenAudience"):
        yield field_errors.required(f"{where}.serviceAccountTokenAudience")
    if "requireServiceAccount" not in attributes:
        yield field_errors.required(f"{where}.requireServiceAccount")
    if api_version != PLUGIN_API_VERSIONS[0]:
        detail = f"tokenAttributes is only supported for {PLUGIN_API_VERSIONS[0]} API version"
        yield field_errors.forbidden(where, detail)
    if attributes.get("requireServiceAccount") is False and required_keys:
        detail = "requireServiceAccount cannot be false when requiredServiceAccountAnnotationKeys is set"
        yield field_errors.forbidden(f"{where}.requiredServiceAccountAnnotationKeys", detail)
    yield from _annotation_problems(f"{where}.requiredServiceAccountAnnotationKeys", required_keys)
    yield from _annotation_problems(f"{where}.optionalServiceAccountAnnotationKeys", optional_keys)
    if both := sorted({*required_keys} & {*optional_keys}):
        yield field_errors.invalid(where, both, "annotation keys cannot be both required and optional")
    yield from _cache_type_problems(f"{where}.cacheType", attributes.get("cacheType", ""))


def _annotation_problems(where: str, keys: Sequence[str]) -> Iterator[str]:
    for position, key in enumerate(keys):
        for problem in field_errors.label_key_problems(key.lower()):
            yield field_errors.invalid(where, key, problem)
        if key in keys[:position]:
            yield field_errors.duplicate(where, key)


def _cache_type_problems(where: str, cache_type: str) -> Iterator[str]:
    if not cache_type:
        detail = "cacheType is required to be set when tokenAttributes is specified. Supported values are: "
        yield field_errors.required(where, detail + ", ".join(CACHE_TYPES))
    elif cache_type not in CACHE_TYPES:
        yield field_errors.not_supported(where, cache_type, CACHE_TYPES, shown_by=marshal)
