"""What goes in: Kubernetes manifests and world documents become one frozen, checked Scenario."""
