"""One credential with its origin, and the hash by which the kubelet remembers it.

Models AuthConfig, TrackedAuthConfig and CredentialSource of pkg/credentialprovider/keyring.go, Kubernetes 1.36.2.
"""

import hashlib
from dataclasses import dataclass
from typing import Literal

from imagesim.rules.credentials.docker_config import DockerConfigEntry
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.golang.json_text import marshal
from imagesim.rules.shown.secret_texts import without_user


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialSource:
    """The object that a credential belongs to. A credential of the node, from its file or a plugin, has none."""

    kind: Literal["Secret", "ServiceAccount"]
    namespace: str
    name: str
    uid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """User and password for a registry. `key` is the key as its config has it, without a user in it."""

    username: str
    password: SecretValue
    email: str = ""
    key: str = ""
    source: CredentialSource | None = None

    @classmethod
    def of(cls, entry: DockerConfigEntry, source: CredentialSource | None = None) -> "Credential":
        """The credential that *entry* holds."""
        return cls(
            username=entry.username,
            password=entry.password,
            email=entry.email,
            key=without_user(entry.registry),
            source=source,
        )

    @property
    def auth_hash(self) -> str:
        """SHA-256 of the credential as JSON without its empty fields. As secret as the password: never print it."""
        fields = {"username": self.username, "password": self.password.reveal(), "email": self.email}
        text = ",".join(f'"{name}":{marshal(value)}' for name, value in fields.items() if value)
        return hashlib.sha256(("{" + text + "}").encode("utf-8", "surrogatepass")).hexdigest()
