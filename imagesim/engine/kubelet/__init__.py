"""One node but for its runtime: the kubelet, its pod workers, its image manager and puller, image GC and eviction."""
