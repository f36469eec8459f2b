"""What one kubelet decides about images: whether to pull, who may use one, which are collected."""
