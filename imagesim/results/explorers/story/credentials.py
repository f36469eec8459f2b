"""With which credentials one pod pulls an image, as an explanation says it."""

from imagesim.results.explorers.names import NameReport
from imagesim.results.explorers.story.moment import Moment
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.credentials.credential import Credential
from imagesim.rules.credentials.docker_config import DockerConfig, DockerConfigError
from imagesim.rules.credentials.key_matching import KUBELET
from imagesim.rules.credentials.pull_credentials import NodeCredentials, PullSecret, pull_credentials
from imagesim.rules.reference import ImageReference


def credentials_said(moment: Moment, spec: PodSpec, name: NameReport) -> list[str]:
    """The lines: what is tried, in order, and which of the pod's Secrets are missing or cannot be decoded."""
    repository = ImageReference.parse(name.typed).repository
    present, lines = _secrets(moment, spec)
    plugins = _plugins(moment, repository)
    file: DockerConfig = moment.pool.credentials if moment.pool else ()
    try:
        groups = pull_credentials(
            repository,
            present,
            NodeCredentials(file=file),
            in_groups=moment.behaviour.credentials_in_groups,
        )
    except DockerConfigError as error:
        return [f"a Secret cannot be decoded, so nothing is pulled: {error}", *lines]
    found = [_credential(credential) for group in groups for credential in group.credentials]
    if not found and not plugins:
        return ["none fits: one anonymous pull" + _hook(moment, name), *lines]
    head = "tried in this order, each as a pull of its own:"
    return [head, *(f"{place}. {text}" for place, text in enumerate([*found, *plugins], 1)), *lines]


def _secrets(moment: Moment, spec: PodSpec) -> tuple[list[PullSecret], list[str]]:
    """The pod's Secrets that are there, and a line for those that are not."""
    held = {name: moment.secret(name) for name in spec.image_pull_secrets if name}
    missing = [name for name in spec.image_pull_secrets if name and held[name] is None]
    lines = [f"Not in namespace {moment.pod.namespace}, and passed over: {', '.join(missing)}."] if missing else []
    return [secret for name in spec.image_pull_secrets if name and (secret := held[name]) is not None], lines


def _credential(credential: Credential) -> str:
    source = credential.source
    origin = f"{source.kind} {source.namespace}/{source.name}" if source else "the node's docker config"
    return f"user {credential.username or '(none)'}, key {credential.key}, of {origin}"


def _plugins(moment: Moment, repository: str) -> list[str]:
    """The plugins that the kubelet asks. Whether one fails nobody hears."""
    plugins = moment.pool.plugins if moment.pool else ()
    return [
        f"what the credential provider {plugin.provider.name} answers; if it fails, nobody hears of it, and the "
        "pull goes on without"
        for plugin in plugins
        if any(KUBELET.fits(pattern, repository) for pattern in plugin.provider.match_images)
    ]


def _hook(moment: Moment, name: NameReport) -> str:
    hook = moment.pool.vendor_hook if moment.pool else None
    users = [user for host, user, _ in hook.logins if host == name.registry] if hook else []
    return f", which the vendor's part of the node makes one of user {users[0]}" if users else ""
