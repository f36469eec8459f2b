"""What the fields of a NodePool mean, for editors: by the name of the model and the field as it is written.

A field that is a mapping of its own is described by its model's docstring and needs no text here.
"""

_HOST = {
    "capabilities": "What it is asked for: resolve is names, pull is content.",
    "overridePath": "Whether the API begins at the URL's path alone; otherwise /v2 follows.",
    "header": "Headers that each request carries; of these Authorization with Basic is looked at.",
    "skipVerify": "Whether a certificate of an unknown authority does no harm.",
    "dialTimeout": "How long a connection may take to open (from containerd 2.0); otherwise 30s.",
}

NODE_POOL_TEXTS: dict[str, dict[str, str]] = {
    "NodePoolSpec": {
        "nodes": "The names of the first nodes; the others are named after the pool, with a number.",
        "count": "How many nodes; as many as have names in `nodes` if left out.",
        "platform": "What the nodes run.",
        "network": "The link of each node.",
        "labels": "Labels of the nodes, for nodeSelector.",
        "taints": "Taints of the nodes, as a Node has them in its spec.",
        "kubernetesVersion": "The kubelets' version; otherwise the Simulation's.",
        "containerdVersion": "The runtimes' version; otherwise the Simulation's.",
        "hosts": "hosts.toml of containerd, by a registry's host or _default.",
        "prepulled": "Images that are on every node when the run begins, each by its name.",
        "sandboxImage": "The image of pods' sandboxes, the pause image.",
        "staticPods": "Pod manifests that every kubelet has on its disk, each as it is or the path of a file.",
        "pinned": "Image names that no garbage collection takes, as containerd's pinned_images.",
    },
    "SandboxImageSpec": {
        "image": "As containerd is configured (sandbox_image); otherwise the version's.",
        "present": "Whether nodes begin with it; if not, containerd pulls it for the first pod.",
    },
    "PrepulledSpec": {"image": "The name.", "of": "The Image that it is; otherwise what its registry holds."},
    "ContainerdSpec": {
        "maxConcurrentDownloads": "Downloads at a time; other than 3, containerd 2.1 and later pull the old way.",
        "discardUnpackedLayers": "Forget the compressed layers once they are unpacked.",
        "useLocalImagePull": "Pull the old way, not through the transfer service (from 2.1).",
        "imagePullProgressTimeout": "How long without a byte until a pull is given up; otherwise the version's.",
    },
    "TransferSpec": {
        "maxConcurrentDownloads": "Downloads at a time on a node.",
        "maxConcurrentUnpacks": "Layers that are unpacked at a time on a node (from 2.2).",
        "concurrentLayerFetchBuffer": "Above this size a layer is fetched in parts of it, several at once; 0 is never.",
    },
    "PaceSpec": {
        "preset": "A kind of node that was measured, by name.",
        "connection": "What arrives at most over one connection.",
        "unpack": "Raw bytes that are unpacked in a second.",
        "perFile": "What each file of a layer takes besides.",
        "perLayer": "What each layer takes besides.",
        "beforeLayers": "From the config to the request for the first layer.",
        "finish": "What the end of a pull takes.",
        "resolve": "What a name takes on the node once the registry has answered.",
        "podStart": "What a new pod takes until its first pull: a duration, or the least and the most.",
    },
    "DiskSpec": {"size": "All of it.", "used": "What others than images take of it."},
    "HostsSpec": {
        "server": "Where images are asked for after all mirrors; otherwise the registry itself.",
        "mirrors": "Hosts that are asked first, in this order.",
        "file": "A hosts.toml, or the path of one.",
    },
    "ServerSpec": {
        "host": "A URL; without one, the registry itself.",
        **_HOST,
    },
    "MirrorSpec": {
        "host": "A URL such as http://mirror.example:5000; without a scheme, https.",
        **_HOST,
        "peers": "It stands for the other nodes of the pool, which serve images that they have whole.",
        "resolveTags": "Whether peers are asked what a tag is; otherwise for digests alone.",
        "resolveLatestTag": "Whether peers say what the tag latest is.",
    },
    "NatSpec": {
        "name": "Its name. Pools that name the same one share it.",
        "bandwidth": "What all nodes behind it receive at most, together.",
    },
    "AllocatableSpec": {
        "cpu": "Cores; otherwise the node always has enough.",
        "memory": "Memory; otherwise the node always has enough.",
        "pods": "How many pods; otherwise the kubelet's maxPods.",
    },
    "TaintSpec": {
        "key": "The taint's key.",
        "value": "Its value.",
        "effect": "What becomes of pods that do not tolerate it: NoSchedule, PreferNoSchedule or NoExecute.",
    },
    "CrashLoopBackOffSpec": {"maxContainerRestartPeriod": "How long a crashed container waits at most: 1s to 5m0s."},
    "KubeletSpec": {
        "maxPods": "How many pods a node takes.",
        "nodeStatusMaxImages": "How many images the node's status lists, the largest first; -1 is all.",
        "crashLoopBackOff": "How long crashed containers wait at most, from 1.35 on.",
        "registerWithTaints": "Taints with which the nodes register.",
        "serializeImagePulls": "One pull at a time on each node.",
        "maxParallelImagePulls": "How many pulls at a time; above 1 only with serializeImagePulls: false.",
        "registryPullQPS": "How many pulls may begin each second; one more is refused. 0 is no limit.",
        "kubeAPIQPS": "How many requests a kubelet makes of the API server each second; otherwise no limit.",
        "kubeAPIBurst": "How many requests it may make at once before that limit holds.",
        "registryBurst": "How many pulls may begin at once before that limit holds.",
        "imagePullCredentialsVerificationPolicy": "For which images that are there a pod must show a credential.",
        "preloadedImagesVerificationAllowlist": "Images that NeverVerifyAllowlistedImages lets every pod use.",
        "imageGCHighThresholdPercent": "How full the disk is when the kubelet begins to collect images.",
        "imageGCLowThresholdPercent": "Down to where it collects.",
        "imageMinimumGCAge": "Images that were seen for a shorter time are kept.",
        "imageMaximumGCAge": "Images that were not used for longer go in any case; 0s is never.",
        "evictionHard": "What has to stay available, by signal, as a part (15%) or an amount (10Gi).",
        "evictionPressureTransitionPeriod": "How long DiskPressure stays once it is over.",
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
    "PluginLoginSpec": {
        "username": "The user's name; without one the attempt is anonymous.",
        "password": "The password.",
    },
    "VendorHookSpec": {
        "auth": "Logins by a registry's host.",
        "from": "From when on it works.",
        "until": "Until when it works; to the end if left out.",
    },
}
