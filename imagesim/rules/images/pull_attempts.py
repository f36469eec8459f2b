"""One pull is one request to the runtime for each credential, until one works.

Models PullImage of pkg/kubelet/kuberuntime/kuberuntime_image.go, Kubernetes 1.32.10 and 1.36.2. With no credential
the one request is anonymous; with any, none is. If all fail, the errors that differ are listed in brackets in the
order in which they came. A single one stands bare, and only then can it begin with `RegistryUnavailable` or
`SignatureValidationFailed`, which is what the kubelet looks for.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from imagesim.rules.credentials.credential import Credential
from imagesim.rules.golang.errors import aggregate


class PullOutcome(NamedTuple):
    """The requests that were made (None is anonymous), the credential that worked, and the error ("" if one did)."""

    tried: tuple[Credential | None, ...]
    used: Credential | None
    error: str

    @property
    def ok(self) -> bool:
        return not self.error


def attempts(credentials: Sequence[Credential]) -> tuple[Credential | None, ...]:
    """The requests that a pull with these *credentials* may make, in order. None is an anonymous one."""
    return tuple(credentials) or (None,)


def pull(credentials: Sequence[Credential], request: Callable[[Credential | None], str]) -> PullOutcome:
    """Try *credentials* one after another. *request* gives the runtime's error for one of them, "" if it works."""
    tried: list[Credential | None] = []
    errors = []
    for credential in attempts(credentials):
        tried.append(credential)
        error = request(credential)
        if not error:
            return PullOutcome(tuple(tried), credential, "")
        errors.append(error)
    return PullOutcome(tuple(tried), None, aggregate(errors))
