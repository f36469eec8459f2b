"""Kubernetes manifests become the objects that the API server stores: defaulted and validated.

Pod, Deployment, Secret, ServiceAccount and Namespace are understood; every other kind is noted as not modelled. The
defaults are those of k8s.io/kubernetes pkg/apis/apps/v1/defaults.go and pkg/apis/core/v1/defaults.go; the pull policy
is decided here, once.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from imagesim.rules.api.objects import Deployment, Pod, PodTemplate
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.service_account_token import ServiceAccount
from imagesim.scenarios.manifests.kubernetes_fields import SCHEMAS, check_names
from imagesim.scenarios.manifests.metadata import read_annotations, read_metadata
from imagesim.scenarios.manifests.pod_specs import read_pod_spec
from imagesim.scenarios.manifests.secret import read_secret
from imagesim.scenarios.manifests.selectors import read_selector
from imagesim.scenarios.manifests.service_account import read_service_account
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.fields import Field, root

_API_VERSIONS = {"Pod": "v1", "Namespace": "v1", "Secret": "v1", "ServiceAccount": "v1", "Deployment": "apps/v1"}
_PERCENT = re.compile(r"[0-9]+%")


@dataclass(slots=True)
class Manifests:
    """The objects of a scenario's manifests, and the document of each by its label ("Deployment/shop/web")."""

    pods: list[Pod] = field(default_factory=list)
    deployments: list[Deployment] = field(default_factory=list)
    secrets: list[PullSecret] = field(default_factory=list)
    service_accounts: list[ServiceAccount] = field(default_factory=list)
    origin: dict[str, Document] = field(default_factory=dict)


def read_manifests(documents: Iterable[Document], notes: Notes) -> Manifests:
    """Read all manifests of a scenario. Two objects of one kind, namespace and name are a mistake."""
    manifests = Manifests()
    controlled: list[tuple[Pod, str]] = []
    for document in documents:
        if document.kind not in SCHEMAS:
            _check_kind(document)
            notes.unknown_kind(document.kind)
            continue
        _check_api_version(document)
        whole = root(document)
        check_names(whole, SCHEMAS[document.kind])
        namespace, name = read_metadata(whole)
        _register(document, f"{document.kind}/{namespace}/{name}", manifests.origin)
        if document.kind == "Deployment":
            manifests.deployments.append(_deployment(whole, namespace, name, notes))
        elif document.kind == "Pod":
            pod = _pod(whole, namespace, name, notes)
            controlled.append((pod, _controller(whole)))
        elif document.kind == "Secret":
            manifests.secrets.append(read_secret(whole))
        elif document.kind == "ServiceAccount":
            manifests.service_accounts.append(read_service_account(whole, notes))
    _keep_pods(manifests, controlled, notes)
    return manifests


def _check_kind(document: Document) -> None:
    if not document.kind:
        rule = "is missing: this is no Kubernetes object and no world document"
        raise document.error(rule, ("kind",), suggestion="write apiVersion and kind, or leave the file out")
    near = _near(document.kind)
    if document.api_version in ("v1", "apps/v1") and near:
        raise document.error("is no kind of that apiVersion", ("kind",), value=document.kind, suggestion=near)


@cache
def _near(kind: str) -> str:
    suggestion = did_you_mean(kind, SCHEMAS, cutoff=0.8)
    return suggestion if suggestion.startswith("did you mean") else ""


def _check_api_version(document: Document) -> None:
    expected = _API_VERSIONS[document.kind]
    if document.api_version != expected:
        given = document.value.get("apiVersion")
        rule = f"is not where {document.kind} is served" if given is not None else "is missing"
        path = ("apiVersion",)
        suggestion = f"write {expected}"
        if given is None:
            raise document.error(rule, path, suggestion=suggestion)
        raise document.error(rule, path, value=given, suggestion=suggestion)


def _register(document: Document, label: str, origin: dict[str, Document]) -> None:
    if label in origin:
        raise document.error(f"the name stands twice: {place(origin[label])} has it too", ("metadata", "name"))
    origin[label] = document


def place(document: Document) -> str:
    """Say where a document stands: "shop.yaml:12"."""
    line = document.line(("metadata", "name"))
    return f"{document.file}:{line}" if document.file and line else document.file or "another document"


def _pod(whole: Field, namespace: str, name: str, notes: Notes) -> Pod:
    metadata = whole["metadata"]
    return Pod(
        namespace=namespace,
        name=name,
        labels=metadata["labels"].labels(),
        annotations=read_annotations(metadata),
        spec=read_pod_spec(whole["spec"], f"Pod/{namespace}/{name}", notes, metadata["annotations"]),
    )


def _controller(whole: Field) -> str:
    """Return "Kind/namespace/name-prefix" of the pod's controller, "" for a pod that stands alone."""
    namespace = whole["metadata"]["namespace"].text() or "default"
    for owner in whole["metadata"]["ownerReferences"].items():
        if owner["controller"].boolean() and owner["kind"].text() == "ReplicaSet":
            return f"Deployment/{namespace}/{owner['name'].text().rpartition('-')[0]}"
    return ""


def _keep_pods(manifests: Manifests, controlled: list[tuple[Pod, str]], notes: Notes) -> None:
    """In what `kubectl get` prints, a Deployment's pods stand beside it; the simulated Deployment makes its own."""
    left_out = 0
    for pod, controller in controlled:
        if controller and controller in manifests.origin:
            left_out += 1
        else:
            manifests.pods.append(pod)
    if left_out:
        notes.assume(f"{left_out} pods that a Deployment of this scenario made are left out: it makes its own.")


def _deployment(whole: Field, namespace: str, name: str, notes: Notes) -> Deployment:
    spec = whole["spec"]
    template = spec["template"]
    if not template.given:
        raise template.error("Required value: a Deployment needs a template", show=False)
    labels = template["metadata"]["labels"].labels()
    max_surge, max_unavailable = _rolling_update(spec["strategy"])
    min_ready_s = spec["minReadySeconds"].integer(0)
    return Deployment(
        namespace=namespace,
        name=name,
        replicas=spec["replicas"].integer(1),
        strategy=spec["strategy"]["type"].choice(("Recreate", "RollingUpdate"), "RollingUpdate"),
        max_surge=max_surge,
        max_unavailable=max_unavailable,
        min_ready_s=min_ready_s,
        progress_deadline_s=_progress_deadline(spec["progressDeadlineSeconds"], min_ready_s),
        revision_history_limit=spec["revisionHistoryLimit"].integer(10),
        paused=spec["paused"].boolean(),
        selector=read_selector(spec["selector"], labels),
        template=PodTemplate(
            labels=labels,
            annotations=read_annotations(template["metadata"]),
            spec=read_pod_spec(
                template["spec"], f"Deployment/{namespace}/{name}", notes, template["metadata"]["annotations"]
            ),
        ),
    )


def _progress_deadline(field: Field, min_ready_s: int) -> int:
    deadline = field.integer(600)
    if deadline <= min_ready_s:
        raise field.error("must be greater than minReadySeconds", suggestion="the default is 600")
    return deadline


def _rolling_update(strategy: Field) -> tuple[str, str]:
    rolling = strategy["rollingUpdate"]
    if strategy["type"].value == "Recreate" and rolling.given:
        raise rolling.error("Forbidden: may not be specified when strategy `type` is 'Recreate'", show=False)
    surge, unavailable = _count_or_percent(rolling["maxSurge"]), _count_or_percent(rolling["maxUnavailable"])
    if unavailable.endswith("%") and int(unavailable[:-1]) > 100:
        raise rolling["maxUnavailable"].error("must not be greater than 100%")
    if int(surge.rstrip("%")) == 0 and int(unavailable.rstrip("%")) == 0:
        raise rolling["maxUnavailable"].error("may not be 0 when `maxSurge` is 0")
    return surge, unavailable


def _count_or_percent(field: Field) -> str:
    if isinstance(field.value, str):
        if not _PERCENT.fullmatch(field.value) or len(field.value) > 8:
            raise field.error("is neither a whole number nor a percentage", suggestion="write 1 or 25%")
        return f"{int(field.value[:-1])}%"
    return str(field.integer(-1, minimum=0)) if field.given else "25%"
