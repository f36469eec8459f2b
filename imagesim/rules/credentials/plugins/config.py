"""The kubelet's CredentialProviderConfig: which plugins give credentials for which images.

Models readCredentialProviderConfig of pkg/credentialprovider/plugin/config.go, Kubernetes 1.36.2, with its texts. A
kubelet whose config is refused does not start. Unknown fields are refused, and tokenAttributes is unknown in a config
of v1alpha1 or v1beta1.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from imagesim.rules.api.document import decode_document
from imagesim.rules.credentials.plugins.validation import PLUGIN_API_VERSIONS, provider_problems
from imagesim.rules.golang.errors import aggregate
from imagesim.rules.golang.strict_json import Duration, Flag, GoDecodeError, GoType, List, Struct, Text
from imagesim.rules.golang.text import quote
from imagesim.rules.golang.time import seconds
from imagesim.rules.units import Seconds


class CredentialProviderConfigError(ValueError):
    """The kubelet refuses the config and does not start; the text is its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenAttributes:
    """The plugin gets a token of the pod's service account. `cache_type` is "ServiceAccount" or "Token"."""

    service_account_token_audience: str
    cache_type: str
    require_service_account: bool
    required_service_account_annotation_keys: tuple[str, ...] = ()
    optional_service_account_annotation_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialProvider:
    """One plugin. A default cache duration of 0 means that an answer without a duration is not kept."""

    name: str
    api_version: str
    match_images: tuple[str, ...]
    default_cache_duration_s: Seconds
    args: tuple[str, ...] = ()
    token_attributes: TokenAttributes | None = None


def _config_type(version: str) -> Struct:
    texts = List(Text())
    fields: dict[str, GoType] = {
        "name": Text(),
        "matchImages": texts,
        "defaultCacheDuration": Duration(),
        "apiVersion": Text(),
        "args": texts,
        "env": List(Struct(f"{version}.ExecEnvVar", {"name": Text(), "value": Text()})),
    }
    if version == "v1":
        token_fields: dict[str, GoType] = {
            "serviceAccountTokenAudience": Text(),
            "cacheType": Text("v1.ServiceAccountTokenCacheType"),
            "requireServiceAccount": Flag(),
            "requiredServiceAccountAnnotationKeys": texts,
            "optionalServiceAccountAnnotationKeys": texts,
        }
        fields["tokenAttributes"] = Struct("v1.ServiceAccountTokenAttributes", token_fields)
    providers = List(Struct(f"{version}.CredentialProvider", fields))
    return Struct(f"{version}.CredentialProviderConfig", {"kind": Text(), "apiVersion": Text(), "providers": providers})


_KIND = "CredentialProviderConfig"
_GROUP = "kubelet.config.k8s.io"
_HEADER = Struct("", {"kind": Text(), "apiVersion": Text()})
_KINDS = {(f"{_GROUP}/{version}", _KIND): _config_type(version) for version in ("v1alpha1", "v1beta1", "v1")}
_WRONG_KINDS = {
    **{(f"{_GROUP}/v1beta1", kind): _HEADER for kind in ("KubeletConfiguration", "SerializedNodeConfigSource")},
    **{
        (version, f"CredentialProvider{kind}"): _HEADER
        for version in PLUGIN_API_VERSIONS
        for kind in ("Request", "Response")
    },
}
"""Kinds that the kubelet knows, but not as a configuration of plugins. Only their header is modelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginFolder:
    """The kubelet's --image-credential-provider-bin-dir: its `path`, and the `binaries` in it (None: all it takes).

    A folder that is not there has `exists` False.
    """

    path: str = "/bin"
    binaries: Collection[str] | None = None
    exists: bool = True


ANY_FOLDER = PluginFolder()


def read_credential_provider_config(
    document: bytes | str,
    *,
    written: str | None = None,
    path: str = "config.yaml",
    folder: PluginFolder = ANY_FOLDER,
    service_account_tokens: bool = True,
) -> tuple[CredentialProvider, ...]:
    """The plugins in the order of the config, which is JSON.

    *written* is the file's text where that is YAML: an error about a missing kind repeats it. *path* is what errors
    call the file, *folder* where the plugins are. *service_account_tokens* is
    KubernetesBehaviour.service_account_tokens_for_plugins.

    CredentialProviderConfigError, with the kubelet's text, if the folder or a binary is missing, or if the document
    cannot be decoded or breaks a rule; with it a kubelet does not start.
    """
    if not folder.exists:  # RegisterCredentialProviderPlugins looks for it before it opens the file
        raise CredentialProviderConfigError(f"plugin binary directory {folder.path} did not exist")
    try:
        providers = _decode(document, written)
    except GoDecodeError as error:
        raise CredentialProviderConfigError(f"error decoding config {quote(path)}: {error}") from None
    names = [provider.get("name", "") for provider in providers]
    for position, name in enumerate(names):
        if name in names[:position]:
            text = f"duplicate provider name {quote(name)} found in configuration file(s)"
            raise CredentialProviderConfigError(text)
    if problems := aggregate(provider_problems(providers, service_account_tokens)):
        raise CredentialProviderConfigError(f"failed to validate credential provider config: {problems}")
    for name in names:
        _look_up(name, folder)
    return tuple(_provider(provider) for provider in providers)


def _look_up(name: str, folder: PluginFolder) -> None:
    """exec.LookPath, whose errors come without a path. Raises CredentialProviderConfigError."""
    if not name:  # passes the validation, and the folder is then taken for the plugin
        text = f"error inspecting binary executable : exec: {quote(folder.path)}: is a directory"
        raise CredentialProviderConfigError(text)
    if folder.binaries is not None and name not in folder.binaries:
        raise CredentialProviderConfigError("plugin binary executable  did not exist")


def _decode(document: bytes | str, written: str | None) -> list[Mapping[str, Any]]:
    decoded = decode_document(document, {**_KINDS, **_WRONG_KINDS}, written)
    if decoded.header.kind != _KIND:
        raise GoDecodeError(f"failed to decode {quote(decoded.header.kind)} (wrong Kind)")
    return list(decoded.fields.get("providers", []))


def _provider(fields: Mapping[str, Any]) -> CredentialProvider:
    return CredentialProvider(
        name=fields.get("name", ""),
        api_version=fields["apiVersion"],
        match_images=tuple(fields["matchImages"]),
        default_cache_duration_s=seconds(fields["defaultCacheDuration"]),
        args=tuple(fields.get("args", ())),
        token_attributes=_token_attributes(fields["tokenAttributes"]) if "tokenAttributes" in fields else None,
    )


def _token_attributes(fields: Mapping[str, Any]) -> TokenAttributes:
    return TokenAttributes(
        service_account_token_audience=fields["serviceAccountTokenAudience"],
        cache_type=fields["cacheType"],
        require_service_account=fields["requireServiceAccount"],
        required_service_account_annotation_keys=tuple(fields.get("requiredServiceAccountAnnotationKeys", ())),
        optional_service_account_annotation_keys=tuple(fields.get("optionalServiceAccountAnnotationKeys", ())),
    )
