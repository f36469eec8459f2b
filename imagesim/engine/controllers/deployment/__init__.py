"""The controller of Deployments: roll-outs, step by step (pkg/controller/deployment of Kubernetes 1.36)."""
