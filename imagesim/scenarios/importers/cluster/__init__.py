"""What `kubectl get nodes,pods,... -A -o yaml` prints of a cluster becomes the state that a run finds."""
