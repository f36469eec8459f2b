"""Creates and deletes pods for a controller, and says so in events.

Models RealPodControl of pkg/controller/controller_utils.go, Kubernetes 1.36.
"""

from imagesim.engine.api.api_object import ApiObject, OwnerReference
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.chance import Chance
from imagesim.rules.api.objects import PodTemplate
from imagesim.rules.api.status_errors import AlreadyExists, APIError
from imagesim.rules.api.template_hash import SAFE_ALPHABET

_LONGEST_PREFIX = 63 - 5  # names.SimpleNameGenerator leaves room for five letters


class PodControl:
    """Pods by the template of the object that controls them."""

    def __init__(self, api: ApiServer, chance: Chance) -> None:
        self._api = api
        self._chance = chance

    def create(
        self, controller: ApiObject, owner: OwnerReference, template: PodTemplate | None = None, infix: str = ""
    ) -> None:
        """A new pod; *owner* is the controller's reference. Raises APIError, after an event that says so.

        *template* takes the place of the controller's own, and *infix* stands behind its name in the pod's.
        """
        try:
            name = self._create(controller, owner, template or controller.spec.template, infix)
        except APIError as refused:
            self._event(controller, "Warning", "FailedCreate", f"Error creating: {refused}")
            raise
        self._event(controller, "Normal", "SuccessfulCreate", f"Created pod: {name}")

    def delete(self, controller: ApiObject, pod: ApiPod) -> None:
        """Ask for the deletion of *pod*."""
        self._api.pods.delete(pod)
        self._event(controller, "Normal", "SuccessfulDelete", f"Deleted pod: {pod.name}")

    def _create(self, controller: ApiObject, owner: OwnerReference, template: PodTemplate, infix: str) -> str:
        """Name the pod by the controller and five random letters; a name that exists is drawn again."""
        namespace = controller.namespace
        above = controller.owner.owner if controller.owner is not None else controller.object_name
        stream = self._chance(f"pod-names/{namespace}/{above.name}")
        kept = controller.name[: _LONGEST_PREFIX - len(infix) - 1] if infix else controller.name
        prefix = f"{kept}{infix}-"[:_LONGEST_PREFIX]
        while True:
            name = prefix + "".join(stream.choices(SAFE_ALPHABET, k=5))
            try:
                self._api.pods.create(
                    namespace,
                    name,
                    template.spec,
                    labels=template.labels,
                    annotations=template.annotations,
                    owner=owner,
                )
            except AlreadyExists:
                continue
            return name

    def _event(self, controller: ApiObject, type_: str, reason: str, message: str) -> None:
        self._api.events.record(controller.object_name, type_, reason, message)
