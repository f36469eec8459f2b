"""What containerd says when a registry answers with a status that is not the wished one.

`url` is the whole URL that was asked, `status` the code. Measured on 1.6.20, 1.7.34 and 2.3.4 (cases E1 to E15 of the
measurements); for the releases between, read at their tags. Sources: core/remotes/docker/{resolver,fetcher,authorizer,
errcode,errdesc}.go and core/remotes/errors/errors.go.
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlsplit

from imagesim.rules.containerd.texts.failure import (
    NOT_FOUND,
    RuntimeFailure,
    of_fetch,
    of_pull,
    of_resolve,
    url_in_classified,
)
from imagesim.rules.versions import ContainerdBehaviour

PULL_RATE_LIMIT = (
    "You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: "
    "https://www.docker.com/increase-rate-limit"
)
"""The message of Docker Hub's 429, as long as containerd 1.6 to 2.3 have been measured."""

_STANDARD_MESSAGES = {
    "UNKNOWN": "unknown error",
    "UNSUPPORTED": "The operation is unsupported.",
    "UNAUTHORIZED": "authentication required",
    "DENIED": "requested access to the resource is denied",
    "UNAVAILABLE": "service unavailable",
    "TOOMANYREQUESTS": "too many requests",
}


class RegistryError(NamedTuple):
    """One entry of the JSON `errors` in a registry's answer. A code that containerd does not know reads `unknown`."""

    code: str
    message: str = ""

    @property
    def text(self) -> str:
        """`toomanyrequests: MESSAGE`; the code alone where the message is the standard one or missing."""
        code = self.code if self.code in _STANDARD_MESSAGES else "UNKNOWN"
        shown = code.lower()
        return shown if self.message in ("", _STANDARD_MESSAGES[code]) else f"{shown}: {self.message}"


def status_text(status: int) -> str:
    """`503 Service Unavailable`, as a registry writes it into the status line."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


# --- resolving: HEAD of a manifest ---


def not_found(behaviour: ContainerdBehaviour, reference: str) -> RuntimeFailure:
    """E1, E2: no such tag, repository or digest."""
    return of_resolve(behaviour, reference, f"{reference}: not found", NOT_FOUND)


def unexpected_status_on_resolve(
    behaviour: ContainerdBehaviour,
    reference: str,
    url: str,
    status: int,
    errors: Sequence[RegistryError] = (),
    *,
    method: str = "HEAD",
) -> RuntimeFailure:
    """E3b, E7, E8, E9: the request for the name was answered with *status*, at the last try.

    *errors* are what the GET that follows a 403 was told (where the version sends one); a HEAD itself has no body.
    *method* is GET where the registry knows no HEAD.
    """
    if behaviour.status_text_names_request:
        tail = f"unexpected status from {method} request to {url}: {status_text(status)}"
        return of_resolve(behaviour, reference, tail + _on_new_line(errors if behaviour.get_after_head_403 else ()))
    kind, name = urlsplit(url).path.rsplit("/", 2)[1:]
    unexpected = "unexpected " if status < 400 else ""
    tail = f"pulling from host {urlsplit(url).netloc} failed with {unexpected}status code [{kind} {name}]"
    return of_resolve(behaviour, reference, f"{tail}: {status_text(status)}")


def no_basic_credentials(
    behaviour: ContainerdBehaviour, reference: str, url: str, *, resolving: bool = True
) -> RuntimeFailure:
    """E3a: the registry wants a user and password, and there are none."""
    if not behaviour.missing_credentials_named:
        return unexpected_status_on_resolve(behaviour, reference, url, 401)
    return _denied(behaviour, reference, "authorization failed: no basic auth credentials", resolving)


def insufficient_scope(behaviour: ContainerdBehaviour, reference: str, *, resolving: bool = True) -> RuntimeFailure:
    """E4: the token does not cover the repository, which may be private or may not exist."""
    return _denied(behaviour, reference, "server message: insufficient_scope: authorization failed", resolving)


def token_refused(
    behaviour: ContainerdBehaviour,
    reference: str,
    url: str,
    status: int,
    *,
    anonymous: bool,
    method: str = "GET",
    resolving: bool = True,
) -> RuntimeFailure:
    """E5, E6: the token server at *url* answered with *status*, at last to GET unless *method* says otherwise."""
    what = "anonymous" if anonymous else "oauth"
    request = f" from {method} request to {url}" if behaviour.status_text_names_request else ""
    tail = f"failed to authorize: failed to fetch {what} token: unexpected status{request}: {status_text(status)}"
    return of_resolve(behaviour, reference, tail) if resolving else of_fetch(reference, tail)


# --- fetching: GET of a manifest, config or layer ---


def unexpected_status_on_get(
    behaviour: ContainerdBehaviour, reference: str, url: str, status: int, errors: Sequence[RegistryError] = ()
) -> RuntimeFailure:
    """E10 to E13: GET was answered with *status*; *errors* are those of a JSON body, none for any other body."""
    if behaviour.body_text_names_request:
        tail = f"unexpected status from GET request to {url}: {status_text(status)}"
        return of_fetch(reference, tail + _on_new_line(errors))
    message = f" - Server message: {_together(errors)}" if errors else ""
    return of_fetch(reference, f"unexpected status code {url}: {status_text(status)}{message}")


def blob_not_found(reference: str, digest: str, media_type: str) -> RuntimeFailure:
    """E14: the registry has the manifest but not this blob."""
    tail = f"could not fetch content descriptor {digest} ({media_type}) from remote: not found"
    return of_fetch(reference, tail, NOT_FOUND)


def manifest_not_found(behaviour: ContainerdBehaviour, reference: str, url: str) -> RuntimeFailure:
    """E15: HEAD found the manifest, GET did not."""
    return of_fetch(reference, f"content at {url_in_classified(behaviour, url)} not found: not found", NOT_FOUND)


# --- content of the answer that leads nowhere ---


def no_platform(reference: str) -> RuntimeFailure:
    """E23 up to 2.0: the index has nothing for the node's platform. Waiting does not help."""
    return of_pull(reference, "no match for platform in manifest: not found", NOT_FOUND)


def _no_config(why: str) -> RuntimeFailure:
    """All has been fetched and stored, but the image's config cannot be told from it, because of *why*."""
    return RuntimeFailure(code=NOT_FOUND, text=f"get image config descriptor: {why}: not found")


def no_own_entry(index_digest: str) -> RuntimeFailure:
    """E23 from 2.1 on: nothing that the index lists is for the node's platform. The index stays under its name."""
    return _no_config(f"no match for platform in manifest {index_digest}")


def manifest_not_here(digest: str) -> RuntimeFailure:
    """The node's image would be this manifest, which the index lists and nobody has fetched."""
    return _no_config(f"content digest {digest}")


def no_size(image_id: str, digest: str) -> RuntimeFailure:
    """All has been fetched and stored, but the size would be that of the manifest *digest*, which is not here."""
    where = f'failed to update image store "{image_id}": get image info from containerd'
    text = f"{where}: get image compressed resource size: content digest {digest}: not found"
    return RuntimeFailure(code=NOT_FOUND, text=text)


def _denied(behaviour: ContainerdBehaviour, reference: str, why: str, resolving: bool) -> RuntimeFailure:
    """Only the resolver says what that means (resolver.go Resolve); a fetch passes the bare reason on."""
    if not resolving:
        return of_fetch(reference, why)
    tail = f"pull access denied, repository does not exist or may require authorization: {why}"
    return of_resolve(behaviour, reference, tail)


def _on_new_line(errors: Sequence[RegistryError]) -> str:
    return f"\n{_together(errors)}" if errors else ""


def _together(errors: Sequence[RegistryError]) -> str:
    if len(errors) == 1:
        return errors[0].text
    return "errors:\n" + "".join(f"{error.text}\n" for error in errors)
