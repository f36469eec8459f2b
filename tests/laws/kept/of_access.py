"""Laws of who runs what: an unauthorised use is of a private image that was there, by a pod that never pulled it."""

from collections.abc import Iterator

from imagesim.engine.records import Records
from imagesim.results.measures.unauthorised import UnauthorisedUse, unauthorised
from imagesim.rules.reference import ImageReference
from imagesim.scenarios.timeline.events.cluster.set_admission import SetAdmission
from imagesim.scenarios.values.node_pool import is_static_pod
from tests.laws.kept.run import Run


def an_unauthorised_use_is_of_a_private_image(run: Run) -> Iterator[str]:
    access = {registry.host: registry.access for registry in run.scenario.registries}
    for use in unauthorised(run.records):
        name = ImageReference.parse(use.image)
        if name.domain not in access or access[name.domain].is_public(name.path):
            yield f"{use}"


def an_unauthorised_use_begins_with_an_image_that_was_there(run: Run) -> Iterator[str]:
    for use in unauthorised(run.records):
        if not _found(run.records, use, "AlreadyPresent") or _found(run.records, use, "Pulled"):
            yield f"{use}"


def who_always_has_to_ask_runs_nothing_unauthorised(run: Run) -> Iterator[str]:
    """Ephemeral containers and static pods pass no admission plugin."""
    if "AlwaysPullImages" not in run.scenario.admission:
        return
    if any(isinstance(event, SetAdmission) for event in run.scenario.happenings):
        return
    declared = {(pod.namespace, pod.pod): (*pod.init_containers, *pod.containers) for pod in run.records.pods}
    for use in unauthorised(run.records):
        static = is_static_pod(run.scenario.pools, use.namespace, use.pod)
        if use.container in declared[use.namespace, use.pod] and not static:
            yield f"{use}"


def _found(records: Records, use: UnauthorisedUse, outcome: str) -> bool:
    """Whether a decision about the pod's image came to *outcome* before the use began."""
    return any(
        (row.namespace, row.pod, row.image, row.digest, row.outcome)
        == (use.namespace, use.pod, use.image, use.digest, outcome)
        and row.ended_s <= use.started_s
        for row in records.pulls
    )
