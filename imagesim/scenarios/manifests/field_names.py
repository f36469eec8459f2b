"""The names of the fields of metadata and pod specs (k8s.io/api core/v1, types.go), and a check of such names.

They tell a mistyped field from one that is merely not read. A schema maps a field's name to the schema of what stands
below it: a mapping, a list of such mappings, or ANY where nothing is checked.
"""

from typing import TypeAlias

from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.fields import Field

Schema: TypeAlias = "dict[str, Schema] | list[Schema] | None"

ANY: Schema = None


def names(text: str, **below: Schema) -> dict[str, Schema]:
    """The fields that *text* lists, of which nothing below is checked, and those with a schema of their own."""
    return {**dict.fromkeys(text.split(), ANY), **below}


_PORT = names("name hostPort containerPort protocol hostIP")
_CONTAINER = names(
    """name image command args workingDir envFrom env resources resizePolicy restartPolicy restartPolicyRules
    volumeMounts volumeDevices livenessProbe readinessProbe startupProbe lifecycle terminationMessagePath
    terminationMessagePolicy imagePullPolicy securityContext stdin stdinOnce tty""",
    ports=[_PORT],
)
POD_SPEC = names(
    """volumes ephemeralContainers restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy
    nodeSelector serviceAccountName serviceAccount automountServiceAccountToken nodeName hostNetwork hostPID hostIPC
    shareProcessNamespace securityContext hostname subdomain affinity schedulerName tolerations hostAliases
    priorityClassName priority dnsConfig readinessGates runtimeClassName enableServiceLinks preemptionPolicy overhead
    topologySpreadConstraints setHostnameAsFQDN os hostUsers schedulingGates resourceClaims resources
    hostnameOverride workloadRef schedulingGroup evictionResponders""",
    containers=[_CONTAINER],
    initContainers=[_CONTAINER],
    imagePullSecrets=[names("name")],
)
METADATA = names(
    """name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp
    deletionGracePeriodSeconds labels annotations ownerReferences finalizers managedFields clusterName"""
)


def object_fields(spec: Schema) -> Schema:
    """The fields of an object with metadata and this `spec`."""
    return names("apiVersion kind status", metadata=METADATA, spec=spec)


def check_names(field: Field, schema: Schema) -> None:
    """Refuse a field whose name is nearly, but not quite, one that the API has; let others pass.

    ScenarioError for the first such field.
    """
    if isinstance(schema, list):
        for item in field.items():
            check_names(item, schema[0])
    elif isinstance(schema, dict):
        for name in field.mapping():
            if name in schema:
                if schema[name] is not ANY:
                    check_names(field[name], schema[name])
                continue
            near = did_you_mean(name, schema, cutoff=0.8)
            if near.startswith("did you mean"):
                raise field.document.unknown_name("unknown field", field[name].path, schema, cutoff=0.8)
