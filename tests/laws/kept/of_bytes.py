"""Laws of bytes: what is sent is more than what comes, and what comes fits the layers."""

from collections import defaultdict
from collections.abc import Iterator

from imagesim.engine.records import RequestRecord
from imagesim.engine.registry.content import derived_image
from imagesim.rules import versions
from imagesim.rules.reference import ImageReference
from imagesim.scenarios.timeline.events.nodes.load_image import LoadImage
from imagesim.scenarios.values.images import ImageManifest
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.scenario import Scenario
from tests.laws.kept.run import Run


def every_byte_that_came_was_sent(run: Run) -> Iterator[str]:
    """Node by node. What is sent while a name is resolved (a GET instead of a HEAD) is not counted as fetched.

    Nor is the sandbox image, which the runtime pulls by itself: no row of `pulls` is about it.
    """
    sent: dict[str, int] = defaultdict(int)
    of_sandboxes: dict[str, int] = defaultdict(int)
    for row in run.records.requests:
        sent[row.node] += row.bytes_sent
    for row in _for_sandboxes(run):
        of_sandboxes[row.node] += row.bytes_sent
    for node, rows in run.calls_of_nodes().items():
        fetched = sum(row.bytes_fetched for row in rows)
        resolving = sum(
            row.bytes_sent
            for row in run.records.requests
            if row.node == node
            and row.object.startswith("manifests/")
            and not row.object.startswith("manifests/sha256:")
        )
        least = sent[node] - resolving - of_sandboxes[node]
        if not fetched <= sent[node] or least > fetched + _by_digest(run, node):
            yield f"{node}: {sent[node]} bytes were sent, {resolving} of them to resolve names, {fetched} came"


def _by_digest(run: Run, node: str) -> int:
    """Bytes that may have been sent to resolve a name that has a digest."""
    asked = sum(row.requests for row in run.calls() if row.node == node and "@" in row.image)
    return 10**6 * asked


def every_request_is_one_of_a_pull(run: Run) -> Iterator[str]:
    """Or one for the sandbox image; those may be for images of the same name as well."""
    asked: dict[str, int] = defaultdict(int)
    for row in run.records.requests:
        asked[row.node] += 1
    of_sandboxes: dict[str, int] = defaultdict(int)
    for row in _for_sandboxes(run):
        of_sandboxes[row.node] += 1
    for node in run.cluster.kubelets:
        counted = sum(row.requests for row in run.calls_of_nodes().get(node, ()))
        if not asked[node] - of_sandboxes[node] <= counted <= asked[node]:
            yield f"{node}: {asked[node]} requests, {of_sandboxes[node]} for sandboxes, and its pulls count {counted}"


def _for_sandboxes(run: Run) -> Iterator[RequestRecord]:
    """The requests that may be for the sandbox image: for its repository, from nodes that had none at the start.

    Of a request for a token, and of one to where a registry has its blobs, nobody knows what it is for.
    """
    shared = {row.host for row in run.records.hosts if row.kind in ("tokens", "content")}
    paths: dict[str, str] = {}
    for node in run.cluster.kubelets:
        if run.waits_for_sandbox_s(node):
            paths[node] = ImageReference.parse(_sandbox_image(run.pool_of(node))).path
    for row in run.records.requests:
        path = paths.get(row.node)
        if path is not None and (row.host in shared or f"/{row.repository}".endswith(f"/{path}")):
            yield row


def _sandbox_image(pool: NodePool) -> str:
    return pool.sandbox_image.image or versions.containerd(pool.containerd_version).sandbox_image


def layers_are_fetched_or_reused(run: Run) -> Iterator[str]:
    """Of a pull that was one call of the runtime each layer counts once."""
    if run.scenario.secrets or run.scenario.happenings or any(_has_logins(pool) for pool in run.scenario.pools):
        return
    manifests = _manifests(run.scenario)
    for row in run.records.pulls:
        manifest = manifests.get((row.digest, row.platform))
        if row.outcome != "Pulled" or manifest is None:
            continue
        distinct = {layer.digest: layer.size for layer in manifest.layers}
        if len(distinct) < len(manifest.layers):
            continue
        if row.layers_fetched + row.layers_reused != len(distinct):
            yield f"{len(distinct)} layers: {row}"
        if row.bytes_reused > sum(distinct.values()):
            yield f"more was reused than there is: {row}"
        if not row.layers_fetched and row.bytes_reused != sum(distinct.values()):
            yield f"nothing was fetched and not all reused: {row}"


def _has_logins(pool: object) -> bool:
    return bool(pool.credentials or pool.plugins or pool.vendor_hook)  # type: ignore[attr-defined]


def _manifests(scenario: Scenario) -> dict[tuple[str, str], ImageManifest]:
    return {(image.digest, manifest.platform): manifest for image in scenario.images for manifest in image.manifests}


def digests_are_those_that_a_tag_had(run: Run) -> Iterator[str]:
    """What a name resolved to stood under its tag somewhere, at the end of the pull or before it.

    Or it was put onto a node under that name: neighbours have it from there.
    """
    stood: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    for row in run.records.tags:
        stood[row.repository, row.tag].append((row.time_s, row.digest))
    for time_s, name, digest in _put_onto_nodes(run.scenario):
        reference = ImageReference.parse(name)
        stood[reference.path, reference.effective_tag].append((time_s, digest))
    for pull in run.records.pulls:
        repository, _, tag = pull.image.partition("@")[0].partition("/")[2].rpartition(":")
        if pull.outcome == "Failed" or not pull.image.startswith("r.example/") or "@" in pull.image:
            continue
        if not any(time <= pull.ended_s and digest == pull.digest for time, digest in stood[repository, tag]):
            yield f"{pull}"


def _put_onto_nodes(scenario: Scenario) -> Iterator[tuple[float, str, str]]:
    """From when on which digest may be on a node under a name under which nobody need have pushed it."""
    for pool in scenario.pools:
        for name, image in pool.loaded_images:
            yield 0.0, name, image.digest
    for event in scenario.timeline:
        if isinstance(event, LoadImage):
            of = event.of or derived_image(ImageReference.parse(event.reference).fully_qualified, 1)
            yield event.at_s, event.reference, of.digest
