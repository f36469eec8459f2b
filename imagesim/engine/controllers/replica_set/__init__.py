"""The controller of ReplicaSets: as many pods as there should be (pkg/controller/replicaset of Kubernetes 1.36)."""
