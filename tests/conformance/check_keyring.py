"""keyring*.jsonl: one keyring with its index, and the union of pull secrets with the node's keyring."""

from collections.abc import Iterable

from imagesim.rules.credentials.docker_config import DockerConfigEntry, DockerConfigError
from imagesim.rules.credentials.keyring import FoundCredentials, Keyring, SourcedConfig
from imagesim.rules.credentials.pull_credentials import NodeCredentials, PullSecret, pull_credentials
from imagesim.rules.credentials.secret_value import SecretValue
from tests.conformance.checking import Excluded, Row, differences


def check(row: Row) -> str | None:
    """Either kind of row."""
    return _check_basic(row) if row["kind"] == "basic" else _check_union(row)


def check_toolchain(row: Row) -> str | None:
    """Rows that differ because 1.36 was recorded with another Go."""
    raise Excluded("differs by Go's toolchain, not by Kubernetes")


def _check_basic(row: Row) -> str | None:
    keyring = Keyring.of([SourcedConfig(entries(row["config"]))])
    found = keyring.lookup(row["image"])
    expected = {name: row[name] for name in ("found", "groups", "index", "fallback")}
    got = {
        "found": bool(found.credentials),
        "groups": [sorted(users(group)) for _, group in found.groups],
        "index": list(keyring.index),
        "fallback": found.fallback,
    }
    return differences(expected, got) or _order(row, found)


def _order(row: Row, found: FoundCredentials) -> str:
    """Go's order inside a group is random where one config has several keys that are read alike."""
    in_order = row["order"] == "exact"
    return differences({"users": row["users"]}, {"users": users(found.credentials)}) if in_order else ""


def _check_union(row: Row) -> str | None:
    expected = {"users": row["users"], "found": row["found"], "error": row["error"]}
    got: dict[str, object] = {"users": [], "found": False, "error": ""}
    try:
        groups = pull_credentials(row["image"], secrets(row), NodeCredentials(entries(row["node"])), in_groups=False)
    except DockerConfigError as error:
        return differences(expected, {**got, "error": str(error)})
    names = [name for group in groups for name in users(group.credentials)]
    if row["order"] == "any" and names in row["outcomes"]:
        expected["users"] = names
    return differences(expected, {**got, "users": names, "found": bool(names)})


def entries(config: Iterable[Row]) -> tuple[DockerConfigEntry, ...]:
    """A recorded list of keys as a docker config."""
    return tuple(
        DockerConfigEntry(registry=item["key"], username=item["username"], password=SecretValue(item["password"]))
        for item in config
    )


def secrets(row: Row) -> list[PullSecret]:
    """The recorded pull secrets."""
    return [
        PullSecret(
            namespace=secret.get("namespace", ""),
            name=secret.get("name", ""),
            uid=secret.get("uid", ""),
            type=secret["type"],
            data=((secret["data_key"], SecretValue(secret["data"])),),
        )
        for secret in row["secrets"]
    ]


def users(credentials) -> list[str]:
    """The names in the order of *credentials*."""
    return [credential.username for credential in credentials]


CHECKERS = {"keyring.jsonl": check, "keyring136_diff.jsonl": check_toolchain}
