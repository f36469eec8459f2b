"""What a kubelet that has stopped leaves on its node, and the next one finds there."""

from collections.abc import Mapping
from typing import NamedTuple

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.containerd.runtime import Runtime
from imagesim.engine.kubelet.image_manager import ImageEnsurer
from imagesim.engine.kubelet.pod_worker import PodWorker
from imagesim.engine.static_pods import StaticPods


class Left(NamedTuple):
    """The runtime, what the image manager has on the disk, the manifests of static pods, and the containers of pods.

    `workers` are those of the pods by UID, and know what the API shows of each. `pods` are all that are bound to the
    node by now: of some nobody has told the kubelet yet.
    """

    runtime: Runtime
    images: ImageEnsurer
    static_pods: StaticPods
    workers: Mapping[str, PodWorker]
    pods: tuple[ApiPod, ...]
