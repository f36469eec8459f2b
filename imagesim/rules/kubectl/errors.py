"""What kubectl, or the API server through it, says when it cannot do what was asked."""

from imagesim.rules.api.status_errors import APIError, Invalid
from imagesim.rules.golang.text import quote


class KubectlError(Exception):
    """kubectl's own text, complete: `error: ...` or `Error from server (NotFound): ...`. kubectl exits with 1.

    Each of its arguments is a line of the text.
    """


def refusal(error: APIError) -> str:
    """What kubectl prints of a request that the API server has refused (checkErr of pkg/cmd/util/helpers.go)."""
    if isinstance(error, Invalid):
        return f"The {error.name.kind} {quote(error.name.name)} is invalid: {error.why}"
    return f"Error from server ({error.reason}): {error}"


def bad_request(message: str) -> KubectlError:
    """The API server does not understand the request."""
    return KubectlError(f"Error from server (BadRequest): {message}")
