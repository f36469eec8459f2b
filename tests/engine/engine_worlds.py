"""Small worlds for the engine's tests, made by hand so that a test shows all that matters to it."""

from collections.abc import Callable

import pytest

from imagesim.rules.api.objects import Container, DaemonSet, Deployment, Pod, PodSpec, PodTemplate
from imagesim.rules.credentials.docker_config import decode_docker_config_json
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.service_account import ServiceAccount
from imagesim.rules.registry.access import OPEN, RegistryAccess
from imagesim.scenarios.values.images import Image, ImageManifest, Layer
from imagesim.scenarios.values.node_access import CredentialPlugin, VendorHook
from imagesim.scenarios.values.node_pool import KubeletConfiguration, NodePool
from imagesim.scenarios.values.node_runtime import Disk
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent

MB = 1_000_000


def image(name: str, *sizes: int, shared: int = 0) -> Image:
    """An image with layers of *sizes* bytes; the first *shared* layers are the same in all such images."""
    layers = tuple(
        Layer(digest=f"sha256:{'shared' if place < shared else name}-{place}", size=size, unpacked=size)
        for place, size in enumerate(sizes)
    )
    manifest = ImageManifest(
        platform="linux/amd64",
        digest=f"sha256:{name}",
        size=1000,
        config_digest=f"sha256:{name}-config",
        config_size=500,
        layers=layers,
    )
    return Image(name=name, digest=manifest.digest, manifests=(manifest,))


def container(text: str, policy: str = "IfNotPresent", name: str = "app") -> Container:
    return Container(name=name, image=text, image_pull_policy=policy)


def pod(
    name: str,
    *containers: Container,
    init: tuple[Container, ...] = (),
    node: str = "",
    secrets: tuple[str, ...] = (),
) -> Pod:
    spec = PodSpec(containers=containers, init_containers=init, node_name=node, image_pull_secrets=secrets)
    return Pod(namespace="default", name=name, spec=spec)


def deployment(name: str, replicas: int, *containers: Container, **fields: object) -> Deployment:
    labels = (("app", name),)
    template = PodTemplate(labels=labels, spec=PodSpec(containers=containers))
    return Deployment(
        namespace="default",
        name=name,
        replicas=replicas,
        selector=labels,
        template=template,
        **fields,  # type: ignore[arg-type]
    )


def daemon_set(name: str, *containers: Container) -> DaemonSet:
    made = deployment(name, 0, *containers)
    return DaemonSet(namespace="default", name=name, selector=made.selector, template=made.template)


@pytest.fixture
def world() -> Callable[..., Scenario]:
    """A scenario: registry `reg.test` with what *tags* says ("app:v1" -> Image), and *nodes* nodes."""

    def make(
        *,
        tags: dict[str, Image] | None = None,
        pods: tuple[Pod, ...] = (),
        deployments: tuple[Deployment, ...] = (),
        timeline: tuple[TimelineEvent, ...] = (),
        nodes: int = 1,
        duration_s: float = 600,
        latency_s: float = 0.0,
        bandwidth: float | None = None,
        network: float | None = None,
        version: str = "1.36",
        containerd: str = "2.3",
        kubelet: KubeletConfiguration | None = None,
        prepulled: tuple[str, ...] = (),
        admission: tuple[str, ...] = (),
        access: RegistryAccess = OPEN,
        secrets: tuple[PullSecret, ...] = (),
        node_file: str = "",
        plugins: tuple[CredentialPlugin, ...] = (),
        vendor_hook: VendorHook | None = None,
        service_accounts: tuple[ServiceAccount, ...] = (),
        disk: Disk | None = None,
        pinned: tuple[str, ...] = (),
    ) -> Scenario:
        repositories: dict[str, list[tuple[str, Image]]] = {}
        for text, held in (tags or {}).items():
            repository, _, tag = text.rpartition(":")
            repositories.setdefault(repository, []).append((tag, held))
        registry = Registry(
            host="reg.test",
            latency_s=latency_s,
            bandwidth=bandwidth,
            repositories=tuple((name, tuple(found)) for name, found in repositories.items()),
            access=access,
        )
        pool = NodePool(
            name="node",
            count=nodes,
            network=network,
            kubernetes_version=version,
            containerd_version=containerd,
            kubelet=kubelet or KubeletConfiguration(),
            prepulled=prepulled,
            credentials=decode_docker_config_json(node_file) if node_file else (),
            plugins=plugins,
            vendor_hook=vendor_hook,
            disk=disk,
            pinned=pinned,
        )
        return Scenario(
            name="test",
            duration_s=duration_s,
            kubernetes_version=version,
            containerd_version=containerd,
            default_image_size=100 * MB,
            default_latency_s=0.0,
            registries=(registry,),
            pools=(pool,),
            pods=pods,
            workloads=deployments,
            timeline=timeline,
            admission=admission,
            secrets=secrets,
            service_accounts=service_accounts,
        )

    return make
