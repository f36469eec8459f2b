"""kuberuntime_pull.jsonl: the requests that one PullImage makes, and the error that comes of them."""

from imagesim.rules.credentials.docker_config import DockerConfigError
from imagesim.rules.credentials.pull_credentials import NodeCredentials, pull_credentials
from imagesim.rules.images.pull_attempts import PullAttempts
from imagesim.rules.reference import ImageReference
from tests.conformance.check_keyring import entries, secrets
from tests.conformance.checking import Row, differences


def check(row: Row) -> str | None:
    """The registry answers as recorded, by user."""
    repository = ImageReference.parse(row["image"]).repository
    expected = {name: row[name] for name in ("cri_calls", "image_ref", "error")}
    try:
        groups = pull_credentials(repository, secrets(row), NodeCredentials(entries(row["node"])), in_groups=False)
    except DockerConfigError as error:
        return differences(expected, {"cri_calls": [], "image_ref": "", "error": str(error)})
    credentials = [credential for group in groups for credential in group.credentials]
    outcome = attempted(credentials, row)
    got = {
        "cri_calls": [f"PullImage {row['image']} as {user(credential)}" for credential in outcome.tried],
        "image_ref": f"id:{row['image']}" if outcome.ok else "",
        "error": outcome.error,
    }
    return differences(expected, got)


def attempted(credentials, row: Row) -> PullAttempts:
    """The attempts with *credentials*, answered as the row says."""
    attempts = PullAttempts(credentials)
    for credential in attempts:
        attempts.answered(row["auth_result"][user(credential)])
    return attempts


def user(credential) -> str:
    """The name under which the recorded registry knows a credential."""
    return credential.username if credential else "<anonymous>"


CHECKERS = {"kuberuntime_pull.jsonl": check}
