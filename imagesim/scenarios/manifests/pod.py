"""Pod manifests: read as Pods, defaulted and validated, and written again."""

from typing import Any

from imagesim.rules.api import kinds
from imagesim.rules.api.objects import Pod
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.field_names import POD_SPEC, object_fields
from imagesim.scenarios.manifests.manifest_kind import ManifestKind
from imagesim.scenarios.manifests.metadata import object_name, read_annotations, read_metadata, write_metadata
from imagesim.scenarios.manifests.pod_spec import read_pod_spec, write_pod_spec
from imagesim.scenarios.reading.fields import Field


def read_pod(whole: Field, decoding: Decoding) -> Pod:
    """Return the Pod of a manifest. Raises ScenarioError for what the API server refuses."""
    namespace, name = read_metadata(whole)
    metadata = whole["metadata"]
    return Pod(
        namespace=namespace,
        name=name,
        labels=metadata["labels"].labels(),
        annotations=read_annotations(metadata),
        spec=read_pod_spec(whole["spec"], object_name(whole), decoding, metadata["annotations"]),
    )


def write_pod(pod: Pod) -> dict[str, Any]:
    """The manifest of a Pod."""
    metadata = write_metadata(pod.labels, pod.annotations, name=pod.name, namespace=pod.namespace)
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": write_pod_spec(pod.spec)}


POD = ManifestKind(
    kind=kinds.POD, fields=object_fields(POD_SPEC), value=Pod, read=read_pod, write=write_pod, held_in="pods"
)
