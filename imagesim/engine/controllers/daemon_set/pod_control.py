"""Creates the pods of DaemonSets, each held to its node."""

from dataclasses import replace

from imagesim.engine.api.api_object import ApiObject, OwnerReference
from imagesim.engine.controllers.replica_set.pod_control import PodControl
from imagesim.rules.api.objects import PodSpec, PodTemplate
from imagesim.rules.workloads.controller_revision import REVISION_LABEL
from imagesim.rules.workloads.daemon_set import TEMPLATE_GENERATION_LABEL, pinned, with_tolerations


class DaemonPodControl:
    """Pods by a revision's template. Those of one node and one template share their spec."""

    def __init__(self, control: PodControl) -> None:
        self._control = control
        self._specs: dict[tuple[PodSpec, str], PodSpec] = {}

    def create(self, owner: ApiObject, reference: OwnerReference, node: str, revision: ApiObject) -> None:
        """A new pod for *node* (CreatePodTemplate). Raises APIError, after an event that says so."""
        template: PodTemplate = owner.spec.template
        key = template.spec, node
        if key not in self._specs:
            self._specs[key] = with_tolerations(pinned(template.spec, node))
        labels = {REVISION_LABEL: revision_hash(revision), TEMPLATE_GENERATION_LABEL: str(revision.spec.revision)}
        all_labels = tuple(sorted((dict(template.labels) | labels).items()))
        self._control.create(owner, reference, replace(template, labels=all_labels, spec=self._specs[key]))


def revision_hash(revision: ApiObject) -> str:
    """The end of a ControllerRevision's name, by which the pods of a DaemonSet name theirs."""
    return revision.name.rpartition("-")[2]
