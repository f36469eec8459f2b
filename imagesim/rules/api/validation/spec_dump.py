"""A pod's spec as the API server holds it inside: every field by its Go name, in Go's order.

Models the types of pkg/apis/core/types.go, Kubernetes 1.36, after defaulting. It is seen in the difference that a
refused update prints. What a PodSpec here does not have stands at its default, and a mount's path at /NAME.
"""

from collections.abc import Iterable

from imagesim.rules.api.node_selector import NodeSelector, NodeSelectorRequirement
from imagesim.rules.api.objects import Container, ImageVolume, PodSpec
from imagesim.rules.golang.text_diff import Tree

_BEFORE_IMAGE = [
    "HostPath",
    "EmptyDir",
    "GCEPersistentDisk",
    "AWSElasticBlockStore",
    "GitRepo",
    "Secret",
    "NFS",
    "ISCSI",
    "Glusterfs",
    "PersistentVolumeClaim",
    "RBD",
    "Quobyte",
    "FlexVolume",
    "Cinder",
    "CephFS",
    "Flocker",
    "DownwardAPI",
    "FC",
    "AzureFile",
    "ConfigMap",
    "VsphereVolume",
    "AzureDisk",
    "PhotonPersistentDisk",
    "Projected",
    "PortworxVolume",
    "ScaleIO",
    "StorageOS",
    "CSI",
    "Ephemeral",
]
"""The other kinds of volumes, in the order of VolumeSource; none of them is held here."""

_SECURITY_CONTEXT = [
    "ShareProcessNamespace",
    "HostUsers",
    "SELinuxOptions",
    "WindowsOptions",
    "RunAsUser",
    "RunAsGroup",
    "RunAsNonRoot",
    "SupplementalGroups",
    "SupplementalGroupsPolicy",
    "FSGroup",
    "FSGroupChangePolicy",
    "Sysctls",
    "SeccompProfile",
    "AppArmorProfile",
    "SELinuxChangePolicy",
]


def dumped_spec(spec: PodSpec) -> dict[str, Tree]:
    """The whole spec."""
    return {
        "Volumes": _listed(_volume(volume) for volume in spec.image_volumes),
        "InitContainers": _listed(_container(container) for container in spec.init_containers),
        "Containers": _listed(_container(container) for container in spec.containers),
        "EphemeralContainers": _listed(
            {**_container(container), "TargetContainerName": ""} for container in spec.ephemeral_containers
        ),
        "RestartPolicy": spec.restart_policy,
        "TerminationGracePeriodSeconds": 30,
        "ActiveDeadlineSeconds": None,
        "DNSPolicy": "ClusterFirst",
        "NodeSelector": dict(sorted(spec.node_selector)) or None,
        "ServiceAccountName": spec.service_account_name,
        "AutomountServiceAccountToken": None,
        "NodeName": spec.node_name,
        "SecurityContext": {
            **dict.fromkeys(("HostNetwork", "HostPID", "HostIPC"), False),
            **dict.fromkeys(_SECURITY_CONTEXT),
        },
        "ImagePullSecrets": _listed({"Name": name} for name in spec.image_pull_secrets),
        "Hostname": "",
        "Subdomain": "",
        "SetHostnameAsFQDN": None,
        "Affinity": _affinity(spec.node_affinity),
        "SchedulerName": "default-scheduler",
        "Tolerations": None,
        "HostAliases": None,
        "PriorityClassName": "",
        **dict.fromkeys(("Priority", "PreemptionPolicy", "DNSConfig", "ReadinessGates", "RuntimeClassName")),
        "Overhead": None,
        "EnableServiceLinks": True,
        "TopologySpreadConstraints": None,
        "OS": {"Name": spec.os} if spec.os else None,
        **dict.fromkeys(("SchedulingGates", "ResourceClaims", "Resources", "HostnameOverride")),
    }


def _volume(volume: ImageVolume) -> dict[str, Tree]:
    image = {"Reference": volume.reference, "PullPolicy": volume.pull_policy}
    return {"Name": volume.name, **dict.fromkeys(_BEFORE_IMAGE), "Image": image}


def _container(container: Container) -> dict[str, Tree]:
    return {
        "Name": container.name,
        "Image": container.image,
        "Command": None,
        "Args": None,
        "WorkingDir": "",
        **dict.fromkeys(("Ports", "EnvFrom", "Env")),
        "Resources": dict.fromkeys(("Limits", "Requests", "Claims")),
        "ResizePolicy": None,
        "RestartPolicy": container.restart_policy or None,
        "RestartPolicyRules": None,
        "VolumeMounts": _listed(_mount(name) for name in container.volume_mounts),
        **dict.fromkeys(("VolumeDevices", "LivenessProbe", "ReadinessProbe", "StartupProbe", "Lifecycle")),
        "TerminationMessagePath": "/dev/termination-log",
        "TerminationMessagePolicy": "File",
        "ImagePullPolicy": container.image_pull_policy,
        "SecurityContext": None,
        **dict.fromkeys(("Stdin", "StdinOnce", "TTY"), False),
    }


def _mount(name: str) -> dict[str, Tree]:
    return {
        "Name": name,
        "ReadOnly": False,
        "RecursiveReadOnly": None,
        "MountPath": f"/{name}",
        "SubPath": "",
        "MountPropagation": None,
        "SubPathExpr": "",
    }


def _affinity(required: NodeSelector | None) -> Tree:
    if required is None:
        return None
    terms = [
        {
            "MatchExpressions": _listed(_requirement(each) for each in term.match_expressions),
            "MatchFields": _listed(_requirement(each) for each in term.match_fields),
        }
        for term in required.node_selector_terms
    ]
    node_affinity = {
        "RequiredDuringSchedulingIgnoredDuringExecution": {"NodeSelectorTerms": terms},
        "PreferredDuringSchedulingIgnoredDuringExecution": None,
    }
    return {"NodeAffinity": node_affinity, "PodAffinity": None, "PodAntiAffinity": None}


def _requirement(requirement: NodeSelectorRequirement) -> Tree:
    return {"Key": requirement.key, "Operator": requirement.operator, "Values": _listed(requirement.values)}


def _listed(items: Iterable[Tree]) -> Tree:
    """Go's slice: null when it is empty."""
    return list(items) or None
