"""Credentials in world documents, written again: a registry's users, what a node pulls with.

Every password that is written here is a stand-in, so that a saved scenario tells nobody's and still runs the same.
"""

import json
from collections.abc import Mapping
from typing import Any

from imagesim.rules.credentials.docker_config import DockerConfig
from imagesim.rules.credentials.docker_config_stand_in import entry_fields, stand_in_config, stand_in_document
from imagesim.rules.credentials.plugins.config import CredentialProvider, TokenAttributes
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.golang import duration as go_duration
from imagesim.rules.golang.time import nanoseconds
from imagesim.rules.registry.access import RegistryAccess
from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.values.node_access import CredentialPlugin, VendorHook

Document = dict[str, Any]

CONFIG_KIND = {"apiVersion": "kubelet.config.k8s.io/v1", "kind": "CredentialProviderConfig"}


def access_fields(access: RegistryAccess) -> Document:
    """The fields `auth`, `users` and `access` of a Registry; nothing for one that asks nobody."""
    if access.auth == "none":
        return {}
    return {
        "auth": access.auth,
        "users": [{"name": name, **_password(password), **_expires(access, name)} for name, password in access.users],
        "access": [{"repository": entry.repository, "users": list(entry.users)} for entry in access.access],
    }


def _expires(access: RegistryAccess, user: str) -> Document:
    lifetime_s = dict(access.lifetimes).get(user)
    return {} if lifetime_s is None else {"expires": format_duration(lifetime_s)}


def credentials_fields(
    config: DockerConfig, plugins: tuple[CredentialPlugin, ...], hook: VendorHook | None
) -> Document:
    """The field `credentials` of a NodePool; empty for a node that has nothing."""
    fields: Document = {}
    if config:
        entries = stand_in_config(config)
        fields["config"] = {"auths": {entry.registry: entry_fields(entry) for entry in entries}}
    if plugins:
        providers = [_provider(plugin.provider) for plugin in plugins]
        fields["providers"] = {
            "config": {**CONFIG_KIND, "providers": providers},
            "plugins": {plugin.provider.name: _plugin(plugin) for plugin in plugins},
        }
    if hook is not None:
        auth = {host: {"username": user, **_password(password)} for host, user, password in hook.logins}
        fields["vendorHook"] = {"auth": auth, **_times({"from": hook.from_s or None, "until": hook.until_s})}
    return fields


def _password(password: SecretValue | None) -> Document:
    return {} if password is None else {"password": str(password)}


def _times(times: Mapping[str, Seconds | None]) -> Document:
    return {name: format_duration(time) for name, time in times.items() if time is not None}


def _plugin(plugin: CredentialPlugin) -> Document:
    fields: Document = {
        "auth": {entry.registry: entry_fields(entry) for entry in stand_in_config(plugin.auth)},
        "cacheKeyType": plugin.cache_key_type,
        **_times(
            {
                "cacheDuration": plugin.cache_duration_s,
                "takes": plugin.takes_s or None,
                "validFor": plugin.valid_for_s,
                "failsFrom": plugin.fails_from_s,
                "failsUntil": plugin.fails_until_s,
            }
        ),
    }
    if plugin.service_accounts is not None:
        fields["serviceAccounts"] = list(plugin.service_accounts)
    return fields


def _provider(provider: CredentialProvider) -> Document:
    fields: Document = {
        "name": provider.name,
        "apiVersion": provider.api_version,
        "matchImages": list(provider.match_images),
        "defaultCacheDuration": go_duration.format_duration(nanoseconds(provider.default_cache_duration_s)),
    }
    if provider.token_attributes is not None:
        fields["tokenAttributes"] = _token_attributes(provider.token_attributes)
    return fields


def _token_attributes(attributes: TokenAttributes) -> Document:
    return {
        "serviceAccountTokenAudience": attributes.service_account_token_audience,
        "cacheType": attributes.cache_type,
        "requireServiceAccount": attributes.require_service_account,
        "requiredServiceAccountAnnotationKeys": list(attributes.required_service_account_annotation_keys),
        "optionalServiceAccountAnnotationKeys": list(attributes.optional_service_account_annotation_keys),
    }


def config_value(data_key: str, document: bytes | str) -> Document | str:
    """A docker config as a mapping with stand-ins; as a text where a mapping would say something else."""
    text = stand_in_document(data_key, document)
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, dict) and stand_in_document(data_key, json.dumps(value)) == text else text
