"""Creates and deletes the pods of StatefulSets, and says so in events.

Models pkg/controller/statefulset/stateful_pod_control.go of Kubernetes 1.36; claims of volumes are not modelled.
"""

from imagesim.engine.api.api_object import ApiObject, OwnerReference
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.rules.api.status_errors import AlreadyExists, APIError
from imagesim.rules.workloads.controller_revision import REVISION_LABEL
from imagesim.rules.workloads.stateful_set import POD_INDEX_LABEL, POD_NAME_LABEL


class StatefulPodControl:
    """Pods by a revision's template, each with the name of its ordinal."""

    def __init__(self, api: ApiServer) -> None:
        self._api = api

    def create(self, owner: ApiObject, reference: OwnerReference, ordinal: int, revision: ApiObject) -> None:
        """A new pod of that ordinal. Raises APIError, after an event that says so unless the name is taken."""
        template, name = revision.spec.data, f"{owner.name}-{ordinal}"
        labels = {POD_NAME_LABEL: name, POD_INDEX_LABEL: str(ordinal), REVISION_LABEL: revision.name}
        try:
            self._api.pods.create(
                owner.namespace,
                name,
                template.spec,
                labels=tuple(sorted((dict(template.labels) | labels).items())),
                annotations=template.annotations,
                owner=reference,
            )
        except AlreadyExists:
            raise
        except APIError as refused:
            message = f"Create Pod {name} in StatefulSet {owner.name} failed error: {refused}"
            self._api.events.record(owner.object_name, "Warning", "FailedCreate", message)
            raise
        self._succeeded(owner, "Create", name)

    def delete(self, owner: ApiObject, pod: ApiPod) -> None:
        """Ask for the deletion of *pod*."""
        self._api.pods.delete(pod)
        self._succeeded(owner, "Delete", pod.name)

    def _succeeded(self, owner: ApiObject, verb: str, name: str) -> None:
        """recordPodEvent."""
        message = f"{verb} Pod {name} in StatefulSet {owner.name} successful"
        self._api.events.record(owner.object_name, "Normal", f"Successful{verb}", message)
