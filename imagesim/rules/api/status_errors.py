"""What the API server answers to a request that it does not carry out, in its words.

Models k8s.io/apimachinery pkg/api/errors, Kubernetes 1.36. The class is the reason of the Status that a client gets.
"""

from imagesim.rules.api.names import ObjectName


class APIError(Exception):
    """A request that was not carried out; the text is the Status's message. `code` is the HTTP status."""

    code = 500

    @property
    def reason(self) -> str:
        """The reason of the Status."""
        return type(self).__name__


class AlreadyExists(APIError):
    """There is an object of that name."""

    code = 409

    def __init__(self, name: ObjectName) -> None:
        super().__init__(f"{name.resource} already exists")


class NotFound(APIError, LookupError):
    """There is no object of that name."""

    code = 404

    def __init__(self, name: ObjectName) -> None:
        super().__init__(f"{name.resource} not found")


class Conflict(APIError):
    """The object has changed since it was read. Who reads it again and decides anew may write."""

    code = 409

    def __init__(self, name: ObjectName) -> None:
        why = "the object has been modified; please apply your changes to the latest version and try again"
        super().__init__(f"Operation cannot be fulfilled on {name.resource}: {why}")


class Invalid(APIError):
    """The object breaks a rule of validation, or an update changes what may not change."""

    code = 422

    def __init__(self, name: ObjectName, why: str) -> None:
        super().__init__(f"{name.qualified} is invalid: {why}")
        self.name = name
        self.why = why


class TooManyRequests(APIError):
    """Not now: a budget of disruptions does not allow the eviction."""

    code = 429


class InternalError(APIError):
    """The server does not know what to do."""


class Forbidden(APIError):
    """An admission plugin refuses the request."""

    code = 403

    def __init__(self, name: ObjectName, why: str) -> None:
        super().__init__(f"{name.resource} is forbidden: {why}")
