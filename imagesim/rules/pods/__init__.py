"""What one kubelet decides about pods: the steps of a sync, the status, the timing and the texts."""
