"""The names of the fields of Pods, Deployments, Secrets, ... (k8s.io/api core/v1 and apps/v1, types.go).

They tell a mistyped field from one that is merely not read. A schema maps a field's name to the schema of what stands
below it: a mapping, a list of such mappings, or ANY where nothing is checked.
"""

from typing import TypeAlias

from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.fields import Field

Schema: TypeAlias = "dict[str, Schema] | list[Schema] | None"

ANY: Schema = None


def _names(text: str, **below: Schema) -> dict[str, Schema]:
    return {**dict.fromkeys(text.split(), ANY), **below}


_PORT = _names("name hostPort containerPort protocol hostIP")
_CONTAINER = _names(
    """name image command args workingDir envFrom env resources resizePolicy restartPolicy restartPolicyRules
    volumeMounts volumeDevices livenessProbe readinessProbe startupProbe lifecycle terminationMessagePath
    terminationMessagePolicy imagePullPolicy securityContext stdin stdinOnce tty""",
    ports=[_PORT],
)
_POD_SPEC = _names(
    """volumes ephemeralContainers restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy
    nodeSelector serviceAccountName serviceAccount automountServiceAccountToken nodeName hostNetwork hostPID hostIPC
    shareProcessNamespace securityContext hostname subdomain affinity schedulerName tolerations hostAliases
    priorityClassName priority dnsConfig readinessGates runtimeClassName enableServiceLinks preemptionPolicy overhead
    topologySpreadConstraints setHostnameAsFQDN os hostUsers schedulingGates resourceClaims resources
    hostnameOverride workloadRef schedulingGroup evictionResponders""",
    containers=[_CONTAINER],
    initContainers=[_CONTAINER],
    imagePullSecrets=[_names("name")],
)
_METADATA = _names(
    """name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp
    deletionGracePeriodSeconds labels annotations ownerReferences finalizers managedFields clusterName"""
)
_DEPLOYMENT_SPEC = _names(
    "replicas minReadySeconds revisionHistoryLimit paused progressDeadlineSeconds",
    selector=_names("matchLabels matchExpressions"),
    template={"metadata": _METADATA, "spec": _POD_SPEC},
    strategy=_names("type", rollingUpdate=_names("maxUnavailable maxSurge")),
)


def _object(spec: Schema) -> dict[str, Schema]:
    return _names("apiVersion kind status", metadata=_METADATA, spec=spec)


SCHEMAS: dict[str, Schema] = {
    "Pod": _object(_POD_SPEC),
    "Deployment": _object(_DEPLOYMENT_SPEC),
    "Namespace": _object(ANY),
    "Secret": _names("apiVersion kind type immutable data stringData", metadata=_METADATA),
    "ServiceAccount": _names(
        "apiVersion kind secrets automountServiceAccountToken", metadata=_METADATA, imagePullSecrets=[_names("name")]
    ),
}


def check_names(field: Field, schema: Schema) -> None:
    """Refuse a field whose name is nearly, but not quite, one that the API has; let others pass."""
    if isinstance(schema, list):
        for item in field.items():
            check_names(item, schema[0])
    elif isinstance(schema, dict):
        for name in field.mapping():
            if name in schema:
                check_names(field[name], schema[name])
                continue
            near = did_you_mean(name, schema, cutoff=0.8)
            if near.startswith("did you mean"):
                raise field[name].error("unknown field", suggestion=near, show=False)
