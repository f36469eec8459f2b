"""An entry of a docker config that docker logged in with a helper, and that is empty to a kubelet."""

from collections.abc import Iterator

from imagesim.rules.shown.secret_texts import without_user
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of
from imagesim.studies.advising.logins import all_logins


def find(bundle: Bundle) -> Iterator[Found]:
    """Entries without user and password in what kubelets look into."""
    for logins in all_logins(bundle):
        for entry in logins.config:
            if not entry.username and not entry.password.reveal():
                yield Found(
                    place_of(bundle.document(logins.object), label=logins.object),
                    f"The entry for {without_user(entry.registry)} has no user and no password: a kubelet tries it all "
                    "the same, and then never pulls anonymously.",
                    "Write the login itself into the entry, or take the entry out; for a credential helper use a "
                    "credential provider plugin of the kubelet.",
                )


RULE = Rule(
    id="login-without-user",
    severity="error",
    title="An empty login",
    fact="A kubelet reads username, password, email and auth of auths, and no credsStore, credHelpers or "
    "identitytoken. "
    "docker login with a credential store leaves an empty entry behind; it is a credential like any other, so that "
    "even "
    "a public image is pulled with it.",
    source="Kubernetes 1.36.2 pkg/credentialprovider/config.go",
    shown_by="imagesim explain private-node-config --pod web-at-the-edge --set "
    "'NodePool/edge:spec.credentials.config={auths: {registry.example: {}}, credsStore: desktop}'",
    find=find,
)
