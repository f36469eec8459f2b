"""build(): documents become a Scenario.

Everything that is taken for granted is said in `assumptions`, and everything that is passed over in `not_modelled`.
"""

import dataclasses
from collections.abc import Iterable
from datetime import datetime

from imagesim.rules.calendar import DEFAULT_START
from imagesim.rules.versions import DEFAULT_KUBERNETES, kubernetes
from imagesim.scenarios.building.assumed import note_assumptions
from imagesim.scenarios.building.duration import duration
from imagesim.scenarios.building.kept_manifests import kept_manifests
from imagesim.scenarios.building.missing import missing_pods
from imagesim.scenarios.building.parts import Parts
from imagesim.scenarios.building.placing import check_names, placed
from imagesim.scenarios.building.title import title_of
from imagesim.scenarios.importers.cluster.dates import latest
from imagesim.scenarios.importers.cluster.node_pools import NODE
from imagesim.scenarios.importers.cluster.pulls import EVENT
from imagesim.scenarios.importers.cluster.read import KINDS, Dump, is_alive, is_dump, starting_state
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.kinds import SCHEMAS
from imagesim.scenarios.manifests.pod_makers import pod_maker
from imagesim.scenarios.manifests.read import Manifests, read_manifests
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.redaction.document import redacted
from imagesim.scenarios.redaction.unread import Unread
from imagesim.scenarios.timeline.applied_files import with_applied_files
from imagesim.scenarios.timeline.known import Known
from imagesim.scenarios.timeline.processes.read import read_processes
from imagesim.scenarios.timeline.read import read_timelines
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.starting_state import StartingState
from imagesim.scenarios.world_documents import DEFAULT_WORLD, ORIGIN, is_world, read_worlds


def build(documents: Iterable[Document], notes: Notes) -> Scenario:
    """Return the scenario of *documents*, among which there are a Simulation and a NodePool.

    Raises ScenarioError for the first mistake in them.
    """
    documents = list(documents)
    for document in documents:
        _check_keys(document, notes)
    documents = [with_applied_files(document) for document in documents]
    redact = _Redaction()
    kept = {each.full_name: each for each in map(redact, kept_manifests(documents))}
    documents = [redact(document) for document in documents]
    worlds = [document for document in documents if is_world(document)]
    world = read_worlds(worlds)
    version = world.simulation[1].spec.kubernetes_version or DEFAULT_KUBERNETES
    api_server = kubernetes(version)
    decoding = Decoding(
        notes,
        image_volumes=api_server.image_volumes_by_default,
        checks_templates=api_server.image_volumes_checked_in_templates,
    )
    others = [document for document in documents if not is_world(document)]
    alive = is_dump(others)
    told = [document for document in others if alive and document.kind in KINDS]
    manifests = read_manifests(
        [document for document in others if not (alive and document.kind in KINDS)],
        decoding,
        is_alive if alive else _not_found,
    )
    parts = Parts.of(world, notes)
    start = world.simulation[1].spec.start or (latest(others) if alive else None) or DEFAULT_START
    starting = _starting(manifests, told, parts, start, notes) if alive else None
    check_names(manifests.pods, parts.pools, manifests.origin)
    found = starting or StartingState()
    images, hosts, registries = parts.images, parts.hosts, parts.registries
    known = Known.of(manifests, images, hosts, registries, parts.pools, decoding, kept, version, found)
    timeline = read_timelines(world.timelines, known)
    processes = read_processes([(each, model.spec.processes) for each, model in world.timelines], known)
    duration_s = duration(world, timeline, processes, notes)
    spec = world.simulation[1].spec
    scenario = Scenario(
        name=world.simulation[1].metadata.name,
        title=spec.title,
        question=spec.question,
        topic=spec.topic,
        look=tuple(spec.look),
        duration_s=duration_s,
        start=start,
        seed=1 if spec.seed is None else spec.seed,
        kubernetes_version=parts.versions[0],
        containerd_version=parts.versions[1],
        admission=tuple(spec.admission),
        failure_policy=spec.failure_policy,
        default_image_size=parts.default_size,
        default_latency_s=parts.default_latency_s,
        default_bandwidth=spec.defaults.bandwidth,
        registries=tuple(parts.registries.values()),
        images=tuple(parts.images.values()),
        pools=tuple(parts.pools),
        pods=placed(manifests.pods, parts.pools, manifests.daemons, notes),
        workloads=tuple(manifests.workloads),
        secrets=tuple(manifests.secrets),
        service_accounts=tuple(manifests.service_accounts),
        budgets=tuple(manifests.budgets),
        starting=starting,
        timeline=timeline,
        processes=processes,
        missing_pods=missing_pods(manifests.makers, manifests.made),
        documents=tuple(_kept(document, alive=alive) for document in documents),
    )
    note_assumptions(scenario, notes)
    written = world.simulation[1].metadata.annotations
    if DEFAULT_WORLD in written:
        scenario = dataclasses.replace(scenario, title=title_of(scenario, written.get(ORIGIN, "")))
    return dataclasses.replace(
        scenario,
        assumptions=notes.assumptions(first=spec.assumptions),
        not_modelled=notes.sentences(
            first=(*spec.not_modelled, *(each.sentence for each in scenario.missing_pods)),
        ),
    )


class _Redaction:
    """Documents with stand-ins for what is secret, numbered through all of them."""

    def __init__(self) -> None:
        numbers: dict[str, str] = {}
        self._unread = {world: Unread(numbers, manifests=not world) for world in (True, False)}

    def __call__(self, document: Document) -> Document:
        world = is_world(document)
        return redacted(document, self._unread[world], world=world)


def _check_keys(document: Document, notes: Notes) -> None:
    """A key that stands twice is a mistake, and only worth a word in a document that nobody looks at."""
    if is_world(document) or document.kind in SCHEMAS:
        document.check_keys()
    for path, mistake in document.twice:
        place = f"{document.file}:{mistake.line}" if document.file else document.label
        notes.assume(f"{place}: {path[-1]} stands twice in {document.label}, which is not looked at; the last counts.")


def _not_found(_: Document) -> bool:
    """Nothing is there before the run."""
    return False


def _starting(
    manifests: Manifests, told: Iterable[Document], parts: Parts, start: datetime, notes: Notes
) -> StartingState:
    by_kind: dict[str, list[Document]] = {kind: [] for kind in KINDS}
    for document in told:
        by_kind[document.kind].append(document)
    dump = Dump(manifests.found, by_kind[NODE], by_kind[EVENT])
    return starting_state(dump, parts.images.values(), parts.default_size, start, notes)


def _kept(document: Document, *, alive: bool) -> dict[str, object]:
    """The document's value; of a kind that is not modelled only what names it, and what says which pods it makes.

    Where the dump is *alive*, nodes and events are read too.
    """
    if is_world(document) or document.kind in SCHEMAS or (alive and document.kind in KINDS):
        return document.value
    maker = pod_maker(document)
    if maker is not None:
        return maker
    names = {"name": document.name, "namespace": document.namespace}
    return {"apiVersion": document.api_version, "kind": document.kind, "metadata": names}
