"""What the fields of world documents mean, for editors: by the name of the model and the field as it is written.

A field that is a mapping of its own is described by its model's docstring and needs no text here.
"""

_METADATA = {
    "name": "The document's name; other documents refer to it.",
    "labels": "Labels, for people.",
    "annotations": "Notes, for people.",
}
_DOCUMENT = {"apiVersion": "Always imagesim/v1.", "kind": "What this document describes."}
_SOME_PODS = {
    "target": "Deployment/namespace/name or Pod/namespace/name; a name alone where only one object has it.",
    "pods": "How many pods of the workload, the first by name. All if left out.",
    "over": "Over how long this is spread; 0 is all at once.",
}
_WORKLOAD = "Deployment/namespace/name, Deployment/name in the namespace default, or name where only one has it."
_MANIFEST = {"apiVersion": "Always v1.", "kind": "The object's kind.", "metadata": "Name and namespace."}

TEXTS: dict[str, dict[str, str]] = {
    "Simulation": _DOCUMENT,
    "Registry": _DOCUMENT,
    "Image": _DOCUMENT,
    "NodePool": _DOCUMENT,
    "Timeline": _DOCUMENT,
    "Metadata": _METADATA,
    "NodeMetadata": _METADATA | {"name": "The pool's name; its nodes are NAME-0, NAME-1, ..."},
    "SimulationSpec": {
        "title": "One line for people.",
        "question": "What this scenario asks.",
        "duration": "How long the run lasts; otherwise 30m after the last event.",
        "seed": "The seed of chance: the same seed gives the same run.",
        "kubernetesVersion": "The version of kubelets whose NodePool names none.",
        "containerdVersion": "The version of runtimes whose NodePool names none.",
        "admission": "Admission plugins of the API server that change pods when they are created.",
        "assumptions": "Sentences that reports repeat among what was assumed.",
        "notModelled": "Sentences that reports repeat among what is not modelled.",
    },
    "Defaults": {
        "imageSize": "The size of every image there, in one layer.",
        "latency": "One round trip.",
        "bandwidth": "What the registry sends at most, to all nodes together.",
    },
    "RegistrySpec": {
        "host": "The host as image names have it: docker.io, localhost:5000. Otherwise metadata.name.",
        "latency": "One round trip.",
        "bandwidth": "What the registry sends at most, to all nodes together.",
        "auth": "How it asks who somebody is: not at all, for a password, or for a token.",
        "users": "Who may log in.",
        "access": "Which repositories are not public, and who may pull them.",
        "repositories": "What it holds, by the path below the host. Any other name is not found.",
    },
    "UserSpec": {"name": "The user's name.", "password": "The password; without one, every password is right."},
    "AccessSpec": {
        "repository": "A repository's path; * stands for any text.",
        "users": "Who may pull it.",
    },
    "Repository": {
        "tags": "Each tag with the name of the Image that it points to.",
        "images": "Names of Images that are there by digest alone.",
    },
    "ImageSpec": {
        "digest": "A digest, or a short name that stands for one. Otherwise it follows from the content.",
        "layers": "The layers of one linux/amd64 manifest: sizes such as 30Mi, or mappings.",
        "manifests": "One manifest for each platform.",
    },
    "ManifestSpec": {
        "platform": "Operating system and architecture, and a variant where there is one.",
        "layers": "The layers: sizes such as 30Mi, or mappings.",
        "digest": "The manifest's digest. Otherwise it follows from the content.",
        "size": "Bytes of the manifest itself.",
        "configDigest": "The config's digest. Otherwise it follows from the content.",
        "configSize": "Bytes of the config.",
    },
    "LayerSpec": {
        "size": "Compressed bytes, which is what a registry sends.",
        "digest": "A digest, or a short name. Equal names are equal content: a node fetches it once.",
        "unpacked": "Bytes on disk.",
    },
    "NodePoolSpec": {
        "count": "How many nodes.",
        "platform": "What the nodes run.",
        "network": "The link of each node.",
        "labels": "Labels of the nodes, for nodeSelector.",
        "kubernetesVersion": "The kubelets' version; otherwise the Simulation's.",
        "containerdVersion": "The runtimes' version; otherwise the Simulation's.",
        "prepulled": "Image names that are on every node when the run begins.",
    },
    "KubeletSpec": {
        "serializeImagePulls": "One pull at a time on each node.",
        "maxParallelImagePulls": "How many pulls at a time; above 1 only with serializeImagePulls: false.",
        "registryPullQPS": "How many pulls may begin each second; one more is refused. 0 is no limit.",
        "registryBurst": "How many pulls may begin at once before that limit holds.",
        "imagePullCredentialsVerificationPolicy": "For which images that are there a pod must show a credential.",
        "preloadedImagesVerificationAllowlist": "Images that NeverVerifyAllowlistedImages lets every pod use.",
    },
    "CredentialsSpec": {"config": "A docker config, or the path of a file that holds one."},
    "ProvidersSpec": {
        "config": "A CredentialProviderConfig, or the path of a file that holds one.",
        "plugins": "How the plugin of each provider answers, by the provider's name.",
    },
    "PluginSpec": {
        "auth": "What the plugin answers: registry keys with logins.",
        "cacheKeyType": "For what the kubelet keeps an answer.",
        "cacheDuration": "How long it keeps one; otherwise the provider's default. 0 keeps none.",
        "takes": "How long one run of the plugin takes.",
        "validFor": "How long a token is good. With this, every run gives a new one.",
        "failsFrom": "From when on runs fail.",
        "failsUntil": "Until when runs fail.",
        "serviceAccounts": "NAMESPACE/NAME of the accounts that get an answer; all if left out.",
    },
    "LoginSpec": {"username": "The user's name.", "password": "The password."},
    "VendorHookSpec": {
        "auth": "Logins by a registry's host.",
        "from": "From when on it works.",
        "until": "Until when it works; to the end if left out.",
    },
    "TimelineSpec": {"events": "What happens, in any order."},
    "EventSpec": {"at": "When, counted from the start of the run."},
    "PushSpec": {"image": "The tag that is pushed over: docker.io/library/nginx:1.27.", "to": "The name of an Image."},
    "OutageSpec": {
        "registry": "The name of a Registry, or a host.",
        "for": "How long.",
        "how": "refused: nobody listens at its port.",
    },
    "ScaleSpec": {"workload": _WORKLOAD, "replicas": "How many pods from then on."},
    "SetImageSpec": {
        "workload": f"{_WORKLOAD} Pod/namespace/name too: its container is restarted in place.",
        "container": "The container; may be left out where there is one.",
        "image": "The new image. The pull policy stays as it was stored.",
    },
    "RolloutRestartSpec": {"workload": _WORKLOAD},
    "SomePodsSpec": _SOME_PODS,
    "SecretManifest": _MANIFEST
    | {
        "type": "kubernetes.io/dockerconfigjson or kubernetes.io/dockercfg; kubelets pass others over.",
        "data": "Values as base64.",
        "stringData": "Values as they are.",
    },
    "ServiceAccountManifest": _MANIFEST | {"imagePullSecrets": "What pods that list none get when they are created."},
    "DeleteSecretSpec": {"secret": "NAMESPACE/NAME, or NAME where only one Secret has it."},
    "SetPasswordSpec": {
        "registry": "The name of a Registry, or its host.",
        "user": "Whose password.",
        "password": "The new one.",
    },
    "AddNodeSpec": {"pool": "The name of a NodePool.", "count": "How many nodes."},
    "RemoveNodeSpec": {"node": "The node's name: workers-0."},
    "RemoveImageSpec": {"node": "The node's name: workers-0.", "image": "The image's name."},
}
