"""The fields of metadata and pod specs (k8s.io/api core/v1, types.go): their names and types, and a check of both.

Names tell a mistyped field from one that is merely not read. Types are those of fields that nothing here reads but the
API server decodes: a number in `env` is refused there, so it is refused here (what is read is checked when it is read).
A schema maps a field's name to the schema of what stands below it: a mapping, a list of such mappings, a type, or ANY
where nothing is checked.
"""

from typing import TypeAlias

from imagesim.scenarios.manifests.go_types import BOOL, INT32, INT64, STRING, STRINGS, GoType, check_type, fits
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.fields import Field

Schema: TypeAlias = "dict[str, Schema] | list[Schema] | GoType | None"

ANY: Schema = None


def names(text: str, **below: Schema) -> dict[str, Schema]:
    """The fields that *text* lists, of which nothing below is checked, and those with a schema of their own."""
    return {**dict.fromkeys(text.split(), ANY), **below}


def typed(text: str, type_: GoType) -> dict[str, Schema]:
    """The fields that *text* lists, all of one type."""
    return dict.fromkeys(text.split(), type_)


_PORT = typed("hostPort containerPort", INT32) | typed("name protocol hostIP", STRING)
_ENV = typed("name value", STRING) | names("valueFrom")
_MOUNT = typed("name mountPath subPath subPathExpr mountPropagation recursiveReadOnly", STRING) | typed(
    "readOnly", BOOL
)
_PROBE = (
    typed("initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold", INT32)
    | typed("terminationGracePeriodSeconds", INT64)
    | names("exec httpGet tcpSocket grpc")
)
_CONTAINER = (
    names(
        """name image envFrom resources resizePolicy restartPolicy restartPolicyRules volumeDevices lifecycle
        imagePullPolicy securityContext""",
        ports=[_PORT],
        env=[_ENV],
        volumeMounts=[_MOUNT],
        livenessProbe=_PROBE,
        readinessProbe=_PROBE,
        startupProbe=_PROBE,
    )
    | typed("command args", STRINGS)
    | typed("workingDir terminationMessagePath terminationMessagePolicy", STRING)
    | typed("stdin stdinOnce tty", BOOL)
)
POD_SPEC = (
    names(
        """volumes ephemeralContainers restartPolicy nodeSelector serviceAccountName serviceAccount nodeName
        securityContext affinity tolerations hostAliases dnsConfig readinessGates overhead topologySpreadConstraints os
        schedulingGates resourceClaims resources workloadRef schedulingGroup evictionResponders""",
        containers=[_CONTAINER],
        initContainers=[_CONTAINER],
        imagePullSecrets=[names("name")],
    )
    | typed("terminationGracePeriodSeconds activeDeadlineSeconds", INT64)
    | typed("priority", INT32)
    | typed(
        """dnsPolicy hostname subdomain schedulerName priorityClassName runtimeClassName preemptionPolicy
        hostnameOverride""",
        STRING,
    )
    | typed(
        """automountServiceAccountToken hostNetwork hostPID hostIPC shareProcessNamespace enableServiceLinks
        setHostnameAsFQDN hostUsers""",
        BOOL,
    )
)
METADATA = names(
    """name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp
    deletionGracePeriodSeconds labels annotations ownerReferences finalizers managedFields clusterName"""
)


def object_fields(spec: Schema) -> Schema:
    """The fields of an object with metadata and this `spec`."""
    return names("apiVersion kind status", metadata=METADATA, spec=spec)


def check_fields(field: Field, schema: Schema) -> None:
    """Refuse a field whose name is nearly, but not quite, one that the API has, and a value of another type.

    ScenarioError for the first such field. Names that are like no other pass.
    """
    if isinstance(schema, list):
        for item in field.items():
            check_fields(item, schema[0])
    elif isinstance(schema, GoType):
        check_type(field, schema)
    elif isinstance(schema, dict):
        for name, value in field.mapping().items():
            if name in schema:
                below = schema[name]
                if below is not ANY and not (isinstance(below, GoType) and fits(value, below)):
                    check_fields(field[name], below)
                continue
            near = did_you_mean(name, schema, cutoff=0.8)
            if near.startswith("did you mean"):
                raise field.document.unknown_name("unknown field", field[name].path, schema, cutoff=0.8)
