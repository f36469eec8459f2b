"""What `imagesim check` prints of a Scenario: what was found in the documents, in plain lines."""

from collections.abc import Iterator

from imagesim.rules.api.objects import PodSpec
from imagesim.rules.registry.access import RegistryAccess
from imagesim.scenarios.reading.quantities import format_duration, format_size, format_speed
from imagesim.scenarios.timeline.cluster_events import (
    AddNode,
    ClusterEvent,
    CreateSecret,
    DeleteSecret,
    RemoveImage,
    RemoveNode,
    ReplaceSecret,
    ReplaceServiceAccount,
    SetPassword,
)
from imagesim.scenarios.values.scenario import (
    Delete,
    Image,
    NodePool,
    Outage,
    Push,
    Registry,
    Restart,
    RolloutRestart,
    Scale,
    Scenario,
    SetImage,
    TimelineEvent,
)


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


def _section(title: str, lines: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    listed = [f"  {line}" for line in lines]
    if listed:
        yield ""
        yield f"{title}:"
        yield from listed


def _workloads(scenario: Scenario) -> Iterator[str]:
    for deployment in scenario.deployments:
        replicas = _count(deployment.replicas, "replica")
        yield f"Deployment {deployment.namespace}/{deployment.name}  {replicas}  {_images(deployment.template.spec)}"
    for pod in scenario.pods:
        yield f"Pod {pod.namespace}/{pod.name}  {_images(pod.spec)}"


def _secrets(scenario: Scenario) -> Iterator[str]:
    for secret in scenario.secrets:
        kind = secret.type if secret.data else f"{secret.type}, no pull secret"
        yield f"Secret {secret.namespace}/{secret.name}  {kind}"
    for account in scenario.service_accounts:
        if account.image_pull_secrets:
            names = ", ".join(account.image_pull_secrets)
            yield f"ServiceAccount {account.namespace}/{account.name}  imagePullSecrets: {names}"


def _images(spec: PodSpec) -> str:
    containers = (*spec.init_containers, *spec.containers)
    return ", ".join(f"{container.name}: {container.image} ({container.image_pull_policy})" for container in containers)


def _pool(pool: NodePool) -> str:
    network = format_speed(pool.network) if pool.network is not None else "no limit"
    versions = f"Kubernetes {pool.kubernetes_version}, containerd {pool.containerd_version}"
    prepulled = f"  prepulled: {', '.join(pool.prepulled)}" if pool.prepulled else ""
    line = f"{pool.name}  {_count(pool.count, 'node')}  {pool.platform}  network: {network}  {versions}{prepulled}"
    return f"{line}{_node_credentials(pool)}"


def _node_credentials(pool: NodePool) -> str:
    ways = ["docker config"] if pool.credentials else []
    ways += [f"plugin {plugin.provider.name}" for plugin in pool.plugins]
    ways += ["vendor's hook"] if pool.vendor_hook else []
    return f"  credentials: {', '.join(ways)}" if ways else ""


def _registry(registry: Registry) -> str:
    tags = sum(len(tags) for _, tags in registry.repositories)
    held = f"{_count(len(registry.repositories), 'repository', 'repositories')}, {_count(tags, 'tag')}"
    bandwidth = format_speed(registry.bandwidth) if registry.bandwidth is not None else "no limit"
    line = f"{registry.host}  {held}  latency: {format_duration(registry.latency_s)}  bandwidth: {bandwidth}"
    return line if registry.access.auth == "none" else f"{line}  {_access(registry.access)}"


def _access(access: RegistryAccess) -> str:
    private = ", ".join(f"{entry.repository} for {' and '.join(entry.users) or 'nobody'}" for entry in access.access)
    return f"auth: {access.auth} ({private or 'nothing is private'})"


def _image(image: Image) -> str:
    sizes = ", ".join(
        f"{manifest.platform} {format_size(sum(layer.size for layer in manifest.layers))} "
        f"in {_count(len(manifest.layers), 'layer')}"
        for manifest in image.manifests
    )
    return f"{image.name}  {sizes}  {image.digest}"


def event_text(event: TimelineEvent) -> str:
    """One line on a timeline event: when, what, to whom."""
    return f"{format_duration(event.at_s):>7}  {_what(event)}"


def _what(event: TimelineEvent) -> str:
    match event:
        case Push():
            return f"push {event.image.name} over {event.reference}"
        case Outage():
            fails = f"answers {event.status}" if event.how == "status" else f"does not answer ({event.how})"
            return f"{event.registry} {fails} for {format_duration(event.for_s)}"
        case Scale():
            return f"scale {event.workload} to {event.replicas}"
        case SetImage():
            return f"set image of {event.workload}, container {event.container}, to {event.image}"
        case RolloutRestart():
            return f"rollout restart of {event.workload}"
        case Restart():
            return f"restart containers of {_target(event)}"
        case Delete():
            return f"delete {_target(event)}"
        case _:
            return _to_the_cluster(event)


def _to_the_cluster(event: ClusterEvent) -> str:
    """Secrets are named, and nothing of what they hold is shown."""
    match event:
        case CreateSecret():
            return f"create Secret {event.secret.namespace}/{event.secret.name}"
        case ReplaceSecret():
            return f"replace Secret {event.secret.namespace}/{event.secret.name}"
        case DeleteSecret():
            return f"delete Secret {event.namespace}/{event.name}"
        case ReplaceServiceAccount():
            return f"replace ServiceAccount {event.account.namespace}/{event.account.name}"
        case SetPassword():
            return f"{event.registry} takes another password of {event.user}"
        case AddNode():
            return f"{_count(event.count, 'node')} of {event.pool} {'joins' if event.count == 1 else 'join'}"
        case RemoveNode():
            return f"drain and remove node {event.node}"
        case RemoveImage():
            return f"remove {event.image} from node {event.node}"


def _target(event: Restart | Delete) -> str:
    pods = f" ({_count(event.pods, 'pod')})" if event.pods is not None else ""
    over = f" over {format_duration(event.over_s)}" if event.over_s else ""
    return f"{event.target}{pods}{over}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
