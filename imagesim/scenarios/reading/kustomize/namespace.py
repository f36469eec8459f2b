"""kustomize's namespace transformer: the `namespace` of a kustomization is that of all its objects.

Models kustomize v5.8.1, api/filters/namespace/namespace.go with api/internal/konfig/builtinpluginconsts/namespace.go.
A namespace that an object names is overwritten. A Namespace gets it as its name. Kinds that are certainly not in a
namespace keep none; one that nobody knows is taken to be in one. Subjects of role bindings and the services of webhooks
are left as they are: nothing here looks at them.
"""

CLUSTER_SCOPED = frozenset(
    {
        "APIService",
        "CSIDriver",
        "CSINode",
        "CertificateSigningRequest",
        "ClusterRole",
        "ClusterRoleBinding",
        "ComponentStatus",
        "CustomResourceDefinition",
        "FlowSchema",
        "IngressClass",
        "MutatingWebhookConfiguration",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PodSecurityPolicy",
        "PriorityClass",
        "PriorityLevelConfiguration",
        "RuntimeClass",
        "StorageClass",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
        "VolumeAttachment",
    }
)
"""Kinds of Kubernetes that are in no namespace: precomputedIsNamespaceScoped of kyaml/openapi/openapi.go, and newer."""


def with_namespace(value: dict[str, object], namespace: str) -> dict[str, object]:
    """An object in *namespace*. *value* itself stays as it is."""
    kind, metadata = value.get("kind"), value.get("metadata")
    if metadata is not None and not isinstance(metadata, dict):
        return value  # a mistake, which is said where manifests are read
    if kind == "Namespace":
        return {**value, "metadata": {**(metadata or {}), "name": namespace}}
    if kind in CLUSTER_SCOPED:
        return value
    return {**value, "metadata": {**(metadata or {}), "namespace": namespace}}
