"""What the kubelet writes down about the images that it pulled: who may use them without asking the registry again.

Models ImagePulledRecord and its merging in pkg/kubelet/images/pullmanager/image_pull_manager.go (KEP-2535; 1.36
recorded). One record per image ID; in it one entry per repository *as typed* without tag and digest, so `busybox` and
`docker.io/library/busybox` are two entries. An entry is either

- node accessible: pulled anonymously, or with the node's own credentials. Every pod of the node may use it, for good:
  this forgets all secrets and service accounts, and none is added later;
- or a list of secrets and of service accounts that a pull succeeded with.

A secret is known by namespace, name and UID; a new content replaces its old hash, so copies of the old credential in
other secrets stop matching. Records live in files that survive the kubelet; their times have whole seconds.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from imagesim.rules.credentials.credential import Credential
from imagesim.rules.units import Seconds


class ImagePullSecret(NamedTuple):
    """A secret that a credential came from, with the hash of that credential."""

    namespace: str
    name: str
    uid: str
    credential_hash: str

    @staticmethod
    def of(credential: Credential) -> "ImagePullSecret | None":
        """The secret that *credential* came from; None if it did not come from one."""
        source = credential.source
        if source is None or source.kind != "Secret":
            return None
        return ImagePullSecret(source.namespace, source.name, source.uid, credential.auth_hash)

    @property
    def coordinates(self) -> tuple[str, str, str]:
        """What makes it the same secret, whatever is in it."""
        return self.namespace, self.name, self.uid


class ImagePullServiceAccount(NamedTuple):
    """A service account for which a credential plugin answered."""

    namespace: str
    name: str
    uid: str

    @staticmethod
    def of(credential: Credential) -> "ImagePullServiceAccount | None":
        """The service account that *credential* was given to; None if it was not given to one."""
        source = credential.source
        if source is None or source.kind != "ServiceAccount":
            return None
        return ImagePullServiceAccount(source.namespace, source.name, source.uid)


@dataclass(frozen=True, slots=True)
class ImagePullCredentials:
    """One entry: node accessible, or the secrets and service accounts that may use the image, each sorted."""

    node_pods_accessible: bool = False
    secrets: tuple[ImagePullSecret, ...] = ()
    service_accounts: tuple[ImagePullServiceAccount, ...] = ()

    @staticmethod
    def of(credential: Credential | None) -> "ImagePullCredentials":
        """What a pull that succeeded with *credential* (None: anonymously) lets in: that alone, or every pod."""
        if credential is not None and (secret := ImagePullSecret.of(credential)):
            return ImagePullCredentials(secrets=(secret,))
        if credential is not None and (account := ImagePullServiceAccount.of(credential)):
            return ImagePullCredentials(service_accounts=(account,))
        return NODE_ACCESSIBLE

    @property
    def empty(self) -> bool:
        """Nobody is let in."""
        return not (self.node_pods_accessible or self.secrets or self.service_accounts)

    def merged(self, new: "ImagePullCredentials") -> "ImagePullCredentials":
        """This entry after a pull succeeded with *new*: one secret, one service account, or something of the node's."""
        if self.node_pods_accessible:
            return self
        if new.node_pods_accessible:
            return NODE_ACCESSIBLE
        if new.secrets:
            secrets = {secret.coordinates: secret for secret in self.secrets + new.secrets}
            return replace(self, secrets=tuple(sorted(secrets.values())))
        return replace(self, service_accounts=tuple(sorted({*self.service_accounts, *new.service_accounts})))


NODE_ACCESSIBLE = ImagePullCredentials(node_pods_accessible=True)


@dataclass(frozen=True, slots=True)
class ImagePulledRecord:
    """The record of one image ID. Without entries it says: pulled by the kubelet, nobody knows with what."""

    image_ref: str
    last_updated: Seconds
    credentials: Mapping[str, ImagePullCredentials] = field(default_factory=dict)

    def merged(self, repository: str, new: ImagePullCredentials | None, now: Seconds) -> "ImagePulledRecord":
        """This record with *new* in the entry of *repository*; the very same record if that changes nothing."""
        if new is None or new.empty:
            return self
        old = self.credentials.get(repository)
        entry = new if old is None else old.merged(new)
        if entry == old:
            return self
        return new_record(self.image_ref, {**self.credentials, repository: entry}, now)


def new_record(image_ref: str, credentials: Mapping[str, ImagePullCredentials], now: Seconds) -> ImagePulledRecord:
    """A record as its file holds it when it is written at *now*."""
    return ImagePulledRecord(image_ref, float(math.floor(now)), credentials)
