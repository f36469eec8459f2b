"""What of a docker config gives a kubelet nothing, although docker itself uses it, in words.

pkg/credentialprovider/config.go (1.32.10, 1.36.2) reads of an entry username, password, email and auth, and nothing
else. So `docker login` with a credential store leaves a file behind that looks fine and is worse than none: its entries
are empty, an empty user is a credential like any other, and where one fits nobody pulls anonymously any more.
"""

from imagesim.rules.credentials.docker_config import DECODERS, DockerConfigError
from imagesim.rules.golang.json import JSONObject, JSONSyntaxError, JSONValue, parse
from imagesim.rules.golang.json_text import field_named
from imagesim.rules.shown.secret_texts import without_user

_HELPERS = {
    "credsStore": "credsStore is ignored: a kubelet asks no credential store",
    "credHelpers": "credHelpers are ignored: a kubelet runs no credential helper of docker; a credential provider "
    "plugin does that job",
}
_TOKENS = ("identitytoken", "registrytoken")


def ignored_credentials(form: str, document: bytes | str) -> tuple[str, ...]:
    """One sentence for each thing that is passed over in *document*, and for each entry without a user.

    *form* is a name of DECODERS. Nothing is said of a document that cannot be decoded: that has an error of its own.
    """
    try:
        entries = DECODERS[form](document)
        root = parse(document)
    except (DockerConfigError, JSONSyntaxError):
        return ()
    return (
        *_helpers(root),
        *_tokens(root, bare=form == ".dockercfg"),
        *(_no_user(entry.registry) for entry in entries if not entry.username and not entry.password.reveal()),
    )


def _helpers(root: JSONValue) -> list[str]:
    found = {key: value for key, value in root.fields if key in _HELPERS} if isinstance(root, JSONObject) else {}
    return [_HELPERS[key] for key, value in found.items() if value not in (None, "", JSONObject(()))]


def _tokens(root: JSONValue, *, bare: bool) -> list[str]:
    """Tokens that stand in entries, which are the fields of *root* itself in the old form."""
    if not isinstance(root, JSONObject):
        return []
    holders = [root] if bare else [value for key, value in root.fields if field_named(key, ("auths",))]
    entries = [entry for holder in holders if isinstance(holder, JSONObject) for entry in holder.fields]
    return [
        f"{without_user(registry)}: {name} is ignored"
        for registry, entry in entries
        if isinstance(entry, JSONObject)
        for name, value in entry.fields
        if name in _TOKENS and value not in (None, "")
    ]


def _no_user(registry: str) -> str:
    return (
        f"{without_user(registry)}: no user and no password; a kubelet tries it all the same, "
        "and then never pulls anonymously"
    )
