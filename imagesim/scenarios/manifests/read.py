"""Kubernetes manifests become the objects that the API server stores: defaulted and validated.

Kinds of the table of kinds are understood; every other kind is noted as not modelled.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from imagesim.rules.api.objects import Pod
from imagesim.rules.api.workload import Workload
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.service_account import ServiceAccount
from imagesim.rules.workloads.disruption import PodDisruptionBudget
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.exported.over import note_over, why_over
from imagesim.scenarios.manifests.exported.owners import made_by, note_left_out
from imagesim.scenarios.manifests.field_names import check_fields
from imagesim.scenarios.manifests.generated_names import GeneratedNames
from imagesim.scenarios.manifests.kinds import API_VERSIONS, BY_NAME, SCHEMAS
from imagesim.scenarios.manifests.manifest_kind import ManifestKind
from imagesim.scenarios.manifests.metadata import read_metadata
from imagesim.scenarios.manifests.pod_makers import pod_maker
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.fields import Field, root


@dataclass(slots=True)
class Manifests:
    """The objects of a scenario's manifests, and the document of each by its name ("Deployment/shop/web").

    `found` are the objects that a cluster has already. `makers` is what matters of manifests of other kinds that would
    have made pods, `made` how many of the pods that are here each object made, by its name, and `daemons` are namespace
    and name of those that a DaemonSet made.
    """

    pods: list[Pod] = field(default_factory=list)
    workloads: list[Workload] = field(default_factory=list)
    secrets: list[PullSecret] = field(default_factory=list)
    service_accounts: list[ServiceAccount] = field(default_factory=list)
    budgets: list[PodDisruptionBudget] = field(default_factory=list)
    makers: list[dict[str, Any]] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)
    daemons: set[tuple[str, str]] = field(default_factory=set)
    origin: dict[str, Document] = field(default_factory=dict)
    found: list[tuple[Field, Any]] = field(default_factory=list)


def read_manifests(
    documents: Iterable[Document], decoding: Decoding, is_found: Callable[[Document], bool] = lambda _: False
) -> Manifests:
    """Read all manifests of a scenario. Two objects of one kind, namespace and name are a mistake.

    Those that are *found*, since a cluster has them already, are kept as they are, with their places.

    Raises ScenarioError for the first mistake.
    """
    manifests = Manifests()
    found: list[tuple[ManifestKind[Any], Any, list[str]]] = []
    over: list[tuple[str, str]] = []
    names = GeneratedNames(decoding.notes)
    for document in documents:
        if document.kind not in SCHEMAS:
            _pass_over(document, manifests, decoding.notes)
            continue
        _check_api_version(document)
        whole = root(names.named(document))
        check_fields(whole, SCHEMAS[document.kind])
        namespace, name = read_metadata(whole)
        label = f"{document.kind}/{namespace}/{name}"
        _register(document, label, manifests.origin)
        kind = BY_NAME.get(document.kind)
        if kind is not None and is_found(document):
            manifests.found.append((whole, kind.read(whole, decoding)))
            continue
        if why := why_over(whole):
            over.append((label, why))
        elif kind is not None:
            found.append((kind, kind.read(whole, decoding), made_by(whole)))
    note_over(over, decoding.notes)
    _keep(found, manifests, decoding.notes)
    return manifests


def read_manifest(document: Document, decoding: Decoding) -> Any | None:
    """Read one manifest by itself.

    None for a kind that is not modelled, which is noted, and for one that says nothing else. Raises ScenarioError for a
    mistake in it.
    """
    if document.kind not in SCHEMAS:
        _check_kind(document)
        decoding.notes.unknown_kind(document.kind)
        return None
    _check_api_version(document)
    whole = root(document)
    check_fields(whole, SCHEMAS[document.kind])
    read_metadata(whole)
    kind = BY_NAME.get(document.kind)
    return None if kind is None else kind.read(whole, decoding)


def _pass_over(document: Document, manifests: Manifests, notes: Notes) -> None:
    """A document of a kind that is not modelled."""
    _check_kind(document)
    maker = pod_maker(document)
    if maker is None:
        notes.unknown_kind(document.kind)
    else:
        manifests.makers.append(maker)


def _keep(found: list[tuple[ManifestKind[Any], Any, list[str]]], manifests: Manifests, notes: Notes) -> None:
    """Keep each value, except what a workload that is here makes by itself."""
    left_out = []
    for kind, value, makers in found:
        maker = next((maker for maker in reversed(makers) if maker in manifests.origin), "")
        if maker:
            what = "pod" if kind.kind.name == "Pod" else kind.kind.name
            left_out.append((what, maker.partition("/")[0]))
            continue
        getattr(manifests, kind.held_in).append(value)
        if kind.kind.name == "Pod":
            manifests.made.update(makers)
            if any(each.startswith("DaemonSet/") for each in makers):
                manifests.daemons.add((value.namespace, value.name))
    note_left_out(left_out, notes)


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
    expected = API_VERSIONS[document.kind]
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
        raise document.error(f"the name stands twice: {origin[label].place} has it too", ("metadata", "name"))
    origin[label] = document
