"""What one kubelet does about a disk that fills: image garbage collection, and evictions."""
