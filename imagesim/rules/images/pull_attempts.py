"""One pull is one request to the runtime for each credential, until one works.

Models PullImage of pkg/kubelet/kuberuntime/kuberuntime_image.go, Kubernetes 1.32.10 and 1.36.2. With no credential
the one request is anonymous; with any, none is. If all fail, the errors that differ are listed in brackets in the
order in which they came. A single one stands bare, and only then can it begin with `RegistryUnavailable` or
`SignatureValidationFailed`, which is what the kubelet looks for.
"""

from collections.abc import Iterator, Sequence

from imagesim.rules.credentials.credential import Credential
from imagesim.rules.golang.errors import aggregate


class PullAttempts:
    """The requests of one pull, `for credential in attempts`; `answered` is to be told what came of each.

    `tried` are the requests that were made (None is an anonymous one), `used` is the credential that worked.
    """

    __slots__ = ("_credentials", "_errors", "ok", "tried", "used")

    def __init__(self, credentials: Sequence[Credential]) -> None:
        self._credentials: Sequence[Credential | None] = credentials or (None,)
        self._errors: list[str] = []
        self.tried: list[Credential | None] = []
        self.used: Credential | None = None
        self.ok = False

    def __iter__(self) -> Iterator[Credential | None]:
        for credential in self._credentials:
            if self.ok:
                return
            self.tried.append(credential)
            yield credential

    def answered(self, error: str) -> None:
        """The runtime's error for the last one, "" if it worked."""
        if error:
            self._errors.append(error)
        else:
            self.ok, self.used = True, self.tried[-1]

    @property
    def error(self) -> str:
        """The error of the pull, "" if one request worked."""
        return "" if self.ok else aggregate(self._errors)
