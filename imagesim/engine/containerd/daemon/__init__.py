"""What containerd does besides pulls that a kubelet asks for: images that are imported."""
