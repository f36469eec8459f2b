"""Kubernetes manifests become the objects that the API server stores."""
