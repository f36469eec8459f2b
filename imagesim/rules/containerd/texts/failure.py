"""A failed CRI PullImage: a gRPC status code and containerd's text, and the frames that all its texts share."""

import re
from dataclasses import dataclass

from imagesim.rules.versions import ContainerdBehaviour

UNKNOWN = "Unknown"
NOT_FOUND = "NotFound"
CANCELED = "Canceled"
DEADLINE_EXCEEDED = "DeadlineExceeded"
FAILED_PRECONDITION = "FailedPrecondition"
INVALID_ARGUMENT = "InvalidArgument"
UNIMPLEMENTED = "Unimplemented"
UNAVAILABLE = "Unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeFailure:
    """`code` is the gRPC code ("NotFound"), `text` what follows `desc = `."""

    code: str
    text: str

    @property
    def as_kubelet_sees_it(self) -> str:
        """The text that events and waiting messages show: the kubelet strips the gRPC frame of code Unknown only."""
        return self.text if self.code == UNKNOWN else self.as_grpc

    @property
    def as_grpc(self) -> str:
        """The text of the gRPC error as it is: so the kubelet shows what no PullImage failed with."""
        return f"rpc error: code = {self.code} desc = {self.text}"


def of_pull(reference: str, tail: str, code: str = UNKNOWN) -> RuntimeFailure:
    """A failure after the name was resolved. *reference* is fully qualified."""
    return RuntimeFailure(code=code, text=f'failed to pull and unpack image "{reference}": {tail}')


def of_resolve(behaviour: ContainerdBehaviour, reference: str, tail: str, code: str = UNKNOWN) -> RuntimeFailure:
    """A failure while the name was being resolved; the transfer service does not repeat the reference here."""
    step = "failed to resolve image" if behaviour.transfer_service else f'failed to resolve reference "{reference}"'
    return of_pull(reference, f"{step}: {tail}", code)


def of_fetch(reference: str, tail: str, code: str = UNKNOWN) -> RuntimeFailure:
    """A failure before the first byte of a manifest, config or layer."""
    return of_pull(reference, f"failed to copy: httpReadSeeker: failed open: {tail}", code)


def url_in_classified(behaviour: ContainerdBehaviour, url: str) -> str:
    """How *url* reads in the text of a failure with a code of its own: 1.6 takes that text for a format of Go's fmt."""
    return re.sub("%[0-9]*([A-Z])", r"%!\1(MISSING)", url) if behaviour.classified_texts_are_formats else url
