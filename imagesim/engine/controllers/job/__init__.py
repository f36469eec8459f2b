"""The controller of Jobs: pods that run to their end (pkg/controller/job of Kubernetes 1.36)."""
