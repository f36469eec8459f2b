"""What a pod can pull with on one node: its own pull secrets, then what the node has."""

from collections.abc import Sequence

from imagesim.engine.api_server import ApiPod, ApiServer
from imagesim.rules.credential import Credential
from imagesim.rules.docker_config import DockerConfig
from imagesim.rules.pull_credentials import NodeCredentials, PullSecret, pull_credentials
from imagesim.rules.reference import ImageReference
from imagesim.rules.versions import KubernetesBehaviour


class CredentialFinder:
    """Looks up credentials for the kubelet of one node, whose docker config file has the entries *file*."""

    def __init__(self, api: ApiServer, behaviour: KubernetesBehaviour, file: DockerConfig) -> None:
        self._api = api
        self._behaviour = behaviour
        self._file = file

    def find(self, pod: ApiPod, image: str) -> Sequence[Credential]:
        """The credentials for *image*, in the order to try; DockerConfigError if a secret cannot be decoded."""
        groups = pull_credentials(
            ImageReference.parse(image).repository,
            self._secrets(pod),
            NodeCredentials(file=self._file),
            in_groups=self._behaviour.credentials_in_groups,
        )
        return [credential for group in groups for credential in group.credentials]

    def missing(self, pod: ApiPod) -> list[str]:
        """The pull secrets that the pod lists and its namespace lacks. Empty names are skipped, as upstream does."""
        names = [name for name in pod.spec.image_pull_secrets if name]
        return [name for name in names if (pod.namespace, name) not in self._api.secrets]

    def _secrets(self, pod: ApiPod) -> list[PullSecret]:
        found = (self._api.secrets.get((pod.namespace, name)) for name in pod.spec.image_pull_secrets)
        return [secret for secret in found if secret is not None]
