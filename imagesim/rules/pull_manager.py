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
from typing import NamedTuple

from imagesim.rules.pull_records import (
    ImagePullCredentials,
    ImagePulledRecord,
    ImagePullSecret,
    ImagePullServiceAccount,
    new_record,
)
from imagesim.rules.units import Seconds
from imagesim.rules.verification_policy import VerificationPolicy, repository_as_typed

WRITE_WHILE_MATCHING_LIMIT = 100
"""With this many secrets in an entry a match is no longer written down, and a changed secret no longer matches."""


class PodSources(NamedTuple):
    """Where the credentials come from that a pod could pull with; the node's own are of no interest here."""

    secrets: tuple[ImagePullSecret, ...] = ()
    service_account: ImagePullServiceAccount | None = None


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
        self, image: str, image_ref: str, sources: Callable[[], PodSources], now: Seconds
    ) -> bool:
        """Must the pod go to the registry, although *image* is present as *image_ref*?

        *sources* is asked only if the answer depends on it; what it raises is not caught. A match is written down.
        """
        record = self._records.get(image_ref)
        if not self._policy.requires_verification(image, record is not None or image in self._intents):
            return False
        entry = record.credentials.get(repository_as_typed(image)) if record else None
        if entry is None or entry.empty:
            return True
        if entry.node_pods_accessible:
            return False
        pod = sources()
        for secret in pod.secrets:
            for known in entry.secrets:
                if self._matches(secret, known, len(entry.secrets)):
                    self._remember(image, image_ref, secret, len(entry.secrets), now)
                    return False
        return pod.service_account not in entry.service_accounts

    def prune_unknown_records(self, kept: Collection[str], until: Seconds) -> None:
        """After an image GC that began at *until*: drop the records of all images but *kept*, unless newer."""
        staying = set(kept)
        self._records = {
            image_ref: record
            for image_ref, record in self._records.items()
            if image_ref in staying or record.last_updated >= until
        }

    def restart(self, runtime_images: Iterable[tuple[str, Collection[str]]], now: Seconds) -> None:
        """The kubelet starts again; *runtime_images* are the IDs that the runtime lists, each with its names."""
        self._in_flight.clear()
        for image_ref, names in runtime_images:
            for image in [intent for intent in self._intents if intent in names]:
                self._write(image, image_ref, None, now)
                del self._intents[image]

    def _matches(self, secret: ImagePullSecret, known: ImagePullSecret, listed: int) -> bool:
        if known.credential_hash and secret.credential_hash == known.credential_hash:
            return True
        return secret.coordinates == known.coordinates and listed < WRITE_WHILE_MATCHING_LIMIT

    def _remember(self, image: str, image_ref: str, secret: ImagePullSecret, listed: int, now: Seconds) -> None:
        if listed < WRITE_WHILE_MATCHING_LIMIT:
            self._write(image, image_ref, ImagePullCredentials(secrets=(secret,)), now)

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
