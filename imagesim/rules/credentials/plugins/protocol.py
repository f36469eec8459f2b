"""One run of a credential provider plugin: a request on its standard input, an answer on its standard output.

Models execPlugin of pkg/credentialprovider/plugin/plugin.go, Kubernetes 1.36.2, with its errors. A plugin has 60 s; an
exit code other than 0 discards a good answer, and text on standard error is only shown with a failure. The answer is
JSON of the apiVersion that was asked for, and strict: unknown and duplicate fields fail, and so does YAML.

A plugin in the simulation is any object with a method `run`; `answer` makes what a well-behaved one prints.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from imagesim.rules.api.document import decode_document, read_header
from imagesim.rules.credentials.docker_config import DockerConfig, DockerConfigEntry
from imagesim.rules.credentials.plugins.config import CredentialProvider
from imagesim.rules.credentials.plugins.validation import PLUGIN_API_VERSIONS
from imagesim.rules.credentials.secret_value import NO_SECRET, SecretValue
from imagesim.rules.golang.duration import format_duration
from imagesim.rules.golang.json_text import marshal
from imagesim.rules.golang.strict_json import Duration, GoDecodeError, Map, Struct, Text
from imagesim.rules.golang.time import nanoseconds, seconds
from imagesim.rules.units import Seconds

PLUGIN_TIMEOUT_S: Seconds = 60


class PluginError(Exception):
    """A run that gives no credentials. The text is only logged, never in an event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginRequest:
    """What the plugin is asked. `image` is a repository without tag; the token is empty outside token mode."""

    api_version: str
    image: str
    service_account_token: SecretValue = NO_SECRET
    service_account_annotations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginOutput:
    """How a run went: what it printed, how it exited, and how long it took."""

    stdout: SecretValue
    exit_code: int = 0
    stderr: str = ""
    took_s: Seconds = 0


class Plugin(Protocol):
    """A plugin that runs inside the simulation."""

    def run(self, request: PluginRequest, now: Seconds) -> PluginOutput:
        """Answer *request*, which comes at *now*."""


class PluginResponse(NamedTuple):
    """A good answer. `cache_duration_s` is None where the config's default holds."""

    cache_key_type: str
    cache_duration_s: Seconds | None
    config: DockerConfig


_RESPONSE = Struct(
    "v1.CredentialProviderResponse",
    {
        "kind": Text(),
        "apiVersion": Text(),
        "cacheKeyType": Text(),
        "cacheDuration": Duration(),
        "auth": Map(Struct("v1.AuthConfig", {"username": Text(), "password": Text()})),
    },
)
_KINDS = {(version, "CredentialProviderResponse"): _RESPONSE for version in PLUGIN_API_VERSIONS}


def run_plugin(plugin: Plugin, request: PluginRequest, now: Seconds) -> PluginOutput:
    """Run *plugin*; one that takes too long is stopped."""
    output = plugin.run(request, now)
    if output.took_s > PLUGIN_TIMEOUT_S:
        return PluginOutput(stdout=NO_SECRET, exit_code=-1, stderr=output.stderr, took_s=PLUGIN_TIMEOUT_S)
    return output


def read_output(provider: CredentialProvider, image: str, output: PluginOutput) -> PluginResponse:
    """The answer in *output*, or PluginError with the kubelet's text."""
    if output.exit_code:
        problem = "context deadline exceeded" if output.exit_code < 0 else f"exit status {output.exit_code}"
        text = f"error execing credential provider plugin {provider.name} for image {image}: {problem}"
        raise PluginError(f"{text}: {output.stderr}")
    document = output.stdout.reveal()
    try:
        found = read_header(document).api_version
    except GoDecodeError as error:
        raise PluginError(f"error reading GVK from response: {error}") from None
    if found != provider.api_version:
        text = "apiVersion from credential plugin response did not match expected apiVersion"
        raise PluginError(f"{text}:{provider.api_version}, actual apiVersion:{found}")
    try:
        fields = decode_document(document, _KINDS).fields
    except GoDecodeError:
        # Upstream hides the reason on purpose: it may hold a part of the answer.
        raise PluginError("error decoding credential provider plugin response from stdout") from None
    duration = fields.get("cacheDuration")
    return PluginResponse(
        cache_key_type=fields.get("cacheKeyType", ""),
        cache_duration_s=None if duration is None else seconds(duration),
        config=_config(fields.get("auth", {})),
    )


def answer(
    api_version: str,
    cache_key_type: str,
    users: Mapping[str, tuple[str, SecretValue]],
    cache_duration_s: Seconds | None = None,
) -> SecretValue:
    """What a well-behaved plugin prints: for each key a user and a password."""
    parts = [f'"kind":"CredentialProviderResponse","apiVersion":{marshal(api_version)}']
    parts.append(f'"cacheKeyType":{marshal(cache_key_type)}')
    if cache_duration_s is not None:
        parts.append(f'"cacheDuration":{marshal(format_duration(nanoseconds(cache_duration_s)))}')
    entries = (
        f'{marshal(key)}:{{"username":{marshal(user)},"password":{marshal(password.reveal())}}}'
        for key, (user, password) in users.items()
    )
    return SecretValue("{" + ",".join([*parts, f'"auth":{{{",".join(entries)}}}']) + "}")


def _config(auth: Mapping[str, Mapping[str, str]]) -> DockerConfig:
    return tuple(
        DockerConfigEntry(
            registry=key,
            username=entry.get("username", ""),
            password=SecretValue(entry.get("password", "")),
        )
        for key, entry in auth.items()
    )
