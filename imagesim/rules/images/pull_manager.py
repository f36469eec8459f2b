"""Credential verification: may this pod use the image that is already on the node, or must it ask the registry?

Models PullManager of pkg/kubelet/images/pullmanager/image_pull_manager.go (KEP-2535, gate
KubeletEnsureSecretPulledImages, on by default from 1.35; 1.36 recorded). Around each pull the kubelet keeps

- an *intent* under the image text as typed, from before the pull until the last pull of that text ends. An image with
  an intent or a record counts as pulled by the kubelet, any other as preloaded;
- a *record* under the image ID (pull_records), written when a pull succeeds.

Both are files, so they survive a restart of the kubelet. An intent that is left from a pull that the restart cut off
becomes a record without credentials if the runtime lists an image under exactly that text; a short name never is in
the runtime's list, so its intent stays until a later pull of that text ends.

What goes wrong: image GC prunes the records of images that stay (see image_gc); they then count as preloaded.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable

from imagesim.rules.credentials.credential import Credential
from imagesim.rules.images.pull_records import (
    ImagePullCredentials,
    ImagePulledRecord,
    ImagePullSecret,
    ImagePullServiceAccount,
    new_record,
)
from imagesim.rules.images.verification_policy import VerificationPolicy, repository_as_typed
from imagesim.rules.units import Seconds

WRITE_WHILE_MATCHING_LIMIT = 100
"""With this many secrets in an entry a match is no longer written down, and a changed secret no longer matches."""


class ImagePullManager:
    """The intents and records of one node under a verification policy."""

    def __init__(self, policy: VerificationPolicy) -> None:
        self._policy = policy
        self._in_flight: Counter[str] = Counter()
        self._intents: dict[str, None] = {}
        self._records: dict[str, ImagePulledRecord] = {}

    @property
    def intents(self) -> tuple[str, ...]:
        """The image texts with an intent, in the order in which they were written."""
        return tuple(self._intents)

    @property
    def records(self) -> tuple[ImagePulledRecord, ...]:
        """The records of pulled images, in the order in which the images came."""
        return tuple(self._records.values())

    def record_pull_intent(self, image: str) -> None:
        """A pull of *image*, as typed, is about to start (or to be put off by its back-off)."""
        self._intents[image] = None
        self._in_flight[image] += 1

    def record_image_pulled(self, image: str, image_ref: str, credentials: ImagePullCredentials, now: Seconds) -> None:
        """A pull of *image* succeeded with *credentials* and left the image ID *image_ref*."""
        self._write(image, image_ref, credentials, now)
        self._drop_intent(image)

    def record_image_pull_failed(self, image: str) -> None:
        """A pull of *image* failed, or was in back-off. Records do not change."""
        self._drop_intent(image)

    def must_attempt_image_pull(
        self, image: str, image_ref: str, find_credentials: Callable[[], Iterable[Credential]], now: Seconds
    ) -> bool:
        """Must the pod go to the registry, although *image* is present as *image_ref*?

        *find_credentials*, for all that the pod could pull with, is asked only if the answer depends on it; what it
        raises is not caught. A match is written down.
        """
        record = self._records.get(image_ref)
        if not self._policy.requires_verification(image, record is not None or image in self._intents):
            return False
        entry = record.credentials.get(repository_as_typed(image)) if record else None
        if entry is None or entry.empty:
            return True
        if entry.node_pods_accessible:
            return False
        return not any(self._lets_in(image, image_ref, entry, credential, now) for credential in find_credentials())

    def prune_unknown_records(self, kept: Collection[str], until: Seconds) -> None:
        """After an image GC that began at *until*: drop the records of all images but *kept*, unless newer."""
        staying = set(kept)
        self._records = {
            image_ref: record
            for image_ref, record in self._records.items()
            if image_ref in staying or record.last_updated >= until
        }

    def goes_on_from(self, before: "ImagePullManager") -> None:
        """Another kubelet reads the files that the one *before* has left."""
        self._intents, self._records = dict(before._intents), dict(before._records)

    def restart(self, runtime_images: Iterable[tuple[str, Collection[str]]], now: Seconds) -> None:
        """The kubelet starts again; *runtime_images* are the IDs that the runtime lists, each with its names."""
        self._in_flight.clear()
        for image_ref, names in runtime_images:
            for image in [intent for intent in self._intents if intent in names]:
                self._write(image, image_ref, None, now)
                del self._intents[image]

    def _lets_in(
        self, image: str, image_ref: str, entry: ImagePullCredentials, credential: Credential, now: Seconds
    ) -> bool:
        if ImagePullServiceAccount.of(credential) in entry.service_accounts:
            return True
        secret = ImagePullSecret.of(credential)
        room = len(entry.secrets) < WRITE_WHILE_MATCHING_LIMIT
        if secret is None or not any(_matches(secret, known, room) for known in entry.secrets):
            return False
        if room:
            self._write(image, image_ref, ImagePullCredentials(secrets=(secret,)), now)
        return True

    def _write(self, image: str, image_ref: str, credentials: ImagePullCredentials | None, now: Seconds) -> None:
        repository = repository_as_typed(image)
        record = self._records.get(image_ref)
        if record is not None:
            self._records[image_ref] = record.merged(repository, credentials, now)
        else:
            entries = {} if credentials is None else {repository: credentials}
            self._records[image_ref] = new_record(image_ref, entries, now)

    def _drop_intent(self, image: str) -> None:
        self._in_flight[image] -= 1
        if self._in_flight[image] <= 0:
            del self._in_flight[image]
            self._intents.pop(image, None)


def _matches(secret: ImagePullSecret, known: ImagePullSecret, room: bool) -> bool:
    """The same credential in whatever secret, or the same secret with whatever in it."""
    return secret.credential_hash == known.credential_hash or (room and secret.coordinates == known.coordinates)
