"""What `imagesim check` prints of a Scenario: what was found in the documents, in plain lines."""

from collections.abc import Iterator

from imagesim.rules.api.objects import CronJob, Job, PodSpec
from imagesim.rules.api.workload import Workload
from imagesim.rules.registry.access import RegistryAccess
from imagesim.scenarios.manifests.kinds import name_of
from imagesim.scenarios.reading.quantities import counted, format_duration, format_size, format_speed
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.process import Process
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent


def scenario_lines(scenario: Scenario) -> Iterator[str]:
    """Yield everything that a run of *scenario* will use."""
    yield f"{scenario.name}: {scenario.title}" if scenario.title else scenario.name
    if scenario.question:
        yield scenario.question
    yield (
        f"Runs for {format_duration(scenario.duration_s)} with seed {scenario.seed}, "
        f"Kubernetes {scenario.kubernetes_version}, containerd {scenario.containerd_version}."
    )
    yield from _section("Workloads", _workloads(scenario))
    yield from _section("Pull secrets", _secrets(scenario))
    yield from _section("Nodes", map(_pool, scenario.pools))
    yield from _section("Registries", map(_registry, scenario.registries))
    yield from _section("Images", map(_image, scenario.images))
    yield from _section("Admission", scenario.admission)
    yield from _section("Timeline", map(event_text, scenario.timeline))
    yield from _section("Now and then", map(process_text, scenario.processes))


def _section(title: str, lines: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    listed = [f"  {line}" for line in lines]
    if listed:
        yield ""
        yield f"{title}:"
        yield from listed


def _workloads(scenario: Scenario) -> Iterator[str]:
    for workload in scenario.all_workloads:
        yield f"{name_of(workload)}  {_size(workload)}  {_images(workload.template.spec)}"
    for pod in scenario.all_pods:
        yield f"{name_of(pod)}  {_images(pod.spec)}"


def _size(workload: Workload) -> str:
    """How many pods, in the words of the kind."""
    if isinstance(workload, CronJob):
        zone = f" ({workload.time_zone})" if workload.time_zone else ""
        suspended = ", suspended" if workload.suspend else ""
        return f"a Job at {workload.schedule}{zone}{suspended}"
    if isinstance(workload, Job):
        wanted = "" if workload.completions is None else f"{counted(workload.completions, 'completion')}, "
        suspended = ", suspended" if workload.suspend else ""
        return f"{wanted}{counted(workload.parallelism, 'pod')} at a time{suspended}"
    return "one pod a node" if workload.replicas is None else counted(workload.replicas, "replica")


def _secrets(scenario: Scenario) -> Iterator[str]:
    for secret in scenario.secrets:
        kind = secret.type if secret.data else f"{secret.type}, no pull secret"
        yield f"{name_of(secret)}  {kind}"
    for account in scenario.service_accounts:
        if account.image_pull_secrets:
            names = ", ".join(account.image_pull_secrets)
            yield f"{name_of(account)}  imagePullSecrets: {names}"


def _images(spec: PodSpec) -> str:
    containers = (*spec.init_containers, *spec.containers)
    return ", ".join(f"{container.name}: {container.image} ({container.image_pull_policy})" for container in containers)


def _pool(pool: NodePool) -> str:
    network = format_speed(pool.network) if pool.network is not None else "no limit"
    versions = f"Kubernetes {pool.kubernetes_version}, containerd {pool.containerd_version}"
    prepulled = f"  prepulled: {', '.join(pool.prepulled)}" if pool.prepulled else ""
    static = f"  static pods: {', '.join(pod.name for pod in pool.static_pods)}" if pool.static_pods else ""
    line = f"{pool.name}  {counted(pool.count, 'node')}  {pool.platform}  network: {network}  {versions}"
    return f"{line}{prepulled}{static}{_node_credentials(pool)}"


def _node_credentials(pool: NodePool) -> str:
    ways = ["docker config"] if pool.credentials else []
    ways += [f"plugin {plugin.provider.name}" for plugin in pool.plugins]
    ways += ["vendor's hook"] if pool.vendor_hook else []
    return f"  credentials: {', '.join(ways)}" if ways else ""


def _registry(registry: Registry) -> str:
    tags = sum(len(tags) for _, tags in registry.repositories)
    held = f"{counted(len(registry.repositories), 'repository', 'repositories')}, {counted(tags, 'tag')}"
    bandwidth = format_speed(registry.bandwidth) if registry.bandwidth is not None else "no limit"
    if registry.blob_bandwidth is not None:
        bandwidth += f", {format_speed(registry.blob_bandwidth)} of a blob"
    line = f"{registry.host}  {held}  latency: {format_duration(registry.latency_s)}  bandwidth: {bandwidth}"
    return line if registry.access.auth == "none" else f"{line}  {_access(registry.access)}"


def _access(access: RegistryAccess) -> str:
    private = ", ".join(f"{entry.repository} for {' and '.join(entry.users) or 'nobody'}" for entry in access.access)
    return f"auth: {access.auth} ({private or 'nothing is private'})"


def _image(image: Image) -> str:
    sizes = ", ".join(
        f"{manifest.platform} {format_size(sum(layer.size for layer in manifest.layers))} "
        f"in {counted(len(manifest.layers), 'layer')}"
        for manifest in image.manifests
    )
    return f"{image.name}  {sizes}  {image.digest}"


def event_text(event: TimelineEvent) -> str:
    """One line on a timeline event: when, what, to whom."""
    return f"{format_duration(event.at_s):>7}  {event.text()}"


def process_text(process: Process) -> str:
    """One line on a random process: its name, how often, what."""
    often = f"every {format_duration(process.every_s)} or so" if process.every_s is not None else "now and then"
    drawn = f", any node of {process.any_node_of}" if process.any_node_of else ""
    drawn = f", any pod of {process.any_pod_of}" if process.any_pod_of else drawn
    return f"{process.name}: {often}{drawn}: {' or '.join(event.text() for event in process.events)}"
