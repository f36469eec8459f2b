"""What every run assumes, in sentences for people: where the engine is simpler than a cluster.

What a scenario assumes beyond that (a default world, a version nobody gave) is in `Scenario.assumptions`.
"""

from imagesim.engine.kubelet.pod_containers import STOP_S

ASSUMPTIONS = (
    "A connection is open at once; a request and its answer take the registry's latency.",
    "Where a NodePool gives no disk there is always room, and containers write nothing to a disk.",
    "Scheduling, and creating a sandbox or a container, take no time; a container without probes is Ready at once.",
    "A kubelet begins with a new pod at once, where a real one takes 10 to 300 ms, unless a NodePool says how long "
    "(spec.pace.podStart).",
    "Events reach the API at once, and so do statuses unless a NodePool's kubelet is given its limits as a client "
    "(kubeAPIQPS, kubeAPIBurst); real ones delay those of dozens of pods that start together on a node by up to 5 s.",
    "A container runs until something ends it; what its command does is not looked at.",
    f"A container stops {STOP_S:g} s after it is told to; if its preStop hook sleeps, {STOP_S:g} s after that.",
)
