"""plugin136.jsonl: configurations of credential provider plugins, and lookups through their caches."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from imagesim.rules.credentials.credential import Credential
from imagesim.rules.credentials.keyring import Keyring, SourcedConfig
from imagesim.rules.credentials.plugins.config import (
    CredentialProvider,
    CredentialProviderConfigError,
    PluginFolder,
    read_credential_provider_config,
)
from imagesim.rules.credentials.plugins.protocol import PluginOutput, PluginRequest
from imagesim.rules.credentials.plugins.provider import PluginProvider, provide_all
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.credentials.service_account import PodIdentity, ServiceAccount
from tests.conformance.checking import Row, differences

CONFIG_HEADER = {"apiVersion": "kubelet.config.k8s.io/v1", "kind": "CredentialProviderConfig"}


class RecordedServiceAccounts:
    """The API server of one row: its service accounts, and tokens that name the account and a version."""

    def __init__(self) -> None:
        self.accounts: dict[tuple[str, str], ServiceAccount] = {}
        self.token_version = ""
        self.token_error = ""

    def set(self, accounts: Iterable[Row]) -> None:
        self.accounts = {
            (account["namespace"], account["name"]): ServiceAccount(
                namespace=account["namespace"],
                name=account["name"],
                uid=account["uid"],
                annotations=tuple((account["annotations"] or {}).items()),
            )
            for account in accounts
        }

    def get(self, namespace: str, name: str) -> ServiceAccount:
        if (namespace, name) not in self.accounts:
            raise LookupError(f'serviceaccount "{name}" not found')
        return self.accounts[namespace, name]

    def token(self, account: ServiceAccount, pod: PodIdentity, audience: str, now: float) -> SecretValue:
        if self.token_error:
            raise LookupError(self.token_error)
        return SecretValue(f"token:{account.namespace}-{account.name}{self.token_version}")


class RecordedPlugin:
    """A plugin that answers as the row says from now on, and remembers what it was asked."""

    def __init__(self) -> None:
        self.response: Row = {}
        self.requests: list[Row] = []

    def run(self, request: PluginRequest, now: float) -> PluginOutput:
        self.requests.append(_request(request))
        response = dict(self.response)
        took_s = response.pop("sleep_s", 0)
        exit_code, stderr = response.pop("exit", 0), response.pop("stderr", "")
        stdout = response["raw"] if "raw" in response else self._document(response, request)
        return PluginOutput(stdout=SecretValue(stdout), exit_code=exit_code, stderr=stderr, took_s=took_s)

    def _document(self, response: dict[str, Any], request: PluginRequest) -> str:
        token = request.service_account_token.reveal()
        tail = "-" + token.removeprefix("token:") if response.pop("per_sa", False) else ""
        if "auth" in response and isinstance(response["auth"], Mapping):
            response["auth"] = {
                key.replace("<image>", request.image): _entry(entry, token, tail)
                for key, entry in response["auth"].items()
            }
        return json.dumps(response)


def _entry(entry: Any, token: str, tail: str) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    password = token if entry.get("password") == "<token>" else entry.get("password", "")
    return {**entry, "username": str(entry.get("username") or "") + tail, "password": password}


def _request(request: PluginRequest) -> Row:
    recorded = {"apiVersion": request.api_version, "image": request.image, "kind": "CredentialProviderRequest"}
    if request.service_account_token.reveal():
        recorded["serviceAccountToken"] = request.service_account_token.reveal()
    if request.service_account_annotations:
        recorded["serviceAccountAnnotations"] = dict(request.service_account_annotations)
    return recorded


def check(row: Row) -> str | None:
    """A row is a configuration alone, or lookups, one after another or started together."""
    if row["kind"] == "config":
        return differences({"error": row["error"]}, {"error": _config_error(row)})
    try:
        providers = read_providers(row["plugins"])
    except CredentialProviderConfigError as error:
        return differences({"error": row["error"]}, {"error": str(error)})
    world = World(providers, row.get("service_accounts", ()))
    problems = [world.replay(number, operation) for number, operation in enumerate(row["ops"])]
    if row["kind"] == "concurrent":
        return world.compare_runs(row["ops"]) or _first(problems, ignoring="runs")
    return _first(problems)


def _first(problems: list[dict[str, str]], ignoring: str = "") -> str | None:
    """The first operation with a problem. Which of several coalesced lookups shows the run is a matter of luck."""
    texts = ("; ".join(text for name, text in problem.items() if name != ignoring) for problem in problems)
    return next((text for text in texts if text), None)


BINARIES = ("p", "q")
"""The plugins that the recorder had written when it read a configuration."""


def _folder(row: Row) -> PluginFolder:
    """The recorder's folder; that it is not there stands in the row's note alone."""
    note = row.get("note", "")
    is_missing = any(word in note for word in ("missing", "absent", "not exist")) and "dir" in note
    return PluginFolder(path="<root>/bin", binaries=BINARIES, exists=not is_missing)


def _config_error(row: Row) -> str:
    config = row.get("config", "")  # as everywhere in the rows, what is absent is empty
    document = written = config if isinstance(config, str) else json.dumps(config, separators=(",", ":"))
    if not document.lstrip().startswith("{"):
        document = json.dumps(yaml.safe_load(document), separators=(",", ":"))
    try:
        read_credential_provider_config(
            document,
            written=written,
            path="<root>/conf.yaml",
            folder=_folder(row),
            service_account_tokens=row.get("sa_gate", False),
        )
    except CredentialProviderConfigError as error:
        return str(error)
    return ""


def read_providers(plugins: list[Row]) -> tuple[CredentialProvider, ...]:
    """The recorded entries of a CredentialProviderConfig."""
    if not plugins:
        return ()
    return read_credential_provider_config(json.dumps({**CONFIG_HEADER, "providers": plugins}))


class World:
    """One kubelet with its plugins, and the API server that it asks for service accounts."""

    def __init__(self, providers: tuple[CredentialProvider, ...], accounts: Iterable[Row]) -> None:
        self.accounts = RecordedServiceAccounts()
        self.accounts.set(accounts)
        self.plugins = {provider.name: RecordedPlugin() for provider in providers}
        self.providers = [
            PluginProvider(provider, self.plugins[provider.name], self.accounts) for provider in providers
        ]
        self.runs: list[Row] = []

    def replay(self, number: int, operation: Row) -> dict[str, str]:
        """Look up as recorded; for each field what differs."""
        if "service_accounts" in operation:
            self.accounts.set(operation["service_accounts"])
        self.accounts.token_version = operation.get("token_version", "")
        self.accounts.token_error = operation.get("token_error", "")
        for name, response in operation.get("responses", {}).items():
            if name in self.plugins:
                self.plugins[name].response = response
        for plugin in self.plugins.values():
            plugin.requests.clear()
        configs, logged, _ = provide_all(
            self.providers, operation.get("image", ""), _pod(operation.get("pod", {})), operation["t_ms"] / 1000
        )
        keyring = Keyring.of(SourcedConfig(provided.config, provided.source) for provided in configs)
        credentials = keyring.lookup(operation.get("image", "")).credentials
        runs = [
            {"plugin": name, "request": request} for name, plugin in self.plugins.items() for request in plugin.requests
        ]
        self.runs += runs
        got = {
            "runs": runs,
            "credentials": [recorded(credential) for credential in credentials],
            "found": bool(credentials),
            "logged_errors": [text.rstrip("\n") for text in logged],  # as the recorder cut them
        }
        return {
            name: f"op {number}: {text}"
            for name in got
            if (text := differences({name: _without_empty(operation.get(name))}, {name: _without_empty(got[name])}))
        }

    def compare_runs(self, operations: list[Row]) -> str:
        """All the runs of all operations, whichever shows them."""
        expected = Counter(json.dumps(run, sort_keys=True) for operation in operations for run in operation["runs"])
        got = Counter(json.dumps(run, sort_keys=True) for run in self.runs)
        return differences({"all runs": expected}, {"all runs": got})


def _without_empty(value: Any) -> Any:
    """What the recorder left out of one object and wrote as "" into another is the same."""
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _without_empty(item) for name, item in value.items() if item not in ("", None)}
    return value if value is not None else []


def _pod(pod: Row) -> PodIdentity:
    return PodIdentity(
        namespace=pod.get("namespace", ""),
        name=pod.get("name", ""),
        uid=pod.get("uid", ""),
        service_account=pod.get("service_account", ""),
    )


def recorded(credential: Credential) -> Row:
    """A credential as the rows have it."""
    row: dict[str, Any] = {
        "username": credential.username,
        "password": credential.password.reveal(),
        "hash": credential.auth_hash[:16],
    }
    row = {name: value for name, value in row.items() if value}
    if credential.email:
        row["email"] = credential.email
    source = credential.source
    if source:
        name = {"Secret": "secret", "ServiceAccount": "service_account"}[source.kind]
        row[name] = [source.namespace, source.name, source.uid]
    return row


CHECKERS = {"plugin136.jsonl": check}
