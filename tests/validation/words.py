"""What docs/validation.md says in words: what was recorded, and where imagesim is known to be off."""

FILES = {
    "alwayspullimages.jsonl": "the admission plugin AlwaysPullImages",
    "defaults.jsonl": "the pull policy that is filled in, also after updates; what is refused in pods and templates",
    "rollout.jsonl": "Deployments rolled out: replicas, maxSurge and maxUnavailable, good and bad images",
    "rollout_math.jsonl": "the arithmetic of a roll-out",
    "rollout_special.jsonl": "a second roll-out on a stuck one, rollback, pause, scaling, Recreate, history, deadline",
    "rsdelete.jsonl": "which pods a ReplicaSet deletes first, and how fast it creates them",
    "imagelocality.jsonl": "the scheduler's score of a node for the images that it has",
    "daemonset.jsonl": "what a DaemonSet does on its nodes, instant by instant, stuck ones too",
    "statefulset.jsonl": "what a StatefulSet does step by step, stuck ones too",
    "job.jsonl": "what a Job does step by step, with stuck and failing pods",
    "serviceaccount.jsonl": "the admission plugin ServiceAccount, for pull secrets",
    "backoff.jsonl": "client-go's back-off",
    "dockerconfig.jsonl": "pull secrets and docker configs as the kubelet decodes them",
    "gc.jsonl": "the kubelet's garbage collection of images",
    "image_manager.jsonl": "EnsureImageExists: decisions, events, errors, back-off, pulls at the same time",
    "keyring.jsonl": "which credentials fit an image, in which order",
    "kuberuntime_pull.jsonl": "a pull with several credentials, and its error",
    "pull_policy_default.jsonl": "the pull policy that is filled in",
    "reference.jsonl": "names of images: what is one, and what it means",
    "requeue_timing.json": "when the n-th attempt to pull comes, as a distribution",
    "syncpod.jsonl": "SyncPod: all events of a pod, sync by sync",
    "allowlist136.jsonl": "preloadedImagesVerificationAllowlist: patterns, and what they fit",
    "gc136.jsonl": "the kubelet's garbage collection of images",
    "image_manager136.jsonl": "EnsureImageExists with and without KubeletEnsureSecretPulledImages",
    "image_manager136_diff.jsonl": "EnsureImageExists where 1.36 differs from 1.32",
    "image_manager136_random.jsonl": "EnsureImageExists with KubeletEnsureSecretPulledImages, random sequences",
    "keyring136.jsonl": "secrets, the node's file and plugins together: order, source, hashes",
    "keyring136_diff.jsonl": "which credentials fit, where the recording of 1.36 differs from that of 1.32",
    "plugin136.jsonl": "credential provider plugins: configuration, matching, cache, requests, errors",
    "pull_policy_default136_diff.jsonl": "the pull policy that is filled in where 1.36 differs from 1.32",
    "requeue_timing136.json": "when the n-th attempt to pull comes, and what lies between syncs, as distributions",
    "syncloop136.jsonl": "whole traces of the sync loop",
    "syncpod136.jsonl": "SyncPod: all events of a pod, sync by sync",
}
"""Recorded file -> what it holds."""

FOLDERS = {
    "kubelet-1.32": "The kubelet of Kubernetes 1.32.10.",
    "kubelet-1.36": "The kubelet of Kubernetes 1.36.2.",
    "control-plane-1.36": "Defaulting, validation, admission and controllers of Kubernetes 1.36.3.",
}
"""Recorded folder -> what of Kubernetes ran."""

CLOUDS = {
    "AKS": "Spegel's benchmark, runs without Spegel: AKS 1.29, 50 nodes Standard_D4ds_v5, images of one layer in "
    "ghcr.io. Burst: all nodes at once; rolling: one node at a time. Medians.",
    "GKE": "container-chonks (converged-computing, November 2024): images of nine layers of random bytes on "
    "n1-standard-16. Medians.",
}
"""Cloud -> what was published."""

MISFITS = (
    "**A real clock.** Kubelets of 1.32 to 1.36 on a real clock (`python -m tests.stream`) are what a run shows; the "
    "recordings in virtual time differ from them in what lasts some ms, and conformance runs in virtual time, too. Two "
    "things are left out of a run. A real kubelet takes 10 to 300 ms to begin with a pod, the longer the more pods "
    "begin together. And its limits as a client of the API (50 requests a second after 100 at once) delay first events "
    "and statuses by up to 5 s where dozens of pods start together on one node.",
    "**API validation.** What the API server refuses, and in which words, agrees for the fields of pods and templates "
    "that are simulated. Of a refused update the printed difference has fields that are not simulated at their "
    "defaults, and the paths in texts count the volumes that are simulated.",
    "**A toolchain's effect.** Go's net/url got stricter between Go 1.24 and 1.26, so that a key such as "
    "`example.com:5000:5000` fits in the recording of 1.32 and not in that of 1.36. Rows that tell Go's versions apart "
    "are excluded.",
    "**Large images on GKE.** From about 10 GB on, the disks of those nodes slow down, which is not modelled: 10.9 "
    "and 19 GB are simulated 3 to 19 % too fast. With local SSDs, which do not slow down, it is 8 to 9 % too slow.",
    "**A burst on AKS.** Fifty nodes that pull 100 MB at the same time are simulated 12 % too fast, and 1 GB 9 % too "
    "slow: one limit of each blob does not describe all that ghcr.io and the way to it do.",
    "**Fitted, not predicted.** The parameters of the two clouds were fitted to the figures beside them. That one set "
    "fits all sizes and both ways of starting is what the table shows.",
    "**Versions between.** Kubernetes 1.32 and 1.36, and containerd 1.6.20, 1.7.34 and 2.3.4, are recorded or "
    "measured. What holds for the others is read from source; `imagesim versions` says of each value how it is known.",
    "**Runtimes.** containerd alone. Nothing is said about CRI-O or about cri-dockerd.",
)
"""Where imagesim is known to differ from what was seen, or was held against nothing."""
