"""keyring136.jsonl: secrets, node file and plugins together: order, sources, hashes, requests, and 1.32's order."""

from typing import Any

from imagesim.rules.credentials.credential import Credential
from imagesim.rules.credentials.docker_config import DockerConfigError
from imagesim.rules.credentials.plugins.provider import PluginProvider, provide_all
from imagesim.rules.credentials.pull_credentials import NodeCredentials, PullSecret, pull_credentials
from imagesim.rules.credentials.service_account import PodIdentity
from imagesim.rules.images.pull_attempts import PullAttempts
from imagesim.rules.reference import ImageReference
from imagesim.rules.versions import kubernetes
from tests.conformance.check_keyring import entries, secrets, users
from tests.conformance.check_kuberuntime_pull import attempted, user
from tests.conformance.check_plugin import RecordedPlugin, RecordedServiceAccounts, read_providers, recorded
from tests.conformance.checking import Row, differences

ACCOUNT = {"namespace": "ns1", "name": "default", "uid": "sa-uid-1", "annotations": None}


def check(row: Row) -> str | None:
    """All of the row; nothing is pulled if a secret cannot be decoded."""
    node = NodeCredentials(file=_node_file(row), plugins=_plugins(row))
    got: dict[str, Any] = {
        "credentials": [],
        "group_of_each": [],
        "keyring_error": "",
        "cri_calls": [],
        "image_ref": "",
        "pull_error": "",
        "credential_used": None,
        "users_in_1_32": [],
    }
    try:
        found = _lookup(row, secrets(row), node, "1.36")
        got["users_in_1_32"] = users(credential for _, credential in _lookup(row, secrets(row), node, "1.32"))
    except DockerConfigError as error:
        got["keyring_error"] = str(error)
    else:
        credentials = [credential for _, credential in found]
        got["credentials"] = [recorded(credential) for credential in credentials]
        got["group_of_each"] = [name for name, _ in found]
        got |= _pulled(row, attempted(credentials, row))
    got["same_order_as_1_32"] = got["users_in_1_32"] == [item["username"] for item in got["credentials"]]
    return differences({name: row[name] for name in got}, got)


def _lookup(
    row: Row, pull_secrets: list[PullSecret], node: NodeCredentials, version: str
) -> list[tuple[str, Credential]]:
    repository = ImageReference.parse(row["image"]).repository
    in_groups = kubernetes(version).credentials_in_groups
    groups = pull_credentials(repository, pull_secrets, node, in_groups=in_groups)
    return [(group.name, credential) for group in groups for credential in group.credentials]


def _node_file(row: Row) -> Any:
    return entries({"key": key, **entry} for key, entry in row["node_config"].items())


def _plugins(row: Row) -> Any:
    accounts = RecordedServiceAccounts()
    accounts.set([ACCOUNT])
    providers = []
    for provider in read_providers(row["plugins"]):
        plugin = RecordedPlugin()
        plugin.response = row["plugin_auth"][provider.name]
        providers.append(PluginProvider(provider, plugin, accounts))
    pod = PodIdentity(namespace="ns1", name="pod", uid="u", service_account=row["service_account"])
    return provide_all(providers, ImageReference.parse(row["image"]).repository, pod, 0)[0]


def _pulled(row: Row, outcome: PullAttempts) -> dict[str, Any]:
    return {
        "cri_calls": [f"PullImage {row['image']} as {user(credential)}" for credential in outcome.tried],
        "image_ref": f"id:{row['image']}" if outcome.ok else "",
        "pull_error": outcome.error,
        "credential_used": recorded(outcome.used) if outcome.used else None,
    }


CHECKERS = {"keyring136.jsonl": check}
