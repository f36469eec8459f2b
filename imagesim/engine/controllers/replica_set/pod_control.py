"""Creates and deletes pods for a controller, and says so in events.

Models RealPodControl of pkg/controller/controller_utils.go, Kubernetes 1.36.
"""

from imagesim.engine.api.api_object import ApiObject, OwnerReference
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.chance import Chance
from imagesim.rules.api.status_errors import APIError
from imagesim.rules.api.template_hash import SAFE_ALPHABET

_LONGEST_PREFIX = 63 - 5  # names.SimpleNameGenerator leaves room for five letters


class PodControl:
    """Pods by the template of the object that controls them."""

    def __init__(self, api: ApiServer, chance: Chance) -> None:
        self._api = api
        self._chance = chance

    def create(self, controller: ApiObject, owner: OwnerReference) -> None:
        """A new pod; *owner* is the controller's reference. Raises APIError, after an event that says so."""
        template = controller.spec.template
        above = controller.owner.owner if controller.owner is not None else controller.object_name
        name = self._free_name(controller, above.name)
        try:
            self._api.pods.create(
                controller.namespace,
                name,
                template.spec,
                labels=template.labels,
                annotations=template.annotations,
                owner=owner,
            )
        except APIError as refused:
            self._event(controller, "Warning", "FailedCreate", f"Error creating: {refused}")
            raise
        self._event(controller, "Normal", "SuccessfulCreate", f"Created pod: {name}")

    def delete(self, controller: ApiObject, pod: ApiPod) -> None:
        """Ask for the deletion of *pod*."""
        self._api.pods.delete(pod)
        self._event(controller, "Normal", "SuccessfulDelete", f"Deleted pod: {pod.name}")

    def _free_name(self, controller: ApiObject, workload: str) -> str:
        """The controller's name and five random letters; a name that exists is drawn again."""
        stream = self._chance(f"pod-names/{controller.namespace}/{workload}")
        prefix = f"{controller.name}-"[:_LONGEST_PREFIX]
        while True:
            name = prefix + "".join(stream.choices(SAFE_ALPHABET, k=5))
            if self._api.pods.find(controller.namespace, name) is None:
                return name

    def _event(self, controller: ApiObject, type_: str, reason: str, message: str) -> None:
        self._api.events.record(controller.object_name, type_, reason, message)
