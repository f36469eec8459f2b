"""What a scenario takes for granted once it is whole, and what of it is not modelled, in sentences."""

from fnmatch import fnmatchcase

from imagesim.rules.api.objects import NO_RESOURCES
from imagesim.rules.platforms import system
from imagesim.rules.pods.admission import REFUSAL_S
from imagesim.rules.versions import kubernetes
from imagesim.scenarios.building.cron_jobs import note_cron_jobs
from imagesim.scenarios.building.named_hosts import further_hosts, helping_hosts, image_hosts, image_references
from imagesim.scenarios.building.needed_objects import note_needed_objects
from imagesim.scenarios.building.sandbox_images import note_sandbox_images
from imagesim.scenarios.building.withdrawn import note_withdrawn
from imagesim.scenarios.manifests.kinds import name_of
from imagesim.scenarios.notes import NAMES, Notes
from imagesim.scenarios.reading.quantities import format_duration, format_size, format_speed
from imagesim.scenarios.timeline.events.cluster.set_admission import SetAdmission
from imagesim.scenarios.timeline.events.cluster.webhook_outage import WebhookOutage
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.timeline.events.workloads.rollout_restart import RolloutRestart
from imagesim.scenarios.timeline.events.workloads.rollout_undo import RolloutUndo
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.world.image.read import FILES_ASSUMED, UNPACKED_ASSUMED

_USUAL_PLATFORM = "linux/amd64"


def note_assumptions(scenario: Scenario, notes: Notes) -> None:
    """Note everything that follows from the whole scenario."""
    _note_outside(scenario, notes)
    _note_undone(scenario, notes)
    _note_paused(scenario, notes)
    _note_pinning(scenario, notes)
    _note_whole_blobs(scenario, notes)
    note_withdrawn(scenario, notes)
    note_sandbox_images(scenario, notes)
    note_cron_jobs(scenario, notes)
    _note_service_accounts(scenario, notes)
    _note_image_volumes(scenario, notes)
    _note_refusals(scenario, notes)
    note_needed_objects(scenario.documents, notes)
    _note_sizes(scenario, notes)


def _note_outside(scenario: Scenario, notes: Notes) -> None:
    """Say what registries that no document describes serve, and which outages touch nothing."""
    hosts = image_hosts(scenario)
    hosts |= further_hosts(scenario)
    described = {registry.host for registry in scenario.registries}
    outside = sorted(hosts - described)
    if outside:
        bandwidth = scenario.default_bandwidth
        limit = "without a limit of bandwidth" if bandwidth is None else f"at {format_speed(bandwidth)}"
        notes.assume(
            f"No document describes {', '.join(outside)}: every name is there, as an image of "
            f"{format_size(scenario.default_image_size)} in one layer{_for_every_platform(scenario)}, "
            f"answered after {format_duration(scenario.default_latency_s)} and sent {limit}."
        )
        notes.assume(UNPACKED_ASSUMED)
        notes.assume(FILES_ASSUMED)
    paths = {reference.path for reference in image_references(scenario)}
    for event in scenario.timeline:
        if isinstance(event, Outage) and (
            event.registry not in hosts | _helping(event, scenario) or not _touches(event.repository, paths)
        ):
            notes.assume(f"The outage of {event.befalls} touches no image of this scenario.")


def _helping(event: Outage, scenario: Scenario) -> set[str]:
    """The hosts of tokens and blobs, which fail as a whole: nothing is known of repositories there."""
    return set() if event.repository or event.tokens else helping_hosts(scenario)


def _touches(pattern: str, paths: set[str]) -> bool:
    """Whether one of the repositories is meant, perhaps under the name that it has in a cache."""
    return not pattern or any(fnmatchcase(path, each) for path in paths for each in (pattern, f"*/{pattern}"))


def _for_every_platform(scenario: Scenario) -> str:
    """A guess that matters where a node is not of the usual platform: many images are for that alone."""
    others = sorted({pool.platform for pool in scenario.pools if pool.platform != _USUAL_PLATFORM})
    return f" that fits every platform ({', '.join(others)} too)" if others else ""


def _note_paused(scenario: Scenario, notes: Notes) -> None:
    """Say which Deployments have no pods because they are paused from the start."""
    for each in scenario.deployments:
        if each.paused and each.replicas:
            notes.assume_of(
                name_of(each),
                f"{NAMES} is paused from the start: until it is resumed it begins no roll-out, so it has no pods.",
                f"{NAMES} are paused from the start: until one is resumed it begins no roll-out, so it has no pods.",
            )


def _note_pinning(scenario: Scenario, notes: Notes) -> None:
    """Say that of two webhooks one is enough, and what is taken for granted where it is away."""
    plugins = [scenario.admission, *(each.plugins for each in scenario.timeline if isinstance(each, SetAdmission))]
    if any({"PinDigests", "PinPodDigests"} <= set(each) for each in plugins):
        notes.assume("PinPodDigests adds nothing to PinDigests, which pins the digests of pods, too.")
    if any(isinstance(event, WebhookOutage) for event in scenario.timeline):
        notes.assume(
            "While the webhook is away the API server says so at once, as where it looks up the endpoints of a Service "
            "itself; otherwise a request waits for the webhook's timeoutSeconds."
        )
    pinned = any("PinDigests" in each or "PinPodDigests" in each for each in plugins)
    if scenario.failure_policy == "Fail" and not pinned:
        notes.assume(
            "failurePolicy changes nothing: admission names no webhook, which PinDigests and PinPodDigests are."
        )
    if scenario.failure_policy == "Fail" and pinned:
        notes.assume(
            "failurePolicy is about a webhook that is away. A tag that the webhook cannot resolve stays as it is, as "
            "with --ignore-errors of k8s-digester."
        )


def _note_whole_blobs(scenario: Scenario, notes: Notes) -> None:
    """Say how it is known what becomes of a registry that ignores Range."""
    hosts = [registry.host for registry in scenario.registries if not registry.service.ranges]
    if hosts:
        notes.assume(
            f"From {', '.join(hosts)} a blob comes whole each time: containerd passes over what it has, and fetches no "
            "blob in parts. So its source has it (2.1 to 2.3); it was not measured."
        )


def _note_undone(scenario: Scenario, notes: Notes) -> None:
    """Say which roll-outs are undone before there was a second one."""
    changed = set()
    for event in scenario.timeline:
        if isinstance(event, SetImage | RolloutRestart):
            changed.add(event.workload)
        elif isinstance(event, RolloutUndo) and event.workload not in changed:
            when = format_duration(event.at_s)
            notes.assume(f"The {event.text()} at {when} comes before any other revision, so nothing happens.")


def _note_service_accounts(scenario: Scenario, notes: Notes) -> None:
    """Say which service accounts are taken to exist; without them the API server would refuse their pods."""
    known = {(account.namespace, account.name) for account in scenario.service_accounts}
    named = {(owner.namespace, spec.service_account_name) for owner, spec in scenario.pod_specs}
    for namespace, name in sorted(named - known):
        if name != "default":
            notes.assume_of(
                f"ServiceAccount/{namespace}/{name}",
                f"{NAMES} is in no document: it exists, and has no pull secrets.",
                f"{NAMES} are in no document: they exist, and have no pull secrets.",
            )


def _note_image_volumes(scenario: Scenario, notes: Notes) -> None:
    """Say where volumes of type image are left out, since the gate ImageVolume is off by default."""
    versions = sorted({pool.kubernetes_version for pool in scenario.pools})
    without = [version for version in versions if not kubernetes(version).image_volumes_by_default]
    for owner, spec in scenario.pod_specs if without else ():
        if spec.image_volumes:
            instead = f"kubelets of {', '.join(without)} leave it out, since their gate ImageVolume is off by default"
            notes.not_modelled("a volume of type image", name_of(owner), instead)


def _note_refusals(scenario: Scenario, notes: Notes) -> None:
    """Say how long kubelets take that do not take a pod, where there is one of another system than a node's."""
    systems = {system(pool.platform) for pool in scenario.pools}
    if any(spec.os and systems != {spec.os} for _, spec in scenario.pod_specs):
        seconds = format_duration(REFUSAL_S)
        notes.assume(f"A kubelet takes {seconds} to say that a pod is for another operating system than its node's.")


def _note_sizes(scenario: Scenario, notes: Notes) -> None:
    """Say whose requests count for nothing on nodes that do not say how much they have."""
    silent = [pool.name for pool in scenario.pools if None in (pool.allocatable.cpu, pool.allocatable.memory)]
    for owner, spec in scenario.pod_specs if silent else ():
        if any(each.requests != NO_RESOURCES for each in (*spec.init_containers, *spec.containers)):
            fits = f"any fits on a node of {', '.join(silent)}, which does not say its allocatable cpu and memory"
            notes.not_modelled("what pods request", name_of(owner), fits)
