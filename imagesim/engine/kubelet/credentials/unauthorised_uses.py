"""Notices on one node who starts from a private image that is there, and could not have pulled it.

Kubernetes has no such record; people who share nodes ask for it. An image is private where the described registry of
its name says so. A pod whose own pull of that version has succeeded was let in by whoever answered. Of any other pod
the logins are tried that it could show: those of its pull secrets as they are at that moment (also of those that its
ServiceAccount gave it), and what the node has for everybody on it: its docker config, its plugins, what a vendor put
there. Nobody is asked: the registry's users and passwords of that moment decide, outage or not, and a plugin counts by
the user that it is for, whether or not it fails just now and however old its last token is.
"""

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.containerd.runtime import Runtime
from imagesim.engine.containerd.store.stored_image import StoredImage
from imagesim.engine.kubelet.credentials.node_credentials import CredentialFinder
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import UnauthorisedStart
from imagesim.engine.registry.server import RegistryServer
from imagesim.rules.api.objects import Container
from imagesim.rules.reference import ImageReference
from imagesim.rules.registry.access import AccessVerdict, Login
from imagesim.rules.units import Seconds


class UnauthorisedUses:
    """Rows of *records* about the node of *runtime*. Where no registry is private, it has nothing to do."""

    def __init__(self, runtime: Runtime, credentials: CredentialFinder, records: RecordBook) -> None:
        self._runtime = runtime
        self._credentials = credentials
        self._records = records
        self._let_in: set[tuple[str, str]] = set()
        self._noted: set[tuple[str, str, str]] = set()  # an image volume is asked for at every sync

    def goes_on_from(self, before: "UnauthorisedUses") -> None:
        """The kubelet was started again: who was let in before is no stranger now."""
        self._let_in, self._noted = before._let_in, before._noted

    def pulled(self, pod: ApiPod, container: Container, stored: StoredImage) -> None:
        """The pod's own pull has succeeded: it may use that version."""
        if self._runtime.private_registry(container.image) is not None:
            self._let_in.add((pod.uid, stored.version))

    def present(self, now: Seconds, pod: ApiPod, container: Container, there: StoredImage | None) -> None:
        """The container is to start from what is there."""
        registry = self._runtime.private_registry(container.image)
        if registry is None or there is None or (pod.uid, there.version) in self._let_in:
            return
        if self._could_pull(now, pod, container.image, registry):
            return
        volume = any(
            (each.name, each.reference) == (container.name, container.image) for each in pod.spec.image_volumes
        )
        use = pod.uid, container.name, there.version
        if volume and use in self._noted:
            return
        self._noted.add(use)
        self._records.unauthorised_starts.append(
            UnauthorisedStart(
                now, self._runtime.node, pod.namespace, pod.name, container.name, container.image, there.version, volume
            )
        )

    def _could_pull(self, now: Seconds, pod: ApiPod, image: str, registry: RegistryServer) -> bool:
        path = ImageReference.parse(image).path
        logins: list[Login] = self._credentials.own_logins(pod, image)
        hook = self._runtime.own_login(image, now)
        if hook is not None:
            logins.append(hook)
        return any(registry.verdict(path, login, now) is AccessVerdict.ALLOWED for login in logins)
