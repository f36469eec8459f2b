"""The pod template of a workload: read from its manifest, and written again."""

from typing import Any

from imagesim.rules.api.objects import Labels, PodTemplate
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.metadata import object_name, read_annotations, write_metadata
from imagesim.scenarios.manifests.pod_spec import read_pod_spec, write_pod_spec
from imagesim.scenarios.reading.fields import Field


def template_labels(whole: Field) -> Labels:
    """The labels of `spec.template` of a workload. Raises ScenarioError if there is no template."""
    template = whole["spec"]["template"]
    if not template.given:
        raise template.error(f"Required value: a {whole.document.kind} needs a template", show=False)
    return template["metadata"]["labels"].labels()


def read_template(whole: Field, decoding: Decoding) -> PodTemplate:
    """Return `spec.template` of a workload, whose pods restart always. ScenarioError for a mistake in it."""
    template_labels(whole)
    return read_pod_template(whole["spec"]["template"], object_name(whole), decoding, ("Always",))


def read_pod_template(
    template: Field, where: str, decoding: Decoding, restart_policies: tuple[str, ...]
) -> PodTemplate:
    """Return a template of the object *where* ("Job/shop/report"), whose pods restart by one of these policies.

    ScenarioError for a mistake in it.
    """
    metadata, annotations = template["metadata"], template["metadata"]["annotations"]
    return PodTemplate(
        labels=metadata["labels"].labels(),
        annotations=read_annotations(metadata),
        spec=read_pod_spec(template["spec"], where, decoding, annotations, restart_policies=restart_policies),
    )


def write_template(template: PodTemplate) -> dict[str, Any]:
    """The template as a manifest has it."""
    metadata = write_metadata(template.labels, template.annotations)
    return {"metadata": metadata, "spec": write_pod_spec(template.spec)}
