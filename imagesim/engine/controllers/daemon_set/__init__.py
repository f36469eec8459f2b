"""The controller of DaemonSets: a pod on every node that fits (pkg/controller/daemon, 1.36)."""
