"""What kubectl, or the API server through it, says when it cannot do what was asked."""


class KubectlError(Exception):
    """kubectl's own text, complete: `error: ...` or `Error from server (NotFound): ...`. kubectl exits with 1.

    Each of its arguments is a line of the text.
    """


def bad_request(message: str) -> KubectlError:
    """The API server does not understand the request."""
    return KubectlError(f"Error from server (BadRequest): {message}")
