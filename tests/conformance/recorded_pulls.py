"""The pull manager of a recorded row: notes its calls in the words of the rows, and shows its records in their form."""

from collections.abc import Callable, Iterable

from imagesim.rules.credentials.credential import Credential
from imagesim.rules.credentials.docker_config import DockerConfigError
from imagesim.rules.images.pull_manager import ImagePullManager
from imagesim.rules.images.pull_records import ImagePullCredentials
from imagesim.rules.images.verification_policy import VerificationPolicy
from tests.conformance.checking import Row

HASH_DIGITS = 16


class NotedPullManager(ImagePullManager):
    """An ImagePullManager that writes what it is asked and answers into `notes`."""

    def __init__(self, policy: VerificationPolicy) -> None:
        super().__init__(policy)
        self.notes: list[str] = []

    def record_pull_intent(self, image: str) -> None:
        super().record_pull_intent(image)
        self.notes.append(f"RecordPullIntent {image} -> ok")

    def record_image_pulled(self, image: str, image_ref: str, credentials: ImagePullCredentials, now: float) -> None:
        super().record_image_pulled(image, image_ref, credentials, now)
        sources = [f"secret {'/'.join(secret.coordinates)}" for secret in credentials.secrets]
        sources += [f"sa {'/'.join(account)}" for account in credentials.service_accounts]
        self.notes.append(f"RecordImagePulled {image} {image_ref} {' '.join(sources) or 'node'}")

    def record_image_pull_failed(self, image: str) -> None:
        super().record_image_pull_failed(image)
        self.notes.append(f"RecordImagePullFailed {image}")

    def must_attempt_image_pull(
        self, image: str, image_ref: str, find_credentials: Callable[[], Iterable[Credential]], now: float
    ) -> bool:
        asked = f"MustAttemptImagePull {image} {image_ref} ->"
        try:
            must = super().must_attempt_image_pull(image, image_ref, find_credentials, now)
        except DockerConfigError as error:
            self.notes.append(f"{asked} true error {error}")
            raise
        self.notes.append(f"{asked} {str(must).lower()} ok")
        return must

    def as_recorded(self) -> Row:
        """Intents and records in the form of a row's `records`."""
        pulled = [
            {
                "image_ref": record.image_ref,
                "updated_ms": round(record.last_updated * 1000),
                "credentials": {image: _entry(entry) for image, entry in record.credentials.items()},
            }
            for record in self.records
        ]
        return {
            "pulling": sorted(self.intents),
            "pulled": sorted(pulled, key=lambda record: record["image_ref"]),
        }


def _entry(entry: ImagePullCredentials) -> Row:
    return {
        "node_pods_accessible": entry.node_pods_accessible,
        "secrets": [[*secret.coordinates, secret.credential_hash[:HASH_DIGITS]] for secret in entry.secrets],
        "service_accounts": [list(account) for account in entry.service_accounts],
    }
