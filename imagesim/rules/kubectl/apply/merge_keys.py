"""By what the items of a list are told apart when a manifest is applied: the patchMergeKey of its field.

Models the tags of k8s.io/api core/v1 and apps/v1 types.go, Kubernetes 1.36, for the kinds that are here. A list without
a key is one value: a manifest that names it names all of it.
"""

from collections.abc import Mapping

MERGE_KEYS: Mapping[str, str] = {
    "containers": "name",
    "initContainers": "name",
    "ephemeralContainers": "name",
    "env": "name",
    "volumes": "name",
    "volumeMounts": "mountPath",
    "volumeDevices": "devicePath",
    "ports": "containerPort",
    "imagePullSecrets": "name",
    "hostAliases": "ip",
    "topologySpreadConstraints": "topologyKey",
    "resourceClaims": "name",
    "schedulingGates": "name",
    "secrets": "name",
}
"""The key by the name of the list's field."""

RETAINS_KEYS = frozenset({"strategy"})
"""Fields whose patchStrategy is retainKeys: of one that a manifest names, what it does not name goes."""

ITEMS_RETAIN_KEYS = frozenset({"volumes"})
"""Lists whose items do that."""
