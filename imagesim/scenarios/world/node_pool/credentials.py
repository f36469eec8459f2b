"""The `credentials` of a NodePool become what its nodes can pull with: docker config, plugins, the vendor's hook.

A docker config that a kubelet cannot read is no mistake: the kubelet goes on without it and tells nobody, which is what
people come to see, so it is noted. A CredentialProviderConfig that a kubelet refuses is one: it does not start.
"""

import json
import re
from typing import NamedTuple

from imagesim.rules.credentials.docker_config import (
    DockerConfig,
    DockerConfigEntry,
    DockerConfigError,
    decode_docker_config_json,
)
from imagesim.rules.credentials.plugins.config import (
    CredentialProvider,
    CredentialProviderConfigError,
    read_credential_provider_config,
)
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.shown.secret_places import may_be_shown
from imagesim.rules.versions import kubernetes
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.values.node_access import CredentialPlugin, VendorHook
from imagesim.scenarios.world.credentials.model import (
    CredentialsSpec,
    PluginLoginSpec,
    PluginSpec,
    ProvidersSpec,
    VendorHookSpec,
)
from imagesim.scenarios.world.registry.hosts import registry_host

_UNKNOWN = re.compile('unknown field "([^"]*)"')
_PROVIDER_FIELDS = (
    *("apiVersion", "kind", "providers", "name", "matchImages", "defaultCacheDuration", "args", "env", "value"),
    *("tokenAttributes", "serviceAccountTokenAudience", "cacheType", "requireServiceAccount"),
    *("requiredServiceAccountAnnotationKeys", "optionalServiceAccountAnnotationKeys"),
)
_PROVIDERS: Path = ("spec", "credentials", "providers")


class NodeAccess(NamedTuple):
    """What the nodes of a pool can pull with."""

    config: DockerConfig = ()
    plugins: tuple[CredentialPlugin, ...] = ()
    hook: VendorHook | None = None


def make_node_access(document: Document, spec: CredentialsSpec, kubernetes_version: str, notes: Notes) -> NodeAccess:
    """Return what the document describes; *kubernetes_version* is that of the pool."""
    return NodeAccess(
        config=() if spec.config is None else _docker_config(document, spec.config, notes),
        plugins=() if spec.providers is None else _plugins(document, spec.providers, kubernetes_version),
        hook=None if spec.vendor_hook is None else _hook(document, spec.vendor_hook),
    )


def _docker_config(document: Document, written: object, notes: Notes) -> DockerConfig:
    text = written if isinstance(written, str) else json.dumps(written)
    try:
        config = decode_docker_config_json(text)
    except DockerConfigError as error:
        reason = "it is no JSON" if isinstance(written, str) else str(error)
        notes.assume(
            f"The kubelet cannot read the docker config of {document.label} ({reason}) and goes on without it."
        )
        return ()
    ignored = [name for name in ("credHelpers", "credsStore") if isinstance(written, dict) and name in written]
    if ignored:
        notes.assume(f"The kubelet ignores {' and '.join(ignored)} in the docker config of {document.label}.")
    if not config:
        notes.assume(f"The docker config of {document.label} has nothing below `auths`: it gives no credentials.")
    return config


def _plugins(document: Document, spec: ProvidersSpec, kubernetes_version: str) -> tuple[CredentialPlugin, ...]:
    providers = _providers(document, spec, kubernetes_version)
    names = [provider.name for provider in providers]
    for name in spec.plugins:
        if name not in names:
            hint = did_you_mean(name, names)
            raise document.error("is no provider of the config", (*_PROVIDERS, "plugins", name), suggestion=hint)
    for name in names:
        if name not in spec.plugins:
            rule = f"has no {name}: without its binary the kubelet does not start"
            hint = did_you_mean(name, spec.plugins, cutoff=0.8)
            near = hint.startswith("did you mean")
            raise document.error(
                rule, (*_PROVIDERS, "plugins"), suggestion=hint if near else f"say below {name} how it answers"
            )
    return tuple(_plugin(provider, spec.plugins[provider.name]) for provider in providers)


def _providers(document: Document, spec: ProvidersSpec, kubernetes_version: str) -> tuple[CredentialProvider, ...]:
    path = (*_PROVIDERS, "config")
    kind = str(spec.config.get("kind"))
    if kind != "CredentialProviderConfig":
        hint = "write apiVersion: kubelet.config.k8s.io/v1 and kind: CredentialProviderConfig"
        raise document.error("is no CredentialProviderConfig", path, suggestion=hint)
    try:
        return read_credential_provider_config(
            json.dumps(spec.config),
            service_account_tokens=kubernetes(kubernetes_version).service_account_tokens_for_plugins,
        )
    except CredentialProviderConfigError as error:
        raise document.error(f"the kubelet does not start: {_without_names(str(error))}", path) from None


def _without_names(said: str) -> str:
    """What a kubelet says, without unknown names that may be a secret: `{name: a, password:pw}` has such a one."""
    return _UNKNOWN.sub(lambda found: found[0] if _may_be_said(found[1]) else 'unknown field "..."', said)


def _may_be_said(path: str) -> bool:
    return may_be_shown(path.rpartition(".")[2], "credentials", _PROVIDER_FIELDS)


def _plugin(provider: CredentialProvider, spec: PluginSpec) -> CredentialPlugin:
    return CredentialPlugin(
        provider=provider,
        auth=tuple(_entry(key, login) for key, login in spec.auth.items()),
        cache_key_type=spec.cache_key_type,
        cache_duration_s=spec.cache_duration,
        takes_s=spec.takes,
        valid_for_s=spec.valid_for,
        fails_from_s=spec.fails_from,
        fails_until_s=spec.fails_until,
        service_accounts=None if spec.service_accounts is None else tuple(spec.service_accounts),
    )


def _entry(key: str, login: PluginLoginSpec) -> DockerConfigEntry:
    return DockerConfigEntry(registry=key, username=login.username, password=SecretValue(login.password))


def _hook(document: Document, spec: VendorHookSpec) -> VendorHook:
    logins = []
    for host, login in spec.auth.items():
        path: Path = ("spec", "credentials", "vendorHook", "auth", host)
        logins.append((registry_host(document, path, host), login.username, SecretValue(login.password)))
    return VendorHook(logins=tuple(logins), from_s=spec.from_, until_s=spec.until)
