"""The static pods of a NodePool: Pod manifests that every kubelet of it has on its disk.

A kubelet decodes them as the API server decodes a Pod (tryDecodeSinglePod of pkg/kubelet/config/common.go, 1.36).
"""

from collections.abc import Sequence
from typing import Any

from imagesim.rules.api.objects import Pod
from imagesim.rules.versions import kubernetes
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.field_names import check_fields
from imagesim.scenarios.manifests.pod import POD, read_pod
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.fields import Field, root
from imagesim.scenarios.reading.inner_document import inner_document


def make_static_pods(
    document: Document, written: Sequence[dict[str, Any]], kubernetes_version: str, notes: Notes
) -> tuple[Pod, ...]:
    """The pods of the manifests *written* in a NodePool. Raises ScenarioError for what a kubelet refuses."""
    behaviour = kubernetes(kubernetes_version)
    decoding = Decoding(notes, image_volumes=behaviour.image_volumes_by_default)
    found: dict[tuple[str, str], Pod] = {}
    for index, value in enumerate(written):
        whole = root(inner_document(document, ("spec", "staticPods", index), value))
        if (whole.document.kind, whole.document.api_version) != ("Pod", "v1"):
            rule = "a Pod is needed here"
            raise whole.document.error(rule, ("kind",), suggestion="write apiVersion: v1, kind: Pod")
        check_fields(whole, POD.fields)
        pod = read_pod(whole, decoding)
        _check_references(whole["spec"], pod, behaviour.static_pods_may_not_list_secrets, notes)
        if (pod.namespace, pod.name) in found:
            raise whole["metadata"]["name"].error("stands twice among the static pods of this NodePool")
        found[pod.namespace, pod.name] = pod
    return tuple(found.values())


def _check_references(spec: Field, pod: Pod, refused: bool, notes: Notes) -> None:
    """A static pod runs without the API server, so it may name nothing that is there."""
    if pod.spec.image_pull_secrets and refused:
        rule = "static pods may not reference secrets"
        hint = "the kubelet does not start such a pod; use the node's credentials"
        raise spec["imagePullSecrets"].error(rule, suggestion=hint, show=False)
    if pod.spec.image_pull_secrets:
        where = f"static pod {pod.namespace}/{pod.name}"
        notes.not_modelled("that no mirror pod may list imagePullSecrets", where, "its mirror pod is there")
