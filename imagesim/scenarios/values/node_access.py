"""What a node can pull with beside its docker config, as values of a Scenario: plugins, and what a vendor put there."""

from dataclasses import dataclass

from imagesim.rules.credentials.docker_config import DockerConfig
from imagesim.rules.credentials.plugins.config import CredentialProvider
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.units import Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialPlugin:
    """A credential provider plugin: how the kubelet is told to use it (`provider`), and how it answers.

    `auth` is what it gives. With `valid_for_s` each run gives a token of its own in place of each password, good for so
    long. A run that starts at `fails_from_s` or later, and before `fails_until_s`, fails. `service_accounts` are those
    (NAMESPACE/NAME) whose tokens it accepts, None for all.
    """

    provider: CredentialProvider
    auth: DockerConfig = ()
    cache_key_type: str = "Registry"
    cache_duration_s: Seconds | None = None
    takes_s: Seconds = 0.0
    valid_for_s: Seconds | None = None
    fails_from_s: Seconds | None = None
    fails_until_s: Seconds | None = None
    service_accounts: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorHook:
    """Something on the node, unknown to Kubernetes, that logs the runtime in where the kubelet gives no login.

    `logins` are (host, user, password), each used for every pull from that host between `from_s` and `until_s`.
    """

    logins: tuple[tuple[str, str, SecretValue], ...]
    from_s: Seconds = 0.0
    until_s: Seconds | None = None
