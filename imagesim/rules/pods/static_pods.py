"""Static pods: what a kubelet runs by a manifest on its own disk, and how the API server shows that.

Models applyDefaults of pkg/kubelet/config/common.go and CreateMirrorPod of pkg/kubelet/pod/mirror_client.go, Kubernetes
1.36. The UID is a hash of the manifest, the node and the file, so it stays for as long as the manifest does, and with
it every back-off. Nothing in the API server has a say: no admission, no ServiceAccount, no scheduler.
"""

import hashlib
from dataclasses import replace

from imagesim.rules.api.objects import Labels, Pod, Toleration
from imagesim.rules.scheduling.taints import NO_EXECUTE

_CONFIG = "kubernetes.io/config."
_MIRROR = _CONFIG + "mirror"


def static_pod(pod: Pod, node: str) -> Pod:
    """The pod of a manifest as the kubelet of *node* runs it: it has the node's name in its own."""
    stays = Toleration(operator="Exists", effect=NO_EXECUTE)
    tolerations = (*(each for each in pod.spec.tolerations if each != stays), stays)
    spec = replace(pod.spec, node_name=node, service_account_name="", tolerations=tolerations)
    return replace(pod, name=f"{pod.name}-{node.lower()}", spec=spec)


def static_pod_uid(pod: Pod, node: str) -> str:
    """The UID of a pod that `static_pod` has made for *node*."""
    seen = f"host:{node}file:/etc/kubernetes/manifests/{pod.name}.yaml{pod!r}"
    return hashlib.md5(seen.encode(), usedforsecurity=False).hexdigest()


def mirror_annotations(pod: Pod, uid: str, seen: str) -> Labels:
    """The annotations of the mirror pod: its own, and those by which a kubelet knows it; *seen* is a date."""
    added = {"hash": uid, "mirror": uid, "seen": seen, "source": "file"}
    return tuple(sorted((dict(pod.annotations) | {_CONFIG + name: value for name, value in added.items()}).items()))


def is_mirror(annotations: Labels) -> bool:
    """IsMirrorPod: whether a pod with these annotations only shows what runs of a manifest. No kubelet evicts one."""
    return any(name == _MIRROR for name, _ in annotations)
