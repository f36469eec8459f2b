"""A NodePool becomes a NodePool document again, with all defaults written out that another version might change."""

from imagesim.rules.api.node import PODS_ALONE, Allocatable
from imagesim.rules.golang import duration as go_duration
from imagesim.rules.golang.time import nanoseconds
from imagesim.rules.images.eviction import EvictionThresholds, Threshold
from imagesim.rules.images.gc_policy import ImageGCPolicy
from imagesim.rules.images.node_status import MAX_IMAGES
from imagesim.rules.images.verification_policy import VerificationPolicy
from imagesim.rules.units import Seconds
from imagesim.scenarios.files.hosts_headers import authorization_text
from imagesim.scenarios.files.hosts_toml import url_path
from imagesim.scenarios.leaving_out import changed, given
from imagesim.scenarios.manifests.pod import write_pod
from imagesim.scenarios.reading.quantities import format_cpu, format_duration, format_size
from imagesim.scenarios.values.node_pool import MAX_CRASH_BACK_OFF_S, KubeletConfiguration, NodePool
from imagesim.scenarios.values.node_runtime import (
    ContainerdConfiguration,
    Disk,
    HostConfiguration,
    MirrorHost,
    Nat,
    Pace,
)
from imagesim.scenarios.world.credentials.write import credentials_fields
from imagesim.scenarios.world.writing import Document, duration_range_text, duration_text, speed_text, world_document

_ALL = MirrorHost(host="").capabilities


def pool_document(pool: NodePool) -> Document:
    """The document that reads as *pool*."""
    spec = {
        "nodes": list(pool.nodes),
        "count": pool.count,
        "platform": pool.platform,
        "network": speed_text(pool.network),
        "labels": dict(pool.labels),
        "taints": [given(taint._asdict()) for taint in pool.taints],
        "allocatable": _allocatable(pool.allocatable),
        "kubernetesVersion": pool.kubernetes_version,
        "containerdVersion": pool.containerd_version,
        "kubelet": _kubelet(pool.kubelet),
        "containerd": _containerd(pool.containerd),
        "pace": _pace(pool.pace),
        "disk": pool.disk and _disk(pool.disk),
        "hosts": {hosts.host: _hosts(hosts) for hosts in pool.hosts},
        "nat": pool.nat and _nat(pool.nat),
        "prepulled": _prepulled(pool),
        "pinned": list(pool.pinned),
        "sandboxImage": changed(
            {"image": (pool.sandbox_image.image, ""), "present": (pool.sandbox_image.present, True)}
        ),
        "staticPods": [write_pod(pod) for pod in pool.static_pods],
        "credentials": credentials_fields(pool.credentials, pool.plugins, pool.vendor_hook),
    }
    return world_document("NodePool", pool.name, spec)


def _prepulled(pool: NodePool) -> list[Document | str]:
    described = dict(pool.loaded_images)
    return [{"image": name, "of": described[name].name} if name in described else name for name in pool.prepulled]


def _kubelet(kubelet: KubeletConfiguration) -> Document:
    return given(
        {
            "serializeImagePulls": kubelet.serialize_image_pulls,
            "maxParallelImagePulls": kubelet.max_parallel_image_pulls,
            "registryPullQPS": kubelet.registry_pull_qps,
            "registryBurst": kubelet.registry_burst,
            **_verification(kubelet.verification),
            **_image_gc(kubelet.image_gc),
            **_eviction(kubelet.eviction),
            **changed({"nodeStatusMaxImages": (kubelet.node_status_max_images, MAX_IMAGES)}),
            **_kube_api(kubelet.kube_api_limit),
            "crashLoopBackOff": _crash_back_off(kubelet.crash_back_off_max_s),
        }
    )


def _kube_api(limit: tuple[int, int] | None) -> Document:
    return {} if limit is None else {"kubeAPIQPS": limit[0], "kubeAPIBurst": limit[1]}


def _crash_back_off(longest: Seconds) -> Document:
    """Nothing for the default, which a kubelet before 1.35 must not be told."""
    return {} if longest == MAX_CRASH_BACK_OFF_S else {"maxContainerRestartPeriod": _go_duration(longest)}


def _allocatable(allocatable: Allocatable) -> Document:
    """Nothing for the default."""
    return changed(
        {
            "cpu": (None if allocatable.cpu is None else format_cpu(allocatable.cpu), None),
            "memory": (None if allocatable.memory is None else format_size(allocatable.memory), None),
            "pods": (allocatable.pods, PODS_ALONE.pods),
        }
    )


def _verification(policy: VerificationPolicy) -> Document:
    """Nothing for the default, which a kubelet before 1.35 must not be told either."""
    if policy == VerificationPolicy():
        return {}
    return {
        "imagePullCredentialsVerificationPolicy": policy.name,
        "preloadedImagesVerificationAllowlist": list(policy.allow_list) or None,
    }


def _image_gc(policy: ImageGCPolicy) -> Document:
    return {
        "imageGCHighThresholdPercent": policy.high_threshold_percent,
        "imageGCLowThresholdPercent": policy.low_threshold_percent,
        "imageMinimumGCAge": _go_duration(policy.min_age),
        "imageMaximumGCAge": _go_duration(policy.max_age),
    }


def _eviction(eviction: EvictionThresholds) -> Document:
    return {
        "evictionHard": {
            "imagefs.available": _threshold(eviction.imagefs_available),
            "nodefs.available": _threshold(eviction.nodefs_available),
        },
        "evictionPressureTransitionPeriod": _go_duration(eviction.transition_s),
    }


def _threshold(threshold: Threshold) -> str:
    if threshold.amount is not None:
        return format_size(threshold.amount)
    return f"{threshold.percent!r}".removesuffix(".0") + "%"


def _go_duration(seconds: Seconds) -> str:
    return go_duration.format_duration(nanoseconds(seconds))


def _containerd(containerd: ContainerdConfiguration) -> Document:
    """What is not the default: a version must not be told of settings that it does not have."""
    default = ContainerdConfiguration()
    fetch_buffer = containerd.transfer_concurrent_layer_fetch_buffer
    transfer = changed(
        {
            "maxConcurrentDownloads": (
                containerd.transfer_max_concurrent_downloads,
                default.transfer_max_concurrent_downloads,
            ),
            "maxConcurrentUnpacks": (
                containerd.transfer_max_concurrent_unpacks,
                default.transfer_max_concurrent_unpacks,
            ),
            "concurrentLayerFetchBuffer": (format_size(fetch_buffer), "0"),
        }
    )
    return changed(
        {
            "maxConcurrentDownloads": (containerd.max_concurrent_downloads, default.max_concurrent_downloads),
            "discardUnpackedLayers": (containerd.discard_unpacked_layers, False),
            "useLocalImagePull": (containerd.use_local_image_pull, False),
            "imagePullProgressTimeout": (duration_text(containerd.image_pull_progress_timeout_s), None),
            "transfer": (transfer, {}),
        }
    )


def _pace(pace: Pace) -> Document:
    return {
        "connection": speed_text(pace.connection),
        "unpack": speed_text(pace.unpack),
        "perFile": format_duration(pace.per_file_s),
        "perLayer": format_duration(pace.per_layer_s),
        "beforeLayers": format_duration(pace.before_layers_s),
        "finish": format_duration(pace.finish_s),
        "resolve": format_duration(pace.resolve_s),
        **changed({"podStart": (duration_range_text(pace.pod_start_s), "0s")}),
    }


def _disk(disk: Disk) -> Document:
    return {"size": format_size(disk.capacity), "used": format_size(disk.used)}


def _hosts(hosts: HostConfiguration) -> Document:
    server = None if hosts.server is None else _server(hosts.server)
    # A configuration that names neither still has to say something.
    return given({"server": server}) | {"mirrors": [_mirror(mirror) for mirror in hosts.mirrors]}


def _server(server: MirrorHost) -> Document | str:
    fields = _of_host(server)
    if server.host and server.capabilities != _ALL:
        fields["capabilities"] = list(server.capabilities)
    url = _url(server) if server.host else None
    return url if url is not None and not fields else given({"host": url, **fields})


def _mirror(mirror: MirrorHost) -> Document:
    fields: Document = {"host": _url(mirror), "capabilities": list(mirror.capabilities)}
    if mirror.peers:
        fields |= {"host": mirror.host if mirror.tls else fields["host"], "peers": True}
        fields |= changed({"resolveLatestTag": (mirror.resolves_latest, True)})
    return fields | _of_host(mirror)


def _of_host(host: MirrorHost) -> Document:
    """What is said of a host besides its URL; its login with a stand-in for the password."""
    header = {}
    if host.authorization is not None:
        header = {"Authorization": authorization_text(host.authorization)}
    return changed(
        {
            "overridePath": (url_path(host.path)[1], False),
            "header": (header, {}),
            "skipVerify": (host.skip_verify, False),
            "dialTimeout": (duration_text(host.dial_timeout_s), None),
        }
    )


def _url(host: MirrorHost) -> str:
    return f"{'https' if host.tls else 'http'}://{host.host}{url_path(host.path)[0]}"


def _nat(nat: Nat) -> Document:
    return {"name": nat.name, "bandwidth": speed_text(nat.bandwidth)}
