"""Where a pod may run, as its spec says it: affinity, tolerations, requests."""
