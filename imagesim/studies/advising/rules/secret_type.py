"""A pull secret out of which no kubelet reads a login."""

from collections.abc import Iterator

from imagesim.rules.credentials.docker_config import DockerConfigError
from imagesim.rules.credentials.pull_credentials import DATA_KEYS, PullSecret, decode_secrets
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of

_MEND = "Make it with kubectl create secret docker-registry, or imagesim secret docker-registry."


def find(bundle: Bundle) -> Iterator[Found]:
    """Secrets that a pod here pulls with and that give nothing, or fail each pull."""
    used = {(use.namespace, name) for use in bundle.pod_specs for name, _ in bundle.pull_secrets(use)}
    for (namespace, name), secret in bundle.secrets.items():
        problem = _problem(secret) if (namespace, name) in used else ""
        if problem:
            document = bundle.document(f"Secret/{namespace}/{name}")
            yield Found(place_of(document, ("type",), label=f"Secret/{namespace}/{name}"), problem, _MEND)


def _problem(secret: PullSecret) -> str:
    """Why no login comes out of it; "" where one does."""
    key = DATA_KEYS.get(secret.type)
    if key is None:
        return (
            f"The kubelet passes it over without a word: its type is {secret.type or 'Opaque'}, and pods pull with it."
        )
    try:
        decode_secrets([secret])
    except DockerConfigError:
        return f"What stands under {key} cannot be read, and that fails every pull of every pod that lists it."
    return ""


RULE = Rule(
    id="secret-type",
    severity="error",
    title="A pull secret that holds no login",
    fact="Only the types kubernetes.io/dockerconfigjson and kubernetes.io/dockercfg count, each with its own key; "
    "everything else is passed over without an event. One that cannot be decoded fails the pull itself.",
    source="Kubernetes 1.36.2 pkg/credentialprovider/secrets/secrets.go",
    shown_by="imagesim run private-pull-secret --until 9m --set Secret/tools/regcred:type=Opaque",
    find=find,
)
